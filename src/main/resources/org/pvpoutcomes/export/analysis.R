# Reads the data set of a study and computes its figures, with R alone (4.0 or newer, no packages).
#
#   Rscript analysis.R SOURCE [RESULTS]
#
# SOURCE is the URL of the data set (https://.../api/v1/studies/<study>/dataset, and a query such as ?where=sex:female
# behind it) or a directory with its tables as <table>.csv. RESULTS is the file to write, figures.csv without it: one row
# per figure, named by its path in the answers of the service (outcomes/outcomes/<measure>/changes/<from>/<to>/mean and so
# on), and empty where it cannot be computed.
#
# Of the answers it does not compute: figures and tests of strata, and the consensus pain response, since the opioids are
# not in the data set. A where that names a property of vertebrae selects patients with all of their vertebrae here, while
# the complications count the vertebrae that have the property; all other figures are the same.
#
# Important differences in standard deviations are of all patients of the study: of a URL with where their values are read
# too; a directory must have the tables of all of them.

arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) < 1 || length(arguments) > 2) stop("Usage: Rscript analysis.R SOURCE [RESULTS]")
source_of_tables <- arguments[1]
results <- if (length(arguments) == 2) arguments[2] else "figures.csv"

read_table <- function(name, from = source_of_tables) {
  place <- if (grepl("^https?://", from)) sub("(\\?|$)", paste0("/", name, "\\1"), from)
           else file.path(from, paste0(name, ".csv"))
  read.csv(place, na.strings = "", stringsAsFactors = FALSE, encoding = "UTF-8", check.names = FALSE)
}

values <- read_table("values")
patients <- read_table("patients")
vertebrae <- read_table("vertebrae")
events <- read_table("events")
measures <- read_table("measures")
time_points <- read_table("time-points")
comparisons <- read_table("comparisons")
bands <- read_table("bands")
responders <- read_table("responders")
thresholds <- read_table("important-differences")
family <- read_table("family")
severities <- read_table("severities")
dictionary <- read_table("dictionary")

figures <- new.env()
figures$paths <- character()
figures$values <- numeric()
figure <- function(path, value) {
  figures$paths[length(figures$paths) + 1] <- path
  figures$values[length(figures$values) + 1] <- as.numeric(value)
}

# The values of all patients, whom a threshold in standard deviations is of.
values_of_all <- values
if (grepl("^https?://.*[?&]where=", source_of_tables) && any(!is.na(thresholds$baseline_sd))) {
  without_where <- gsub("([?&])&+", "\\1", gsub("([?&])where=[^&]*", "\\1", source_of_tables))
  values_of_all <- read_table("values", sub("[?&]$", "", without_where))
}

# The values that a variable can have, from the dictionary.
allowed <- function(table, variable) {
  codes <- dictionary$allowed[dictionary$table == table & dictionary$variable == variable]
  strsplit(codes, ";", fixed = TRUE)[[1]]
}

# n, mean, SD with n - 1, quartiles of type 7, range.
describe <- function(path, x, missing = NULL) {
  figure(paste0(path, "/n"), length(x))
  if (!is.null(missing)) figure(paste0(path, "/missing"), missing)
  any <- length(x) > 0
  figure(paste0(path, "/mean"), if (any) mean(x) else NA)
  figure(paste0(path, "/sd"), if (length(x) > 1) sd(x) else NA)
  figure(paste0(path, "/median"), if (any) median(x) else NA)
  figure(paste0(path, "/q1"), if (any) quantile(x, 0.25, type = 7, names = FALSE) else NA)
  figure(paste0(path, "/q3"), if (any) quantile(x, 0.75, type = 7, names = FALSE) else NA)
  figure(paste0(path, "/min"), if (any) min(x) else NA)
  figure(paste0(path, "/max"), if (any) max(x) else NA)
}
describe_with_missing <- function(path, x) describe(path, x[!is.na(x)], sum(is.na(x)))

# Percent with the intervals of Wilson and of Clopper and Pearson, 95 %.
rate <- function(path, count, of) {
  figure(paste0(path, "/count"), count)
  figure(paste0(path, "/of"), of)
  figure(paste0(path, "/percent"), if (of > 0) 100 * count / of else NA)
  z <- qnorm(0.975)
  p <- count / of
  centre <- (p + z^2 / (2 * of)) / (1 + z^2 / of)
  half <- z * sqrt(p * (1 - p) / of + z^2 / (4 * of^2)) / (1 + z^2 / of)
  wilson <- c(if (count == 0) 0 else centre - half, if (count == of) 1 else centre + half)
  exact <- c(if (count == 0) 0 else qbeta(0.025, count, of - count + 1),
             if (count == of) 1 else qbeta(0.975, count + 1, of - count))
  if (of == 0) wilson <- exact <- c(NA, NA)
  figure(paste0(path, "/wilson/lower"), 100 * wilson[1])
  figure(paste0(path, "/wilson/upper"), 100 * wilson[2])
  figure(paste0(path, "/clopperPearson/lower"), 100 * exact[1])
  figure(paste0(path, "/clopperPearson/upper"), 100 * exact[2])
}

# P(W <= w) and P(W >= w) of the signed-rank sum given the mid-ranks, added up over all signs in doubled ranks.
exact_signed_rank <- function(ranks, w_plus) {
  doubled <- round(2 * ranks)
  counts <- c(1, numeric(sum(doubled)))
  for (rank in doubled) {
    shifted <- c(numeric(rank), counts[seq_len(length(counts) - rank)])
    counts <- (counts + shifted) / 2
  }
  at <- round(2 * w_plus) + 1
  c(sum(counts[seq_len(at)]), sum(counts[at:length(counts)]))
}

# Zeros dropped, mid-ranks, variance corrected for ties, no correction for continuity, two-sided. The exact P is computed
# for up to 250 differences.
signed_rank <- function(d) {
  x <- d[d != 0]
  n <- length(x)
  ranks <- rank(abs(x))
  w_plus <- sum(ranks[x > 0])
  w_minus <- sum(ranks[x < 0])
  ties <- as.numeric(table(abs(x)))
  z <- if (n == 0) NA else
    (w_plus - n * (n + 1) / 4) / sqrt(n * (n + 1) * (2 * n + 1) / 24 - sum(ties^3 - ties) / 48)
  without_ranks <- if (length(d) > 0) 1 else NA
  list(n = n, zeros = length(d) - n, wPlus = w_plus, wMinus = w_minus, z = z,
       p = if (n == 0) without_ranks else 2 * pnorm(-abs(z)),
       pExact = if (n == 0) without_ranks else if (n > 250) NA else min(1, 2 * min(exact_signed_rank(ranks, w_plus))),
       rankBiserial = if (n == 0) NA else (w_plus - w_minus) / (w_plus + w_minus))
}

change_test <- function(path, d) {
  test <- signed_rank(d)
  for (name in setdiff(names(test), "rankBiserial")) figure(paste0(path, "/wilcoxon/", name), test[[name]])
  figure(paste0(path, "/rankBiserial"), test$rankBiserial)
  rank_biserial_interval(path, d[d != 0])
  tests$p[[path]] <- test$p
}
tests <- new.env()
tests$p <- list()

# Friedman's test of the patients with a value at every time point, corrected for ties, with Kendall's W, and the
# signed-rank test of each pair of time points, adjusted by Holm for one another.
friedman <- function(path, x, ids) {
  n <- nrow(x)
  k <- ncol(x)
  figure(paste0(path, "/n"), n)
  figure(paste0(path, "/degreesOfFreedom"), k - 1)
  ranks <- matrix(numeric(), 0, k)
  if (n > 0) ranks <- t(apply(x, 1, rank))
  for (j in seq_len(k)) figure(paste0(path, "/meanRanks/", ids[j]), if (n > 0) mean(ranks[, j]) else NA)
  ties <- sum(vapply(seq_len(n), function(i) sum(table(x[i, ])^3 - table(x[i, ])), numeric(1)))
  variation <- n * (k^3 - k) - ties
  statistic <- if (variation > 0) 12 * sum((colSums(ranks) - n * (k + 1) / 2)^2) * (k - 1) / variation else NA
  figure(paste0(path, "/chiSquared"), statistic)
  figure(paste0(path, "/p"), pchisq(statistic, k - 1, lower.tail = FALSE))
  figure(paste0(path, "/kendallsW"), statistic / (n * (k - 1)))
  pairs <- combn(k, 2)
  compared <- lapply(seq_len(ncol(pairs)), function(i) signed_rank(x[, pairs[1, i]] - x[, pairs[2, i]]))
  p_holm <- p.adjust(vapply(compared, function(test) as.numeric(test$p), numeric(1)), "holm")
  p_exact <- vapply(compared, function(test) as.numeric(test$pExact), numeric(1))
  p_exact_holm <- if (anyNA(p_exact)) NA * p_exact else p.adjust(p_exact, "holm")
  for (i in seq_along(compared)) {
    of_pair <- paste0(path, "/pairs/", ids[pairs[1, i]], "/", ids[pairs[2, i]], "/")
    for (name in names(compared[[i]])) figure(paste0(of_pair, name), compared[[i]][[name]])
    figure(paste0(of_pair, "pHolm"), p_holm[i])
    figure(paste0(of_pair, "pExactHolm"), p_exact_holm[i])
  }
}

# Jackknife on Fisher's z (Newson, Stata Journal 2006;6:309).
rank_biserial_interval <- function(path, x) {
  n <- length(x)
  interval <- c(NA, NA)
  if (n > 1 && any(x > 0) && any(x < 0)) {
    a <- vapply(x, function(one) sum(sign(x + one)), numeric(1))
    r <- (sum(a) + sum(sign(x))) / (n * (n + 1))
    v <- 4 * sum((a - mean(a))^2) / (n^3 * (n - 1))
    interval <- tanh(atanh(r) + c(-1, 1) * qnorm(0.975) * sqrt(v) / (1 - r^2))
  }
  figure(paste0(path, "/rankBiserialInterval/lower"), interval[1])
  figure(paste0(path, "/rankBiserialInterval/upper"), interval[2])
}

# Median of the Walsh averages, zeros kept, and the averages at the quantile of the signed-rank distribution.
hodges_lehmann <- function(path, d) {
  n <- length(d)
  estimate <- lower <- upper <- NA
  if (n > 0) {
    walsh <- outer(d, d, "+") / 2
    walsh <- sort(walsh[lower.tri(walsh, diag = TRUE)])
    estimate <- median(walsh)
    k <- if (n <= 250) qsignrank(0.025, n) else
      max(0, round(n * (n + 1) / 4 - qnorm(0.975) * sqrt(n * (n + 1) * (2 * n + 1) / 24)))
    if (k > 0) {
      lower <- walsh[k]
      upper <- walsh[length(walsh) + 1 - k]
    }
  }
  figure(paste0(path, "/hodgesLehmann/estimate"), estimate)
  figure(paste0(path, "/hodgesLehmann/lower"), lower)
  figure(paste0(path, "/hodgesLehmann/upper"), upper)
  figure(paste0(path, "/hodgesLehmann/level"), 0.95)
}

# Mean change by a standard deviation, with the correction for small samples of Hedges and the variances of Gibbons and
# of Becker.
standardized <- function(path, from, to) {
  d <- from - to
  n <- length(d)
  varies <- n > 1 && any(d != d[1])
  figure(paste0(path, "/standardizedResponseMean"), if (varies) mean(d) / sd(d) else NA)
  correction <- function(m) exp(lgamma(m / 2) - lgamma((m - 1) / 2)) / sqrt(m / 2)
  estimate <- function(name, value, spread) {
    error <- sqrt((spread + value^2 / 2) / n)
    figure(paste0(path, "/", name, "/value"), value)
    figure(paste0(path, "/", name, "/standardError"), error)
    figure(paste0(path, "/", name, "/interval/lower"), value - qnorm(0.975) * error)
    figure(paste0(path, "/", name, "/interval/upper"), value + qnorm(0.975) * error)
  }
  estimate("byDifferences", if (n > 2 && varies) correction(n - 1) * mean(d) / sd(d) else NA, 1)
  from_varies <- n > 2 && any(from != from[1])
  to_varies <- n > 2 && any(to != to[1])
  estimate("byEarlierValues", if (from_varies) correction(n - 1) * mean(d) / sd(from) else NA,
           if (from_varies && to_varies) 2 * (1 - cor(from, to)) else NA)
}

percent_change <- function(path, from, to) {
  defined <- from > 0
  individual <- 100 * (to[defined] - from[defined]) / from[defined]
  figure(paste0(path, "/n"), sum(defined))
  figure(paste0(path, "/undefined"), sum(!defined))
  figure(paste0(path, "/ofMeans"), if (sum(from) > 0) 100 * (sum(to) - sum(from)) / sum(from) else NA)
  figure(paste0(path, "/mean"), if (any(defined)) mean(individual) else NA)
  figure(paste0(path, "/median"), if (any(defined)) median(individual) else NA)
}

# The band of each value, by position; upper bounds belong to their band.
band_of <- function(x, upper) findInterval(x, upper[-length(upper)], left.open = TRUE) + 1

# Counts by earlier and later band, and Bowker's test of symmetry.
band_shift <- function(path, from, to, ids) {
  counts <- table(factor(from, seq_along(ids)), factor(to, seq_along(ids)))
  statistic <- 0
  degrees <- 0
  for (i in seq_along(ids)) for (j in seq_along(ids)) {
    figure(paste0(path, "/counts/", ids[i], "/", ids[j]), counts[i, j])
    moved <- counts[i, j] + counts[j, i]
    if (i < j && moved > 0) {
      statistic <- statistic + (counts[i, j] - counts[j, i])^2 / moved
      degrees <- degrees + 1
    }
  }
  figure(paste0(path, "/chiSquared"), if (degrees > 0) statistic else NA)
  figure(paste0(path, "/degreesOfFreedom"), degrees)
  figure(paste0(path, "/p"), if (degrees > 0) pchisq(statistic, degrees, lower.tail = FALSE) else NA)
}

# Everything is compared in whole steps of the measure: equal differences of fractions are not always equal as binary
# numbers, and a patient on the threshold must respond whatever the unit.
respond <- function(path, rule, from, to, measure) {
  better <- if (measure$better == "lower") from - to else to - from
  judged <- if (rule$kind == "points") rep(TRUE, length(from)) else from > 0
  responded <- switch(rule$kind,
    "points" = better * measure$step_numerator >= rule$threshold * measure$step_denominator - 1e-9,
    "percent" = 100 * better >= rule$threshold * from - 1e-9,
    "complete-relief" = to == 0)
  rate(paste0(path, "/responders/", rule$responder), sum(judged & responded), sum(judged))
}

# Changes by at least the smallest difference that matters. Squares of whole steps are compared with the square of a
# threshold in standard deviations.
important <- function(path, threshold, better, measure, earlier) {
  path <- paste0(path, "/importantDifference/", threshold$direction)
  unit <- measure$step_numerator / measure$step_denominator
  if (threshold$direction == "deterioration") better <- -better
  figure(paste0(path, "/points"), threshold$points)
  figure(paste0(path, "/baselineSd"), threshold$baseline_sd)
  if (!is.na(threshold$points)) {
    figure(paste0(path, "/threshold"), threshold$points)
    changed <- better * measure$step_numerator >= threshold$points * measure$step_denominator - 1e-9
  } else {
    n <- length(earlier)
    deviations <- n * sum(earlier^2) - sum(earlier)^2
    if (n < 2 || deviations <= 0) return(invisible())
    figure(paste0(path, "/threshold"), threshold$baseline_sd * sqrt(deviations / (n * (n - 1))) * unit)
    changed <- better > 0 & better^2 * n * (n - 1) >= threshold$baseline_sd^2 * deviations * (1 - 1e-12)
  }
  rate(paste0(path, "/rate"), sum(changed), length(better))
}

for (m in seq_len(nrow(measures))) {
  measure <- measures[m, ]
  unit <- measure$step_numerator / measure$step_denominator
  own <- values[values$measure == measure$measure, ]
  own$steps <- round(own$value / unit)
  at <- function(time_point, own_values = own, whom = patients$patient) {
    rows <- own_values[own_values$time_point == time_point, ]
    rows$steps[match(whom, rows$patient)]
  }
  of_all <- values_of_all[values_of_all$measure == measure$measure, ]
  of_all$steps <- round(of_all$value / unit)
  in_units <- function(steps) steps * measure$step_numerator / measure$step_denominator
  own_bands <- bands[bands$measure == measure$measure, ]
  upper <- floor(own_bands$up_to / unit + 1e-9)
  base <- paste0("outcomes/outcomes/", measure$measure)
  figure(paste0(base, "/patients"), nrow(patients))
  for (time_point in time_points$time_point) {
    path <- paste0(base, "/timePoints/", time_point)
    steps <- at(time_point)
    steps <- steps[!is.na(steps)]
    describe(path, in_units(steps))
    for (band in seq_len(nrow(own_bands))) {
      figure(paste0(path, "/bands/", own_bands$band[band]), sum(band_of(steps, upper) == band))
    }
  }
  for (i in seq_len(nrow(comparisons))) {
    path <- paste0(base, "/changes/", comparisons$from[i], "/", comparisons$to[i])
    from <- at(comparisons$from[i])
    to <- at(comparisons$to[i])
    both <- !is.na(from) & !is.na(to)
    from <- from[both]
    to <- to[both]
    d <- from - to
    better <- if (measure$better == "lower") d else -d
    describe(path, in_units(d))
    figure(paste0(path, "/improved"), sum(better > 0))
    figure(paste0(path, "/unchanged"), sum(better == 0))
    figure(paste0(path, "/worsened"), sum(better < 0))
    hodges_lehmann(path, in_units(d))
    change_test(path, d)
    standardized(paste0(path, "/standardizedMeanChange"), from, to)
    percent_change(paste0(path, "/percentChange"), from, to)
    if (nrow(own_bands) > 1) {
      band_shift(paste0(path, "/bandShift"), band_of(from, upper), band_of(to, upper), own_bands$band)
    }
    own_rules <- responders[responders$measure == measure$measure, ]
    for (r in seq_len(nrow(own_rules))) respond(path, own_rules[r, ], from, to, measure)
    own_thresholds <- thresholds[thresholds$measure == measure$measure, ]
    everybody <- unique(of_all$patient)
    earlier <- at(comparisons$from[i], of_all, everybody)
    earlier <- earlier[!is.na(earlier) & !is.na(at(comparisons$to[i], of_all, everybody))]
    for (t in seq_len(nrow(own_thresholds))) important(path, own_thresholds[t, ], better, measure, earlier)
  }
  if (nrow(time_points) >= 2 && nrow(time_points) <= 8) {
    x <- vapply(time_points$time_point, at, numeric(nrow(patients)))
    x <- matrix(x, ncol = nrow(time_points))
    friedman(paste0(base, "/friedman"), x[complete.cases(x), , drop = FALSE], time_points$time_point)
  }
}

# The P values of the family, adjusted by Holm; a test that was not possible does not count.
if (nrow(family) > 0) {
  figure("outcomes/multiplicity/size", nrow(family))
  in_family <- paste0("outcomes/outcomes/", family$measure, "/changes/", family$from, "/", family$to)
  p_holm <- p.adjust(vapply(in_family, function(path) as.numeric(tests$p[[path]]), numeric(1)), "holm")
  for (i in seq_along(in_family)) figure(paste0(in_family[i], "/wilcoxon/pHolm"), p_holm[i])
}

# Each vertebra, session and patient counts once.
number_of_patients <- nrow(patients)
number_of_sessions <- sum(patients$sessions)
number_of_vertebrae <- nrow(vertebrae)
happened <- function(path, rows) {
  sessions <- unique(rows[c("patient", "session")])
  known <- rows[!is.na(rows$vertebra), ]
  rate(paste0(path, "/perVertebra"), nrow(unique(known[c("patient", "session", "vertebra")])), number_of_vertebrae)
  rate(paste0(path, "/perSession"), nrow(sessions), number_of_sessions)
  rate(paste0(path, "/perPatient"), length(unique(rows$patient)), number_of_patients)
}
# A share of vertebrae with patients as clusters: linearised variance, interval with t on the logit scale, design effect,
# and intraclass correlation by analysis of variance.
clustered <- function(path, rows) {
  path <- paste0(path, "/perVertebraClustered")
  known <- unique(rows[!is.na(rows$vertebra), c("patient", "session", "vertebra")])
  clusters <- unique(vertebrae$patient)
  m <- as.numeric(table(factor(vertebrae$patient, clusters)))
  x <- as.numeric(table(factor(known$patient, clusters)))
  n <- sum(m)
  count <- sum(x)
  number <- length(clusters)
  p <- count / n
  residual <- x * n - m * count
  varies <- number > 1 && count > 0 && count < n
  error <- if (varies && any(residual != 0)) sqrt(number / (number - 1) * sum((residual / n^2)^2)) else NA
  half <- if (is.na(error)) NA else qt(0.975, number - 1) * error / (p * (1 - p))
  effect <- error^2 / (p * (1 - p) / n)
  figure(paste0(path, "/patients"), number)
  figure(paste0(path, "/standardError"), 100 * error)
  figure(paste0(path, "/interval/lower"), 100 * plogis(qlogis(p) - half))
  figure(paste0(path, "/interval/upper"), 100 * plogis(qlogis(p) + half))
  figure(paste0(path, "/designEffect"), effect)
  figure(paste0(path, "/effectiveSize"), n / effect)
  correlation <- NA
  if (varies && number < n) {
    between <- sum((residual / n)^2 / m) / (number - 1)
    within <- sum(x * (m - x) / m) / (n - number)
    size <- (n - sum(m^2) / n) / (number - 1)
    correlation <- (between - within) / (between + (size - 1) * within)
  }
  figure(paste0(path, "/intraclassCorrelation"), correlation)
}

# The worst grade of each scheme and version; the table has the grades of a scheme in rising order.
grades <- function(path, rows) {
  figure(paste0(path, "/severity/notGraded"), sum(is.na(rows$severities)))
  schemes <- paste(severities$scheme, severities$version)
  worst <- lapply(strsplit(as.character(rows$severities), ";", fixed = TRUE), function(codes) {
    found <- sort(match(codes, severities$severity))
    found[!duplicated(schemes[found], fromLast = TRUE)]
  })
  event <- rep(seq_along(worst), lengths(worst))
  worst <- unlist(worst)
  for (g in sort(unique(worst))) {
    version <- severities$version[g]
    of_grade <- paste(c(paste0(path, "/severity/grades"), severities$scheme[g], if (!is.na(version)) version,
                        severities$grade[g]), collapse = "/")
    figure(paste0(of_grade, "/events"), sum(worst == g))
    figure(paste0(of_grade, "/patients"), length(unique(rows$patient[event[worst == g]])))
  }
}

leaks <- events[events$kind == "cement-leakage", ]
happened("complications/leakage", leaks)
clustered("complications/leakage", leaks)
grades("complications/leakage", leaks)
figure("complications/leakage/withoutVertebra", sum(is.na(leaks$vertebra)))
happened("complications/leakage/symptomatic", leaks[!is.na(leaks$symptomatic) & as.logical(leaks$symptomatic), ])
figure("complications/leakage/symptomatic/notSaid", sum(is.na(leaks$symptomatic)))
for (site in allowed("events", "site")) {
  happened(paste0("complications/leakage/bySite/", site), leaks[leaks$site == site, ])
  clustered(paste0("complications/leakage/bySite/", site), leaks[leaks$site == site, ])
}
class_of_leaks <- function(path, rows) {
  happened(path, rows)
  clustered(path, rows)
  figure(paste0(path, "/withoutVertebra"), sum(is.na(rows$vertebra)))
}
methods <- strsplit(as.character(ifelse(is.na(leaks$methods), "unknown", leaks$methods)), ";", fixed = TRUE)
for (method in c(allowed("events", "methods"), "unknown")) {
  found <- vapply(methods, function(of_leak) method %in% of_leak, logical(1))
  class_of_leaks(paste0("complications/leakage/byMethod/", method), leaks[found, ])
}
for (vascularity in allowed("events", "vascularity")) {
  class_of_leaks(paste0("complications/leakage/byVascularity/", vascularity), leaks[leaks$vascularity == vascularity, ])
}

# Difference of the mean volumes of leaking and other vertebrae with patients as clusters, in whole microlitres.
volume_difference <- function(path, microlitres, leaking, patient) {
  number <- length(unique(patient))
  n1 <- sum(leaking)
  n2 <- sum(!leaking)
  difference <- error <- NA
  if (n1 > 0 && n2 > 0) {
    sum1 <- sum(microlitres[leaking])
    sum2 <- sum(microlitres[!leaking])
    difference <- (sum1 / n1 - sum2 / n2) / 1000
    of_patient <- function(x) as.numeric(rowsum(x, patient))
    e1 <- of_patient(microlitres * leaking) * n1 - sum1 * of_patient(as.numeric(leaking))
    e2 <- of_patient(microlitres * !leaking) * n2 - sum2 * of_patient(as.numeric(!leaking))
    e <- e1 * n2^2 - e2 * n1^2
    if (number > 1 && any(e != 0)) error <- sqrt(number / (number - 1) * sum((e / (n1 * n2)^2)^2)) / 1000
  }
  half <- if (is.na(error)) NA else qt(0.975, number - 1) * error
  figure(paste0(path, "/patients"), number)
  figure(paste0(path, "/difference"), difference)
  figure(paste0(path, "/standardError"), error)
  figure(paste0(path, "/interval/lower"), difference - half)
  figure(paste0(path, "/interval/upper"), difference + half)
  figure(paste0(path, "/t"), difference / error)
  figure(paste0(path, "/degreesOfFreedom"), if (is.na(error)) NA else number - 1)
  figure(paste0(path, "/p"), if (is.na(error)) NA else 2 * pt(-abs(difference / error), number - 1))
}

# Mann and Whitney's test, corrected for ties, no correction for continuity, two-sided. The exact P is computed for up to
# 100 observations, over all choices of the mid-ranks, in doubled ranks.
mann_whitney <- function(path, x, first) {
  n1 <- sum(first)
  n2 <- sum(!first)
  n <- n1 + n2
  u <- z <- p <- p_exact <- NA
  if (n1 > 0 && n2 > 0) {
    ranks <- rank(x)
    excess <- sum(ranks[first]) - n1 * (n + 1) / 2
    u <- n1 * n2 / 2 + excess
    ties <- as.numeric(table(x))
    squares <- n^3 - n - sum(ties^3 - ties)
    z <- if (squares > 0) excess / sqrt(n1 * n2 * squares / (12 * n * (n - 1))) else NA
    p <- if (squares > 0) 2 * pnorm(-abs(z)) else 1
    if (n <= 100) {
      chosen <- min(n1, n2)
      choices <- matrix(0, chosen + 1, 2 * chosen * n + 1)
      choices[1, 1] <- 1
      for (rank in round(2 * ranks)) {
        before <- choices[-(chosen + 1), seq_len(max(0, ncol(choices) - rank)), drop = FALSE]
        later <- rank + seq_len(ncol(before))
        choices[-1, later] <- choices[-1, later] + before
      }
      sums <- seq_len(ncol(choices)) - 1
      extreme <- abs(sums - chosen * (n + 1)) >= abs(round(2 * excess))
      p_exact <- sum(choices[chosen + 1, extreme]) / sum(choices[chosen + 1, ])
    }
  }
  figure(paste0(path, "/u"), u)
  figure(paste0(path, "/superiority"), u / (n1 * n2))
  figure(paste0(path, "/z"), z)
  figure(paste0(path, "/p"), p)
  figure(paste0(path, "/pExact"), p_exact)
}

leaking <- as.logical(vertebrae$leak)
describe_with_missing("complications/leakage/volume/withLeakage", vertebrae$cement_ml[leaking])
describe_with_missing("complications/leakage/volume/withoutLeakage", vertebrae$cement_ml[!leaking])
stated <- !is.na(vertebrae$cement_ml)
microlitres <- round(1000 * vertebrae$cement_ml[stated])
volume_difference("complications/leakage/volume/meanDifference", microlitres, leaking[stated],
                  vertebrae$patient[stated])
mann_whitney("complications/leakage/volume/mannWhitney", microlitres, leaking[stated])
for (kind in setdiff(allowed("events", "kind"), "cement-leakage")) {
  rows <- events[events$kind == kind, ]
  happened(paste0("complications/events/", kind), rows)
  figure(paste0("complications/events/", kind, "/withoutVertebra"), sum(is.na(rows$vertebra)))
  grades(paste0("complications/events/", kind), rows)
}
reported <- unique(events$patient[events$kind == "death"])
died <- (as.logical(patients$deceased) | patients$patient %in% reported) &
  (is.na(patients$death_day) | patients$death_day >= 0)
rate("complications/deaths/afterIndexSession", sum(died), number_of_patients)
rate("complications/deaths/within30Days", sum(died & !is.na(patients$death_day) & patients$death_day <= 30),
     number_of_patients)
figure("complications/deaths/dayUnknown", sum(died & is.na(patients$death_day)))

# The first clinical event of each patient; death competes, and observation ends on the last day on which the record
# shows the patient alive. An event without a day of onset has that of its session, and comes after those with one.
clinical <- events[!events$kind %in% c("cement-leakage", "death"), ]
onset <- pmax(clinical$session_day + ifelse(is.na(clinical$onset_day), 0, clinical$onset_day), 0)
clinical <- clinical[order(onset, is.na(clinical$onset_day)), ]
onset <- sort(onset)
first <- match(patients$patient, clinical$patient)
death_known <- as.logical(patients$deceased) | patients$patient %in% reported
death_day <- ifelse(death_known, patients$death_day, NA)
has_event <- !is.na(first) & (is.na(death_day) | death_day < 0 | onset[first] <= death_day)
dies <- !has_event & !is.na(death_day) & death_day >= 0
censored <- !has_event & !dies
last_observed <- pmax(ifelse(is.na(patients$last_observed_day), 0, patients$last_observed_day), 0)
end <- ifelse(has_event, onset[first], ifelse(dies, death_day, last_observed))
path <- "complications/firstEvent"
figure(paste0(path, "/patients"), number_of_patients)
figure(paste0(path, "/withEvent"), sum(has_event))
figure(paste0(path, "/diedBefore"), sum(dies))
figure(paste0(path, "/censored"), sum(censored))
figure(paste0(path, "/onsetNotSaid"), sum(has_event & is.na(clinical$onset_day[first])))
figure(paste0(path, "/deathDayUnknown"), sum(censored & death_known & is.na(patients$death_day)))
figure(paste0(path, "/lastDay"), if (number_of_patients > 0) max(end) else NA)
describe_with_missing(paste0(path, "/onsetDays"), end[has_event])

# The estimator of Aalen and Johansen with its variance by the delta method; interval symmetric in log(-log).
cumulative_incidence <- function(path, day) {
  figure(paste0(path, "/day"), day)
  figure(paste0(path, "/atRisk"), sum(end >= day))
  if (length(end) == 0 || (day > max(end) && any(censored & end == max(end)))) return(invisible())
  days <- sort(unique(end[!censored & end <= day]))
  r <- vapply(days, function(one) sum(end >= one), numeric(1))
  d1 <- vapply(days, function(one) sum(has_event & end == one), numeric(1))
  d <- vapply(days, function(one) sum(!censored & end == one), numeric(1))
  free <- c(1, cumprod((r - d) / r))[seq_along(days)]
  curve <- cumsum(free * d1 / r)
  f <- if (length(days) > 0) curve[length(days)] else 0
  if (any(d == r) && all(d1 == d)) f <- 1
  figure(paste0(path, "/percent"), 100 * f)
  if (f == 0 || f == 1) return(invisible())
  rest <- f - curve
  variance <- sum(ifelse(d < r, rest^2 * d / (r * (r - d)), 0) + free^2 * d1 * (r - d1) / r^3 -
                    ifelse(d < r, 2 * rest * free * d1 / r^2, 0))
  error <- sqrt(variance)
  spread <- exp(qnorm(0.975) * error / (f * -log(f)))
  figure(paste0(path, "/standardError"), 100 * error)
  figure(paste0(path, "/interval/lower"), 100 * f^spread)
  figure(paste0(path, "/interval/upper"), 100 * f^(1 / spread))
}
for (day in sort(unique(c(30, time_points$target_day[time_points$target_day > 0])))) {
  cumulative_incidence(paste0(path, "/cumulativeIncidence/", day), day)
}

percent <- function(path, count, of) figure(path, if (of > 0) 100 * count / of else NA)
counts <- function(path, x, codes) {
  figure(paste0(path, "/n"), sum(!is.na(x)))
  figure(paste0(path, "/missing"), sum(is.na(x)))
  for (code in codes) {
    figure(paste0(path, "/counts/", code), sum(x == code, na.rm = TRUE))
    percent(paste0(path, "/percents/", code), sum(x == code, na.rm = TRUE), sum(!is.na(x)))
  }
}
for (answer in c("outcomes", "complications", "characteristics")) {
  figure(paste0(answer, "/cohort/patients"), number_of_patients)
  figure(paste0(answer, "/cohort/sessions"), number_of_sessions)
  figure(paste0(answer, "/cohort/vertebrae"), number_of_vertebrae)
}
counts("characteristics/sex", patients$sex, allowed("patients", "sex"))
describe_with_missing("characteristics/age", patients$age)
counts("characteristics/primaryTumour", patients$primary_tumour, allowed("patients", "primary_tumour"))
describe_with_missing("characteristics/sessionsPerPatient", patients$sessions)
describe_with_missing("characteristics/vertebraePerPatient/summary", patients$vertebrae)
for (count in sort(unique(patients$vertebrae))) {
  figure(paste0("characteristics/vertebraePerPatient/counts/", count), sum(patients$vertebrae == count))
  percent(paste0("characteristics/vertebraePerPatient/percents/", count), sum(patients$vertebrae == count),
          number_of_patients)
}
for (level in unique(vertebrae$level)) {
  figure(paste0("characteristics/levels/", level), sum(vertebrae$level == level))
  percent(paste0("characteristics/levelPercents/", level), sum(vertebrae$level == level), number_of_vertebrae)
}
for (region in allowed("vertebrae", "region")) {
  figure(paste0("characteristics/regions/", region), sum(vertebrae$region == region))
  percent(paste0("characteristics/regionPercents/", region), sum(vertebrae$region == region), number_of_vertebrae)
}
rate("characteristics/fracture", sum(as.logical(vertebrae$fractured)), number_of_vertebrae)
figure("characteristics/approach/n", sum(!is.na(vertebrae$approach)))
figure("characteristics/approach/missing", sum(is.na(vertebrae$approach)))
for (approach in allowed("vertebrae", "approach")) {
  rate(paste0("characteristics/approach/rates/", approach), sum(vertebrae$approach == approach, na.rm = TRUE),
       sum(!is.na(vertebrae$approach)))
}
describe_with_missing("characteristics/cementMillilitres/all", vertebrae$cement_ml)
for (approach in sort(unique(vertebrae$approach[!is.na(vertebrae$approach)]))) {
  describe_with_missing(paste0("characteristics/cementMillilitres/byApproach/", approach),
                        vertebrae$cement_ml[!is.na(vertebrae$approach) & vertebrae$approach == approach])
}
describe_with_missing("characteristics/followUpMonths", patients$follow_up_months)
for (m in seq_len(nrow(measures))) {
  first <- values$value[values$measure == measures$measure[m] & values$time_point == time_points$time_point[1]]
  describe_with_missing(paste0("characteristics/firstValues/", measures$measure[m]), first)
}

text <- ifelse(is.na(figures$values), "", sprintf("%.17g", figures$values))
write.csv(data.frame(figure = figures$paths, value = text), results, row.names = FALSE, quote = FALSE)
