# Reference values for rates, tests between groups and cumulative incidence of
# org.pvpoutcomes.statistics, and for what org.pvpoutcomes.complication answers with them.
#
# Run from the root of the project (about a minute):
#   Rscript src/test/r/rates.R > src/test/resources/statistics/r-rates.json
# Made with R 4.2.2, coin 1.4-2, survival 3.5-3, sandwich 3.0-2 and survey 4.1-1 (Debian 12:
# r-base-core, r-cran-coin, r-cran-survival, r-cran-sandwich, r-cran-survey). The versions used are
# written into the result.
#
# Each cohort is drawn patient by patient, with ties, zeros and missing values; every figure is
# computed from single patients or vertebrae, never from counts.

suppressMessages(suppressWarnings({
  library(coin)
  library(survival)
  library(sandwich)
  library(survey)
}))
RNGversion("4.0.0")

level <- 0.95
tail <- (1 - level) / 2

json <- function(x) {
  if (is.null(x)) return("null")
  if (is.list(x)) {
    inner <- vapply(x, json, "")
    if (is.null(names(x))) return(paste0("[", paste(inner, collapse = ","), "]"))
    return(paste0("{", paste0('"', names(x), '":', inner, collapse = ","), "}"))
  }
  if (length(x) > 1) return(paste0("[", paste(vapply(x, json, ""), collapse = ","), "]"))
  if (is.character(x)) return(paste0('"', x, '"'))
  if (is.na(x)) return("null")
  if (x == round(x) && abs(x) < 1e9) return(sprintf("%d", as.integer(x)))
  sprintf("%.14g", x)
}

# Rows of small integers, each with its number: list of c(row..., number).
counted <- function(...) {
  columns <- data.frame(...)
  if (nrow(columns) == 0) return(list())
  tab <- aggregate(list(number = rep(1, nrow(columns))), columns, sum)
  lapply(seq_len(nrow(tab)), function(i) as.integer(tab[i, ]))
}

# Patients: stratum, change, vertebrae with region and leak, day and kind of the end of follow-up.
# Which statistics have something to work on varies with the seed.
drawn <- function(seed, n) {
  set.seed(seed)
  strata <- sample(2:5, 1)
  spread <- sample(c(0, 1, 3, 15), 1, prob = c(1, 3, 4, 4))
  stratum <- sample(strata, n, TRUE)
  change <- as.integer(round(rnorm(n, 0.3 * stratum, spread)))
  change[runif(n) < sample(c(0, 0.2), 1)] <- NA
  risk <- rbeta(n, 0.6, sample(c(0.6, 2, 30), 1))
  if (seed %% 5 == 0) risk <- rep(mean(risk), n)
  size <- sample(0:5, n, TRUE, c(1, 6, 5, 3, 2, 1))
  if (seed %% 7 == 0) size <- pmin(size, 1)
  patient <- rep(seq_len(n), size)
  leak <- as.integer(runif(length(patient)) < risk[patient])
  region <- as.integer(runif(length(patient)) < 0.4) + 1L
  last <- sample(c(4, 12, 40), 1)
  day <- sample(0:last, n, TRUE) * 7
  kind <- sample(0:2, n, TRUE, sample(list(c(2, 1, 1), c(5, 1, 2), c(1, 4, 1), c(3, 0.1, 1),
    c(1, 0, 1), c(0, 1, 0), c(2, 1, 0)), 1)[[1]])
  # Tenths of millilitres: alike within a patient, more where cement leaks, not always stated.
  volume <- as.integer(pmax(5, round(16 + 4 * rnorm(n)[patient] + sample(c(0, 4), 1) * leak +
    sample(c(0, 5), 1) * rnorm(length(patient)))))
  volume[runif(length(patient)) < sample(c(0, 0.2), 1)] <- NA
  list(n = n, strata = strata, stratum = stratum, change = change, patient = patient,
       leak = leak, region = region, day = day, kind = kind, volume = volume)
}

clustered <- function(leak, patient) {
  n <- length(leak)
  clusters <- length(unique(patient))
  out <- list(se = NA, interval = NA, designEffect = NA, icc = NA)
  if (n == 0 || clusters < 2 || sum(leak) %in% c(0, n)) return(out)
  p <- mean(leak)
  if (length(unique(patient)) < n) {
    squares <- summary(aov(leak ~ factor(patient)))[[1]][["Mean Sq"]]
    m <- as.numeric(table(patient))
    m0 <- (n - sum(m^2) / n) / (clusters - 1)
    out$icc <- (squares[1] - squares[2]) / (squares[1] + (m0 - 1) * squares[2])
  }
  if (max(abs(tapply(leak, patient, mean) - p)) < 1e-12) return(out)
  fit <- glm(leak ~ 1, family = binomial, epsilon = 1e-15, maxit = 100)
  se_logit <- sqrt(vcovCL(fit, cluster = patient, type = "HC0", cadjust = TRUE)[1, 1])
  out$interval <- 100 * plogis(coef(fit)[[1]] + c(-1, 1) * qt(1 - tail, clusters - 1) * se_logit)
  design <- svydesign(ids = ~patient, weights = ~1, data = data.frame(leak, patient))
  se <- SE(svymean(~leak, design))[1]
  by_survey <- 100 * as.numeric(attr(suppressWarnings(
    svyciprop(~leak, design, method = "logit", level = level)), "ci"))
  stopifnot(abs(by_survey - out$interval) < 1e-4, abs(se - se_logit * p * (1 - p)) < 1e-9)
  out$se <- 100 * se
  out$designEffect <- se^2 / (p * (1 - p) / n)
  out
}

clustered_difference <- function(leak, region, patient) {
  if (length(unique(region)) < 2) return(list(difference = NA, interval = NA))
  first <- as.integer(region == 1)
  fit <- lm(leak ~ first)
  difference <- mean(leak[region == 1]) - mean(leak[region == 2])
  clusters <- length(unique(patient))
  if (clusters < 2 || max(abs(tapply(residuals(fit) / tabulate(region)[region], patient, sum))) < 1e-12)
    return(list(difference = 100 * difference, interval = NA))
  se <- sqrt(vcovCL(fit, cluster = patient, type = "HC0", cadjust = TRUE)["first", "first"])
  bounds <- 100 * (difference + c(-1, 1) * qt(1 - tail, clusters - 1) * se)
  list(difference = 100 * difference, interval = pmax(-100, pmin(100, bounds)))
}

# Modified Poisson regression with clusters.
clustered_ratio <- function(leak, region, patient) {
  if (length(unique(region)) < 2 || sum(leak[region == 2]) == 0) return(list(ratio = NA, interval = NA))
  ratio <- mean(leak[region == 1]) / mean(leak[region == 2])
  if (ratio == 0 || length(unique(patient)) < 2) return(list(ratio = ratio, interval = NA))
  first <- as.integer(region == 1)
  share <- c(mean(leak[region == 1]), mean(leak[region == 2]))[region]
  moved <- tapply((leak - share) / (share * tabulate(region)[region]) * (3 - 2 * region), patient, sum)
  if (max(abs(moved)) < 1e-12) return(list(ratio = ratio, interval = NA))
  fit <- glm(leak ~ first, family = poisson, epsilon = 1e-15, maxit = 100)
  se <- sqrt(vcovCL(fit, cluster = patient, type = "HC0", cadjust = TRUE)["first", "first"])
  clusters <- length(unique(patient))
  list(ratio = ratio, interval = ratio * exp(c(-1, 1) * qt(1 - tail, clusters - 1) * se))
}

# In millilitres, with leakage minus without.
volume_difference <- function(volume, leak, patient) {
  out <- list(patients = length(unique(patient)), difference = NA, se = NA, interval = NA, t = NA, p = NA)
  if (length(unique(leak)) < 2) return(out)
  fit <- lm(volume ~ leak)
  out$difference <- mean(volume[leak == 1]) - mean(volume[leak == 0])
  size <- c(sum(leak == 0), sum(leak == 1))[leak + 1]
  if (out$patients < 2 ||
      max(abs(tapply(residuals(fit) / size * (2 * leak - 1), patient, sum))) < 1e-12) return(out)
  out$se <- sqrt(vcovCL(fit, cluster = patient, type = "HC0", cadjust = TRUE)["leak", "leak"])
  df <- out$patients - 1
  out$interval <- out$difference + c(-1, 1) * qt(1 - tail, df) * out$se
  out$t <- out$difference / out$se
  out$p <- 2 * pt(-abs(out$t), df)
  out
}

# Wilson intervals by prop.test.
newcombe <- function(x1, n1, x2, n2) {
  if (n1 == 0 || n2 == 0) return(list(difference = NA, interval = NA))
  wilson <- function(x, n) {
    bounds <- suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE))$conf.int
    c(if (x == 0) 0 else bounds[1], if (x == n) 1 else bounds[2])
  }
  one <- wilson(x1, n1)
  two <- wilson(x2, n2)
  d <- x1 / n1 - x2 / n2
  bounds <- d + c(-sqrt((x1 / n1 - one[1])^2 + (two[2] - x2 / n2)^2),
                  sqrt((one[2] - x1 / n1)^2 + (x2 / n2 - two[1])^2))
  list(difference = 100 * d, interval = 100 * pmax(-1, pmin(1, bounds)))
}

# Koopman's chi-squared in its own form, the constrained share found as a root of the likelihood
# equation; the bounds as roots of chi-squared minus its critical value.
koopman <- function(x1, n1, x2, n2) {
  if (n1 == 0 || n2 == 0 || x2 == 0) return(list(ratio = NA, interval = NA))
  critical <- qchisq(level, 1)
  chi <- function(theta) {
    a <- (n1 + n2)
    b <- -((x1 + n2) + theta * (n1 + x2))
    cc <- theta * (x1 + x2)
    roots <- Re(polyroot(c(cc, b, a)))
    p1 <- min(roots)
    for (i in 1:3) if (b + 2 * a * p1 != 0) p1 <- p1 - (cc + b * p1 + a * p1^2) / (b + 2 * a * p1)
    # At the edge, where all have the event, the same as a squared score.
    if (p1 > 1 - 1e-9) {
      difference <- x1 / n1 - theta * x2 / n2
      if (difference == 0) return(0)
      p2 <- 1 / theta
      return(difference^2 / (theta^2 * p2 * (1 - p2) / n2))
    }
    (x1 - n1 * p1)^2 / (n1 * p1 * (1 - p1)) * (1 + n1 * (theta - p1) / (n2 * (1 - p1)))
  }
  ratio <- (x1 / n1) / (x2 / n2)
  root <- function(from, to) exp(uniroot(function(l) chi(exp(l)) - critical, c(from, to),
    tol = 1e-15, maxiter = 10000)$root)
  centre <- log(if (x1 == 0) 1e-9 else ratio)
  list(ratio = ratio, interval = c(
    if (x1 == 0) 0 else root(centre - 16, centre),
    if (x1 == 0) root(-14, 12) else root(centre, centre + 16)))
}

fisher <- function(tab) {
  tab <- tab[rowSums(tab) > 0, colSums(tab) > 0, drop = FALSE]
  if (min(dim(tab)) < 2) return(NA)
  fisher.test(tab, workspace = 2e8)$p.value
}

chi_squared <- function(tab) {
  tab <- tab[rowSums(tab) > 0, colSums(tab) > 0, drop = FALSE]
  if (min(dim(tab)) < 2) return(NA)
  test <- suppressWarnings(chisq.test(tab, correct = FALSE))
  list(statistic = test$statistic[[1]], df = test$parameter[[1]], p = test$p.value,
       smallest = min(test$expected), below5 = 100 * mean(test$expected < 5))
}

mann_whitney <- function(y, group) {
  out <- list(u = NA, z = NA, p = NA, pExact = NA)
  if (length(unique(group)) < 2) return(out)
  by_stats <- suppressWarnings(wilcox.test(y[group == 1], y[group == 2], exact = FALSE,
    correct = FALSE))
  out$u <- by_stats$statistic[[1]]
  if (length(unique(y)) == 1) return(modifyList(out, list(p = 1, pExact = 1)))
  test <- wilcox_test(y ~ factor(group))
  out$z <- as.numeric(statistic(test))
  out$p <- 2 * pnorm(-abs(out$z))
  stopifnot(abs(out$p - by_stats$p.value) <= 1e-9 * out$p)
  if (length(y) <= 100)
    out$pExact <- as.numeric(pvalue(wilcox_test(y ~ factor(group), distribution = "exact")))
  out
}

kruskal_wallis <- function(y, group) {
  if (length(unique(group)) < 2) return(list(h = NA, df = 0, p = NA))
  df <- length(unique(group)) - 1
  if (length(unique(y)) == 1) return(list(h = NA, df = df, p = 1))
  test <- kruskal.test(y, group)
  list(h = test$statistic[[1]], df = test$parameter[[1]], p = test$p.value)
}

# Day 0 is moved to day 1: only the order of days matters.
incidence <- function(day, kind) {
  if (!any(kind > 0)) return(list())
  fit <- survfit(Surv(day + 1, factor(kind, 0:2)) ~ 1, conf.type = "log-log", conf.int = level)
  column <- which(fit$states == "1")
  steps <- which(rowSums(fit$n.event[, -1, drop = FALSE]) > 0)
  lapply(steps, function(i) {
    share <- fit$pstate[i, column]
    certain <- share == 0 || abs(share - 1) < 1e-12
    c(fit$time[i] - 1, fit$n.risk[i, 1],
      if (abs(share - 1) < 1e-12) 100 else 100 * share, if (certain) 0 else 100 * fit$std.err[i, column],
      if (certain) c(NA, NA) else 100 * c(fit$lower[i, column], fit$upper[i, column]))
  })
}

# On the days that the answer gives: percent, standard error, bounds, and who is observed.
incidence_on <- function(day, kind, days) {
  steps <- incidence(day, kind)
  lapply(days, function(on) {
    at_risk <- sum(day >= on)
    if (length(day) == 0 || (on > max(day) && any(kind[day == max(day)] == 0)))
      return(c(on, at_risk, NA, NA, NA, NA))
    past <- Filter(function(step) step[1] <= on, steps)
    if (length(past) == 0) return(c(on, at_risk, 0, NA, NA, NA))
    last <- past[[length(past)]]
    c(on, at_risk, last[3], if (is.na(last[5])) NA else last[4], last[5:6])
  })
}

# Patients with a leak, by stratum: each against the first one, and all together by the test that
# Cochran's condition chooses.
strata_of_patients <- function(stratum, affected) {
  present <- sort(unique(stratum))
  rows <- lapply(present, function(s) c(sum(affected[stratum == s]), sum(stratum == s)))
  if (length(present) < 2) return(list(rows = rows, contrasts = list(), test = NA))
  tab <- table(stratum, factor(affected, 0:1))
  chi <- chi_squared(tab)
  test <- NA
  if (is.list(chi)) {
    holds <- chi$smallest >= 1 && chi$below5 <= 20
    test <- list(method = if (holds) "chi-squared" else "fisher-exact",
                 p = if (holds) chi$p else fisher(tab),
                 statistic = if (holds) chi$statistic else NA, df = if (holds) chi$df else NA,
                 smallest = chi$smallest, below5 = chi$below5)
  }
  first <- rows[[1]]
  list(rows = rows,
       contrasts = lapply(rows[-1], function(row) list(
         newcombe = newcombe(row[1], row[2], first[1], first[2]),
         koopman = koopman(row[1], row[2], first[1], first[2]))),
       test = test)
}

cohort <- function(seed, n) {
  d <- drawn(seed, n)
  known <- !is.na(d$change)
  two <- known & d$stratum <= 2
  x <- vapply(1:2, function(r) sum(d$leak[d$region == r]), 0)
  of <- vapply(1:2, function(r) sum(d$region == r), 0)
  # Strata by one of three bands of change: a table larger than two by two.
  band <- cut(d$change[known], c(-Inf, -1, 1, Inf), labels = FALSE)
  bands <- table(factor(d$stratum[known], seq_len(d$strata)), factor(band, 1:3))
  leaks <- table(factor(d$stratum[d$patient], seq_len(d$strata)), factor(d$leak, 0:1))
  per_patient <- function(leaks, region) vapply(seq_len(d$n),
    function(i) sum(leaks[d$patient == i & d$region == region]), 0)
  ones <- rep(1, length(d$patient))
  stated <- !is.na(d$volume)
  sums <- function(x, leak) vapply(unique(d$patient[stated]),
    function(i) sum(x[stated & d$patient == i & d$leak == leak]), 0)
  counts <- rep(1, length(d$patient))
  any_leak <- vapply(seq_len(d$n), function(i) as.integer(any(d$leak[d$patient == i] == 1)), 0L)
  list(seed = seed, n = n,
       values = counted(d$stratum[known], d$change[known]),
       pairs = counted(per_patient(ones, 1), per_patient(d$leak, 1), per_patient(ones, 2),
                       per_patient(d$leak, 2)),
       ends = counted(d$day, d$kind),
       bands = unname(lapply(seq_len(d$strata), function(i) as.integer(bands[i, ]))),
       leaks = unname(lapply(seq_len(d$strata), function(i) as.integer(leaks[i, ]))),
       clustered = clustered(d$leak, d$patient),
       clusteredDifference = clustered_difference(d$leak, d$region, d$patient),
       newcombe = newcombe(x[1], of[1], x[2], of[2]),
       koopman = koopman(x[1], of[1], x[2], of[2]),
       fisherBands = if (sum(bands) <= 100) fisher(bands) else NA,
       fisherLeaks = fisher(leaks),
       chiBands = chi_squared(bands), chiLeaks = chi_squared(leaks),
       mannWhitney = mann_whitney(d$change[two], d$stratum[two]),
       kruskalWallis = kruskal_wallis(d$change[known], d$stratum[known]),
       incidence = incidence(d$day, d$kind),
       clusteredRatio = clustered_ratio(d$leak, d$region, d$patient),
       volumes = counted(d$leak[stated], d$volume[stated]),
       volumeClusters = counted(sums(counts, 1), sums(d$volume, 1), sums(counts, 0),
                                sums(d$volume, 0)),
       volumeDifference = volume_difference(d$volume[stated] / 10, d$leak[stated],
                                            d$patient[stated]),
       volumeRanks = mann_whitney(d$volume[stated], 2 - d$leak[stated]),
       strata = strata_of_patients(d$stratum, any_leak),
       incidenceOn = incidence_on(d$day, d$kind, c(7, 30, 90)))
}

sizes <- as.integer(c(0, pmax(1, round(500 * seq(0, 1, length.out = 219)^2))))
cohorts <- Map(cohort, seq_along(sizes), sizes)
cat("{\"madeBy\":", json(paste0(R.version.string, ", ", paste(vapply(
  c("coin", "survival", "sandwich", "survey"),
  function(p) paste(p, packageVersion(p)), ""), collapse = ", "))),
  ",\"level\":", json(level), ",\"cohorts\":[\n", paste(vapply(cohorts, json, ""), collapse = ",\n"),
  "\n]}\n", sep = "")
