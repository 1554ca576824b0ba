# Reference values for the tests of org.pvpoutcomes.statistics.
#
# Run from the root of the project:
#   Rscript src/test/r/reference.R > src/test/resources/statistics/r-reference.json
# Made with R 4.2.2, coin 1.4-2 and exactRankTests 0.8-35 (Debian 12: r-base-core, r-cran-coin,
# r-cran-exactranktests). The versions used are written into the result.
#
# Everything is computed from the listed observations (never from counts), by another route than
# the service: quantile(), sd(), coin, wilcox.exact, all Walsh averages, qsignrank, qbeta.

suppressMessages(suppressWarnings({
  library(coin)
  library(exactRankTests)
}))
RNGversion("4.0.0")

level <- 0.95

json <- function(x) {
  if (is.list(x)) {
    inner <- vapply(x, json, "")
    if (is.null(names(x))) return(paste0("[", paste(inner, collapse = if (is.list(x[[1]])) ",\n" else ", "), "]"))
    return(paste0("{", paste0('"', names(x), '": ', inner, collapse = ", "), "}"))
  }
  if (length(x) > 1) return(paste0("[", paste(vapply(x, json, ""), collapse = ", "), "]"))
  if (is.character(x)) return(paste0('"', x, '"'))
  if (is.na(x)) return("null")
  sprintf("%.17g", x)
}

expand <- function(counts) rep(as.integer(names(counts)), counts)

# The exact P by coin and by exactRankTests; they must agree.
exact_p <- function(d) {
  if (length(d) > 250) return(NA)
  zero <- rep(0, length(d))
  by_coin <- as.numeric(pvalue(wilcoxsign_test(d ~ zero,
    zero.method = "Wilcoxon", distribution = "exact")))
  by_ranks <- wilcox.exact(d, exact = TRUE)$p.value
  stopifnot(abs(by_coin - by_ranks) <= 1e-9 * by_coin)
  by_coin
}

signed_rank <- function(d) {
  nonzero <- d[d != 0]
  ranks <- rank(abs(nonzero))
  zero <- rep(0, length(nonzero))
  z <- as.numeric(statistic(wilcoxsign_test(nonzero ~ zero,
    zero.method = "Wilcoxon", distribution = "asymptotic")))
  p <- 2 * pnorm(-abs(z))
  by_stats <- suppressWarnings(wilcox.test(d, exact = FALSE, correct = FALSE)$p.value)
  stopifnot(abs(p - by_stats) <= 1e-9 * p)
  w_plus <- sum(ranks[nonzero > 0])
  w_minus <- sum(ranks[nonzero < 0])
  list(n = length(nonzero), wPlus = w_plus, wMinus = w_minus, z = z, p = p,
       pExact = exact_p(nonzero), rankBiserial = (w_plus - w_minus) / sum(ranks))
}

hodges_lehmann <- function(d) {
  sums <- outer(d, d, "+")
  walsh <- sort(sums[upper.tri(sums, diag = TRUE)]) / 2
  n <- length(d)
  tail <- (1 - level) / 2
  # qsignrank() does not return beyond n = 1074, where 2^-n is 0.
  k <- if (n <= 250) qsignrank(tail, n)
       else round(n * (n + 1) / 4 + qnorm(tail) * sqrt(n * (n + 1) * (2 * n + 1) / 24))
  list(estimate = median(walsh), k = k,
       lower = if (k > 0) walsh[k] else NA,
       upper = if (k > 0) walsh[length(walsh) + 1 - k] else NA)
}

descriptive <- function(x) {
  q <- quantile(x, c(0.25, 0.5, 0.75), type = 7, names = FALSE)
  list(n = length(x), mean = mean(x), sd = sd(x), median = q[2], q1 = q[1], q3 = q[3],
       min = min(x), max = max(x))
}

# Counts that resemble differences of scores: rounded normal deviates, coarse enough for ties.
drawn <- function(seed, n, mean, sd) {
  set.seed(seed)
  table(as.integer(round(rnorm(n, mean, sd))))
}

samples <- list(
  "one difference" = c("3" = 1),
  "five differences, too few for 95 %" = c("-1" = 1, "2" = 1, "4" = 1, "7" = 1, "9" = 1),
  "six differences" = c("1" = 1, "2" = 1, "3" = 1, "4" = 1, "5" = 1, "6" = 1),
  "ten without ties or zeros" = c("-7" = 1, "-2" = 1, "1" = 1, "3" = 1, "5" = 1, "8" = 1,
    "11" = 1, "12" = 1, "15" = 1, "20" = 1),
  "ten, half of them zero" = c("-1" = 1, "0" = 5, "1" = 1, "2" = 2, "3" = 1),
  "balanced" = c("-2" = 4, "-1" = 3, "0" = 1, "1" = 3, "2" = 4),
  "all equal and negative" = c("-2" = 20),
  "pain, 60 pairs" = drawn(60, 60, 1.5, 2.5),
  "scale score, 150 pairs" = drawn(150, 150, 6, 20),
  "scale score, 250 pairs" = drawn(250, 250, -3, 18),
  "pain, 251 pairs" = drawn(251, 251, 0.4, 2.5),
  "pain, 2000 pairs" = drawn(2000, 2000, 0.1, 2.5),
  "far tail, 2000 pairs" = drawn(2001, 2000, 30, 20))

rates <- list(c(0, 1), c(1, 1), c(0, 39), c(39, 39), c(1, 39), c(21, 82), c(500, 1000),
  c(3, 100000), c(99999, 100000), c(1234567, 2000000000))

# Wilson by its formula; for the Clopper-Pearson interval the quantiles of the beta distribution.
rate <- function(pair) {
  x <- pair[1]
  n <- pair[2]
  z <- qnorm(1 - (1 - level) / 2)
  half <- z * sqrt(x / n * (1 - x / n) / n + z^2 / (4 * n^2))
  centre <- x / n + z^2 / (2 * n)
  tail <- (1 - level) / 2
  list(count = x, of = n,
       wilson = c(if (x == 0) 0 else 100 * (centre - half) / (1 + z^2 / n),
                  if (x == n) 100 else 100 * (centre + half) / (1 + z^2 / n)),
       clopperPearson = c(if (x == 0) 0 else 100 * qbeta(tail, x, n - x + 1),
                          if (x == n) 100 else 100 * qbeta(1 - tail, x + 1, n - x)))
}

cat(json(list(
  madeBy = paste0(R.version.string, ", coin ", packageVersion("coin"),
    ", exactRankTests ", packageVersion("exactRankTests")),
  level = level,
  samples = unname(Map(function(name, counts) {
    d <- expand(counts)
    list(name = name, values = as.list(as.integer(names(counts))),
         counts = as.list(as.integer(counts)), descriptive = descriptive(d),
         signedRank = signed_rank(d), hodgesLehmann = hodges_lehmann(d))
  }, names(samples), samples)),
  rates = lapply(rates, rate))), "\n", sep = "")
