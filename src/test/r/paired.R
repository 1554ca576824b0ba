# Reference values for the tests of the paired methods of org.pvpoutcomes.statistics.
#
# Run from the root of the project:
#   Rscript src/test/r/paired.R > src/test/resources/statistics/paired-reference.json
# Made with R 4.2.2, coin 1.4-2, exactRankTests 0.8-35 and metafor 3.8-1 (Debian 12: r-base-core,
# r-cran-coin, r-cran-exactranktests, r-cran-metafor). The versions used are written into the
# result.
#
# Cohorts are drawn with ties, zeros, missing values and 0 to 500 patients, and stored as the number
# of patients per series of values ("." where one is missing). Everything is computed from the
# single patients: all Walsh averages, wilcox.test, coin, escalc, mcnemar.test, friedman.test. Where
# R has no answer, or not without an error, the case is stated here and the answer is null.

suppressMessages(suppressWarnings({
  library(coin)
  library(exactRankTests)
  library(metafor)
}))
RNGversion("4.0.0")

level <- 0.95
tail <- (1 - level) / 2

json <- function(x) {
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

agree <- function(a, b, tolerance = 1e-9) {
  if (any(abs(a - b) > tolerance * abs(a) + 1e-14)) stop(paste("disagree:", a, b))
}

descriptive <- function(x) {
  if (length(x) == 0) return(rep(NA, 7))
  q <- quantile(x, c(0.25, 0.5, 0.75), type = 7, names = FALSE)
  c(mean(x), sd(x), q[2], q[1], q[3], min(x), max(x))
}

rank_biserial <- function(x) {
  ranks <- rank(abs(x))
  sum(ranks * sign(x)) / sum(ranks)
}

# Bounds by the jackknife on Fisher's z, leaving out one difference after the other.
jackknife <- function(x, r) {
  n <- length(x)
  without <- vapply(seq_len(n), function(i) rank_biserial(x[-i]), 0)
  error <- sqrt((n - 1) / n * sum((without - mean(without))^2))
  tanh(atanh(r) + c(-1, 1) * qnorm(1 - tail) * error / (1 - r^2))
}

# W+, W-, z, P, exact P, rank-biserial correlation and its bounds.
signed_rank <- function(d) {
  if (length(d) == 0) return(c(0, 0, rep(NA, 6)))
  x <- d[d != 0]
  if (length(x) == 0) return(c(0, 0, NA, 1, 1, NA, NA, NA))
  ranks <- rank(abs(x))
  w_plus <- sum(ranks[x > 0])
  w_minus <- sum(ranks[x < 0])
  z <- (w_plus - sum(ranks) / 2) / sqrt(sum(ranks^2) / 4)
  p <- 2 * pnorm(-abs(z))
  agree(p, suppressWarnings(wilcox.test(d, exact = FALSE, correct = FALSE)$p.value))
  exact <- NA
  if (length(x) <= 250) {
    exact <- wilcox.exact(x, exact = TRUE)$p.value
    zero <- rep(0, length(x))
    agree(exact, as.numeric(pvalue(wilcoxsign_test(x ~ zero, zero.method = "Wilcoxon",
      distribution = "exact"))))
  }
  r <- rank_biserial(x)
  c(w_plus, w_minus, z, p, exact, r, if (abs(r) == 1) c(NA, NA) else jackknife(x, r))
}

# Estimate, bounds and whether the rank of the bounds is exact.
hodges_lehmann <- function(d) {
  n <- length(d)
  if (n == 0) return(list(NA, NA, NA, NA))
  sums <- outer(d, d, "+")
  walsh <- sort(sums[upper.tri(sums, diag = TRUE)]) / 2
  k <- if (n <= 250) qsignrank(tail, n)
       else round(n * (n + 1) / 4 + qnorm(tail) * sqrt(n * (n + 1) * (2 * n + 1) / 24))
  if (k == 0) return(list(median(walsh), NA, NA, NA))
  bounds <- c(walsh[k], walsh[length(walsh) + 1 - k])
  if (n <= 250 && all(d != 0) && !anyDuplicated(abs(d))) {
    agree(bounds, as.numeric(wilcox.test(d, exact = TRUE, conf.int = TRUE)$conf.int))
  }
  list(median(walsh), bounds[1], bounds[2], if (n <= 250) "EXACT" else "ASYMPTOTIC")
}

# Standardized response mean; value, standard error and bounds of SMCC and of SMCR.
standardized <- function(from, to) {
  n <- length(from)
  d <- from - to
  if (n < 2) return(rep(NA, 9))
  srm <- if (sd(d) == 0) NA else mean(d) / sd(d)
  if (n < 3) return(c(srm, rep(NA, 8)))
  estimate <- function(measure, ...) {
    e <- escalc(measure = measure, m1i = mean(from), m2i = mean(to), sd1i = sd(from), ni = n, ...)
    error <- sqrt(as.numeric(e$vi))
    c(e$yi, error, e$yi - qnorm(1 - tail) * error, e$yi + qnorm(1 - tail) * error)
  }
  flat <- sd(from) == 0 || sd(to) == 0
  r <- if (flat) 0 else max(-1, min(1, cor(from, to)))
  smcc <- if (sd(d) == 0) rep(NA, 4) else estimate("SMCC", sd2i = sd(to), ri = r)
  smcr <- if (sd(from) == 0) rep(NA, 4) else estimate("SMCR", ri = r)
  if (sd(from) > 0 && sd(to) == 0) smcr[2:4] <- NA
  c(srm, smcc, smcr)
}

# Pairs with and without an individual change; change of means, mean and median of the changes.
percent_change <- function(from, to) {
  n <- sum(from > 0)
  change <- 100 * (to - from)[from > 0] / from[from > 0]
  # Changes that cancel out leave rounding errors here, not in the service.
  centre <- mean(change)
  if (n > 0 && abs(centre) < 1e-12 * max(1, abs(change))) centre <- 0
  c(n, length(from) - n, if (length(from) > 0 && sum(from) > 0) 100 * (sum(to) / sum(from) - 1) else NA,
    if (n > 0) centre else NA, if (n > 0) median(change) else NA)
}

# Counts by row, then chi-squared, degrees of freedom and P of the test of symmetry.
band_shift <- function(from, to, cuts) {
  band <- function(x) factor(findInterval(x, cuts, left.open = TRUE), levels = 0:length(cuts))
  x <- unclass(table(band(from), band(to)))
  moved <- (x + t(x))[upper.tri(x)]
  chi <- sum(((x - t(x))[upper.tri(x)]^2 / moved)[moved > 0])
  df <- sum(moved > 0)
  test <- if (df == 0) c(NA, 0, NA) else c(chi, df, pchisq(chi, df, lower.tail = FALSE))
  if (all(moved > 0)) {
    by_stats <- mcnemar.test(x, correct = FALSE)
    agree(test, c(by_stats$statistic, by_stats$parameter, by_stats$p.value))
  }
  list(counts = as.vector(t(x)), test = test)
}

change <- function(from, to, cuts) {
  both <- !is.na(from) & !is.na(to)
  from <- from[both]
  to <- to[both]
  d <- from - to
  list(n = length(d), descriptive = descriptive(d), signedRank = signed_rank(d),
       hodgesLehmann = hodges_lehmann(d), standardized = standardized(from, to),
       percent = percent_change(from, to), bands = band_shift(from, to, cuts))
}

# Chi-squared, P and Kendall's W of the complete cases; adjusted P of all pairs of time points.
friedman <- function(values) {
  values <- values[stats::complete.cases(values), , drop = FALSE]
  n <- nrow(values)
  k <- ncol(values)
  pairs <- combn(k, 2)
  if (n == 0) return(list(n = 0, test = c(NA, NA, NA), meanRanks = NA, holm = rep(NA, ncol(pairs)),
                          exactHolm = rep(NA, ncol(pairs))))
  ranks <- t(apply(values, 1, rank))
  test <- c(NA, NA, NA)
  if (any(values != values[, 1])) {
    ties <- sum(apply(values, 1, function(row) sum(table(row)^3 - table(row))))
    s <- sum((colSums(ranks) - n * (k + 1) / 2)^2)
    chi <- 12 * s / (n * k * (k + 1) - ties / (k - 1))
    test <- c(chi, pchisq(chi, k - 1, lower.tail = FALSE), 12 * s / (n^2 * (k^3 - k) - n * ties))
    # friedman.test() fails with one complete case.
    if (n > 1) {
      by_stats <- friedman.test(values)
      agree(test, c(by_stats$statistic, by_stats$p.value, by_stats$statistic / (n * (k - 1))))
    }
  }
  p <- apply(pairs, 2, function(pair) signed_rank(values[, pair[1]] - values[, pair[2]])[4:5])
  adjusted <- p.adjust(p[1, ], "holm")
  if (all(apply(pairs, 2, function(pair) any(values[, pair[1]] != values[, pair[2]])))) {
    by_pairs <- suppressWarnings(pairwise.wilcox.test(as.vector(values), rep(1:k, each = n),
      p.adjust.method = "holm", paired = TRUE, exact = FALSE, correct = FALSE)$p.value)
    agree(sort(adjusted), sort(by_pairs[!is.na(by_pairs)]))
  }
  list(n = n, test = test, meanRanks = colMeans(ranks), holm = adjusted,
       exactHolm = if (anyNA(p[2, ])) rep(NA, ncol(pairs)) else p.adjust(p[2, ], "holm"))
}

# The kinds of measures: steps of the scale, bands, mean and standard deviation at the start, mean
# fall per time point, standard deviation of the falls.
kinds <- list(
  pain = list(scale = c(1, 1), highest = 10, cuts = c(0, 4, 8), start = c(4.3, 2.4), fall = c(0.9, 1.8)),
  floor = list(scale = c(1, 1), highest = 10, cuts = c(2), start = c(0.6, 1.5), fall = c(0.1, 0.9)),
  score = list(scale = c(100, 66), highest = 66, cuts = c(22, 44), start = c(32, 8), fall = c(3, 7)),
  wide = list(scale = c(1, 10), highest = 1000, cuts = c(300, 600), start = c(500, 200), fall = c(10, 150)))

drawn <- function(seed) {
  set.seed(seed)
  kind <- kinds[[1 + seed %% length(kinds)]]
  n <- if (seed < 80) seed %/% 3 else if (seed < 200) sample(20:120, 1)
       else if (seed < 212) sample(150:260, 1) else c(251, 300, 400, 500)[seed - 211]
  k <- sample(c(2, 3, 3, 3, 4), 1)
  missing <- sample(c(0, 0.1, 0.3), 1)
  values <- matrix(0, n, k)
  values[, 1] <- rnorm(n, kind$start[1], kind$start[2])
  for (j in seq_len(k)[-1]) values[, j] <- values[, j - 1] - rnorm(n, kind$fall[1], kind$fall[2])
  values <- pmin(pmax(round(values), 0), kind$highest)
  values <- matrix(as.integer(values), n, k)
  values[matrix(runif(n * k) < missing, n, k)] <- NA
  list(kind = kind, values = values)
}

# The pain of the golden cohort, at baseline, one week and three months.
golden <- function() {
  rows <- read.csv("src/test/resources/golden/xu2021/assessments.csv")
  at <- function(timepoint) {
    some <- rows[rows$timepoint == timepoint, ]
    as.integer(round(1000 * some$vas[match(unique(rows$patient_id), some$patient_id)]))
  }
  list(kind = list(scale = c(1, 1000), cuts = c(0, 4000, 8000)),
       values = cbind(at("baseline"), at("1_week"), at("3_months")))
}

cohort <- function(seed, it = drawn(seed)) {
  values <- it$values
  k <- ncol(values)
  series <- table(apply(values, 1, function(row) paste(ifelse(is.na(row), ".", row), collapse = " ")))
  list(seed = seed, scale = it$kind$scale, cuts = as.list(it$kind$cuts), timePoints = k,
       series = if (nrow(values) == 0) list() else paste0(names(series), " x", series),
       changes = lapply(seq_len(k)[-1], function(j) change(values[, 1], values[, j], it$kind$cuts)),
       friedman = friedman(values))
}

# Adjustment of families with repeated, missing, very small and large values.
family <- function(seed) {
  set.seed(seed)
  p <- round(runif(sample(0:9, 1))^sample(1:8, 1), sample(2:6, 1))
  p[runif(length(p)) < 0.2] <- NA
  list(p = as.list(p), holm = as.list(p.adjust(p, "holm")))
}

packages <- c("coin", "exactRankTests", "metafor")
cat('{"madeBy":', json(paste(c(R.version.string, paste(packages,
  vapply(packages, function(p) as.character(packageVersion(p)), ""))), collapse = ", ")),
  ',"level":', json(level), ',\n"families":[', paste(vapply(lapply(1:60, family), json, ""),
  collapse = ",\n"), '],\n"cohorts":[', paste(vapply(0:215, function(seed) json(cohort(seed)), ""),
  collapse = ",\n"), ",\n", json(cohort("xu2021", golden())), "]}\n", sep = "")
