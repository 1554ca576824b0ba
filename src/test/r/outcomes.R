# Reference values for the outcomes that the API answers of whole cohorts and of their strata: the
# test over all time points, P values adjusted over the family of the study, important differences.
#
# Run from the root of the project:
#   Rscript src/test/r/outcomes.R > src/test/resources/statistics/outcomes-reference.json
# Made with R 4.2.2 (Debian 12: r-base-core). The version used is written into the result.
#
# Cohorts are drawn with ties, zeros, missing values and 0 to 500 patients. A patient is stored as
# the sex and the values of four measures at three time points, in units that make them whole:
# pain in points, the raw sum in points, painful sites in 100/15, psychosocial aspects in 100/18
# ("." where one is missing). Everything is computed from the single patients.

RNGversion("4.0.0")

json <- function(x) {
  if (is.null(x)) return("null")
  if (is.list(x)) {
    inner <- vapply(x, json, "")
    if (is.null(names(x))) return(paste0("[", paste(inner, collapse = ","), "]"))
    return(paste0("{", paste0('"', names(x), '":', inner, collapse = ","), "}"))
  }
  if (length(x) != 1) return(paste0("[", paste(vapply(x, json, ""), collapse = ","), "]"))
  if (is.na(x)) return("null")
  if (is.character(x)) return(paste0('"', x, '"'))
  sprintf("%.14g", x)
}

measures <- c("pain", "sum", "sites", "psychosocial")
start <- list(pain = c(5, 2.4), sum = c(50, 9), sites = c(7, 3), psychosocial = c(9, 3))
fall <- list(pain = c(1, 1.8), sum = c(4, 8), sites = c(1.5, 3), psychosocial = c(-0.5, 3))
least <- c(pain = 0, sum = 22, sites = 0, psychosocial = 0)
most <- c(pain = 10, sum = 88, sites = 15, psychosocial = 18)
comparisons <- list(c(1, 2), c(1, 3), c(2, 3))
# Measure and comparison of each test of the family of the study.
family <- list(list("pain", 1), list("pain", 2), list("sum", 1), list("sum", 2))

drawn <- function(seed) {
  set.seed(seed)
  n <- if (seed < 60) seed %/% 4 else if (seed < 204) sample(8:60, 1)
       else c(90, 150, 260, 300, 400, 500)[seed - 203]
  missing <- sample(c(0, 0.1, 0.3), 1)
  # Some cohorts hardly change, so that many values are tied.
  spread <- sample(c(0, 0.2, 1, 1), 1)
  values <- lapply(measures, function(measure) {
    x <- matrix(0, n, 3)
    x[, 1] <- rnorm(n, start[[measure]][1], start[[measure]][2] * sample(c(0, 1, 1, 1), 1))
    for (j in 2:3) x[, j] <- x[, j - 1] - spread * rnorm(n, fall[[measure]][1], fall[[measure]][2])
    x <- pmin(pmax(round(x), least[[measure]]), most[[measure]])
    x <- matrix(as.integer(x), n, 3)
    x[matrix(runif(n * 3) < missing, n, 3)] <- NA
    x
  })
  names(values) <- measures
  list(sex = sample(c("female", "male"), n, TRUE), values = values)
}

both <- function(x, comparison) !is.na(x[, comparison[1]]) & !is.na(x[, comparison[2]])

p_value <- function(d) {
  if (length(d) == 0) return(NA)
  if (all(d == 0)) return(1)
  suppressWarnings(wilcox.test(d, exact = FALSE, correct = FALSE)$p.value)
}

# Complete cases, chi-squared, P, Kendall's W, mean ranks, adjusted P of all pairs.
friedman <- function(x) {
  x <- x[stats::complete.cases(x), , drop = FALSE]
  n <- nrow(x)
  if (n == 0) return(list(n = 0, test = c(NA, NA, NA), meanRanks = NA, pHolm = rep(NA, 3)))
  test <- c(NA, NA, NA)
  if (any(x != x[, 1])) {
    # friedman.test() fails with one complete case; twice the same case has twice its chi-squared.
    times <- if (n == 1) 2 else 1
    by_stats <- friedman.test(x[rep(seq_len(n), times), , drop = FALSE])
    chi <- as.numeric(by_stats$statistic) / times
    test <- c(chi, pchisq(chi, 2, lower.tail = FALSE), chi / (n * 2))
  }
  p <- vapply(comparisons, function(pair) p_value(x[, pair[1]] - x[, pair[2]]), 0)
  list(n = n, test = test, meanRanks = colMeans(t(apply(x, 1, rank))), pHolm = p.adjust(p, "holm"))
}

# P values of the family, adjusted for one another.
adjusted <- function(values) {
  p <- vapply(family, function(test) {
    x <- values[[test[[1]]]]
    pair <- comparisons[[test[[2]]]]
    x <- x[both(x, pair), , drop = FALSE]
    p_value(x[, pair[1]] - x[, pair[2]])
  }, 0)
  p.adjust(p, "holm")
}

# Pairs, and those that improved by at least 20.1 points; of each comparison.
sites <- function(x) lapply(comparisons, function(pair) {
  x <- x[both(x, pair), , drop = FALSE]
  c(nrow(x), sum((x[, pair[1]] - x[, pair[2]]) * 100 / 15 >= 20.1))
})

# Half a standard deviation of the earlier values of the whole cohort, pairs, and those that rose by
# at least as much; of each comparison.
psychosocial <- function(x, whole) lapply(comparisons, function(pair) {
  earlier <- whole[both(whole, pair), pair[1]]
  half <- if (length(earlier) < 2 || sd(earlier) == 0) NA else sd(earlier) / 2
  x <- x[both(x, pair), , drop = FALSE]
  rise <- x[, pair[2]] - x[, pair[1]]
  c(half * 100 / 18, nrow(x), if (is.na(half)) NA else sum(rise >= half - 1e-9))
})

stratum <- function(it, of) {
  values <- lapply(it$values, function(x) x[of, , drop = FALSE])
  list(patients = sum(of), friedman = lapply(values, friedman), pHolm = adjusted(values),
       sites = sites(values$sites), psychosocial = psychosocial(values$psychosocial, it$values$psychosocial))
}

cohort <- function(seed) {
  it <- drawn(seed)
  text <- function(i) paste(c(substr(it$sex[i], 1, 1), vapply(it$values, function(x)
    paste(ifelse(is.na(x[i, ]), ".", x[i, ]), collapse = " "), "")), collapse = "|")
  list(seed = seed, patients = lapply(seq_along(it$sex), text),
       whole = stratum(it, rep(TRUE, length(it$sex))),
       female = stratum(it, it$sex == "female"), male = stratum(it, it$sex == "male"))
}

cat('{"madeBy":', json(R.version.string), ',\n"cohorts":[',
  paste(vapply(0:209, function(seed) json(cohort(seed)), ""), collapse = ",\n"), "]}\n", sep = "")
