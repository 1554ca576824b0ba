# Reference values for the comparison with earlier studies.
#
# Run from the root of the project:
#   Rscript src/test/r/comparators.R > src/test/resources/statistics/mean-differences.json
# Made with R 4.2.2 (Debian 12: r-base-core).
#
# R takes single values where the service knows n, mean and SD only. So each group is drawn and
# then moved and stretched to have exactly the mean and the SD; t.test() does the rest. The last
# part is the synthetic cohort, value by value, beside the figures of Tian et al. 2016 (shipped with
# the service in comparators/xu-2021.yaml).

RNGversion("4.0.0")
level <- 0.95

json <- function(x) {
  if (is.list(x)) {
    inner <- vapply(x, json, "")
    if (is.null(names(x))) return(paste0("[", paste(inner, collapse = ",\n"), "]"))
    return(paste0("{", paste0('"', names(x), '":', inner, collapse = ","), "}"))
  }
  if (length(x) != 1) return(paste0("[", paste(vapply(x, json, ""), collapse = ","), "]"))
  if (is.na(x)) return("null")
  if (is.character(x)) return(paste0('"', x, '"'))
  sprintf("%.17g", x)
}

# n values with this mean and SD.
values <- function(n, mean, sd) {
  if (sd == 0) return(rep(mean, n))
  x <- rnorm(n)
  mean + sd * (x - base::mean(x)) / stats::sd(x)
}

welch <- function(x, y) {
  test <- t.test(x, y, conf.level = level)
  list(difference = mean(x) - mean(y), degreesOfFreedom = test$parameter[[1]],
       interval = as.numeric(test$conf.int))
}

case <- function(seed) {
  set.seed(seed)
  n <- sample(c(2, 3, 4, 6, 10, 39, 100, 500), 2, replace = TRUE)
  mean <- round(runif(2, 0, 10), 1)
  sd <- round(exp(runif(2, log(0.1), log(30))), 1)
  if (seed %% 20 == 0) sd[1] <- 0
  c(list(n = n, mean = mean, sd = sd),
    welch(values(n[1], mean[1], sd[1]), values(n[2], mean[2], sd[2])))
}

own <- read.csv("src/test/resources/golden/xu2021/assessments.csv")
vas <- function(timepoint) own$vas[own$timepoint == timepoint]
set.seed(1)
tian <- list(baseline = welch(vas("baseline"), values(39, 7.4, 1.1)),
             months3 = welch(vas("3_months"), values(39, 2.0, 1.1)))

cat(json(list(level = level, cases = lapply(1:200, case), tian2016 = tian)), "\n", sep = "")
