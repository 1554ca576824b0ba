# Reads the data set of a study and computes its figures, with R alone (4.0 or newer, no packages).
#
#   Rscript analysis.R SOURCE [RESULTS]
#
# SOURCE is the URL of the data set (https://.../api/v1/studies/<study>/dataset, and a query such as ?where=sex:female
# behind it) or a directory with its tables as <table>.csv. RESULTS is the file to write, figures.csv without it: one row per figure, named by its path in the answers
# of the service (outcomes/outcomes/<measure>/changes/<from>/<to>/mean and so on), and empty where it cannot be computed.
#
# Of the answers it does not compute: what is adjusted over several tests, Friedman's test and important differences,
# figures and tests of strata, the consensus pain response (the opioids are not in the data set), and of complications
# what takes patients as clusters, methods of detection, vessels, grades, volumes and the time to the first event.

arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) < 1 || length(arguments) > 2) stop("Usage: Rscript analysis.R SOURCE [RESULTS]")
source_of_tables <- arguments[1]
results <- if (length(arguments) == 2) arguments[2] else "figures.csv"

read_table <- function(name) {
  place <- if (grepl("^https?://", source_of_tables)) sub("(\\?|$)", paste0("/", name, "\\1"), source_of_tables)
           else file.path(source_of_tables, paste0(name, ".csv"))
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
dictionary <- read_table("dictionary")

figures <- new.env()
figures$paths <- character()
figures$values <- numeric()
figure <- function(path, value) {
  figures$paths[length(figures$paths) + 1] <- path
  figures$values[length(figures$values) + 1] <- as.numeric(value)
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
signed_rank <- function(path, d) {
  x <- d[d != 0]
  n <- length(x)
  ranks <- rank(abs(x))
  w_plus <- sum(ranks[x > 0])
  w_minus <- sum(ranks[x < 0])
  figure(paste0(path, "/wilcoxon/n"), n)
  figure(paste0(path, "/wilcoxon/zeros"), length(d) - n)
  figure(paste0(path, "/wilcoxon/wPlus"), w_plus)
  figure(paste0(path, "/wilcoxon/wMinus"), w_minus)
  ties <- as.numeric(table(abs(x)))
  z <- if (n == 0) NA else
    (w_plus - n * (n + 1) / 4) / sqrt(n * (n + 1) * (2 * n + 1) / 24 - sum(ties^3 - ties) / 48)
  figure(paste0(path, "/wilcoxon/z"), z)
  without_ranks <- if (length(d) > 0) 1 else NA
  figure(paste0(path, "/wilcoxon/p"), if (n == 0) without_ranks else 2 * pnorm(-abs(z)))
  figure(paste0(path, "/wilcoxon/pExact"),
         if (n == 0) without_ranks else if (n > 250) NA else min(1, 2 * min(exact_signed_rank(ranks, w_plus))))
  figure(paste0(path, "/rankBiserial"), if (n == 0) NA else (w_plus - w_minus) / (w_plus + w_minus))
  rank_biserial_interval(path, x)
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

for (m in seq_len(nrow(measures))) {
  measure <- measures[m, ]
  unit <- measure$step_numerator / measure$step_denominator
  own <- values[values$measure == measure$measure, ]
  own$steps <- round(own$value / unit)
  at <- function(time_point) {
    rows <- own[own$time_point == time_point, ]
    rows$steps[match(patients$patient, rows$patient)]
  }
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
    signed_rank(path, d)
    standardized(paste0(path, "/standardizedMeanChange"), from, to)
    percent_change(paste0(path, "/percentChange"), from, to)
    if (nrow(own_bands) > 1) {
      band_shift(paste0(path, "/bandShift"), band_of(from, upper), band_of(to, upper), own_bands$band)
    }
    own_rules <- responders[responders$measure == measure$measure, ]
    for (r in seq_len(nrow(own_rules))) respond(path, own_rules[r, ], from, to, measure)
  }
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
leaks <- events[events$kind == "cement-leakage", ]
happened("complications/leakage", leaks)
figure("complications/leakage/withoutVertebra", sum(is.na(leaks$vertebra)))
happened("complications/leakage/symptomatic", leaks[!is.na(leaks$symptomatic) & as.logical(leaks$symptomatic), ])
figure("complications/leakage/symptomatic/notSaid", sum(is.na(leaks$symptomatic)))
for (site in allowed("events", "site")) {
  happened(paste0("complications/leakage/bySite/", site), leaks[leaks$site == site, ])
}
for (kind in setdiff(allowed("events", "kind"), "cement-leakage")) {
  rows <- events[events$kind == kind, ]
  happened(paste0("complications/events/", kind), rows)
  figure(paste0("complications/events/", kind, "/withoutVertebra"), sum(is.na(rows$vertebra)))
}
reported <- unique(events$patient[events$kind == "death"])
died <- (as.logical(patients$deceased) | patients$patient %in% reported) &
  (is.na(patients$death_day) | patients$death_day >= 0)
rate("complications/deaths/afterIndexSession", sum(died), number_of_patients)
rate("complications/deaths/within30Days", sum(died & !is.na(patients$death_day) & patients$death_day <= 30),
     number_of_patients)
figure("complications/deaths/dayUnknown", sum(died & is.na(patients$death_day)))

counts <- function(path, x, codes) {
  figure(paste0(path, "/n"), sum(!is.na(x)))
  figure(paste0(path, "/missing"), sum(is.na(x)))
  for (code in codes) figure(paste0(path, "/counts/", code), sum(x == code, na.rm = TRUE))
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
}
for (level in unique(vertebrae$level)) {
  figure(paste0("characteristics/levels/", level), sum(vertebrae$level == level))
}
for (region in allowed("vertebrae", "region")) {
  figure(paste0("characteristics/regions/", region), sum(vertebrae$region == region))
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
