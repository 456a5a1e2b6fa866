# As close as how many people: sampling error of factor means, situations as random, energy statistic.
#
#   Rscript --vanilla distances.R OUT.json             on made columns
#   Rscript --vanilla distances.R OUT.json CROWD.xlsx  on EmotionBench's published workbook
suppressPackageStartupMessages({
  library(lmerTest)
  library(energy)
})
options(digits = 17, warn = -1)
arguments <- commandArgs(TRUE)

number <- function(x) ifelse(is.finite(x), sprintf("%.17g", x), "null")
json <- function(x) {
  if (is.list(x)) {
    parts <- if (is.null(names(x))) sapply(x, json) else paste0('"', names(x), '": ', sapply(x, json))
    return(if (is.null(names(x))) paste0("[", paste(parts, collapse = ", "), "]")
           else paste0("{", paste(parts, collapse = ", "), "}"))
  }
  text <- if (is.character(x)) paste0('"', x, '"') else number(unname(x))
  if (length(x) == 1 && !inherits(x, "AsIs")) text else paste0("[", paste(text, collapse = ", "), "]")
}
write <- function(figures) {
  head <- list(command = "script/references (Rscript)",
               version = paste(R.version.string, "energy", packageVersion("energy"), "lmerTest",
                               packageVersion("lmerTest")))
  figures <- c(head, figures)
  writeLines(c("{", paste0('  "', names(figures), '": ', sapply(figures, json),
                           c(rep(",", length(figures) - 1), "")), "}"), arguments[1])
}

# Means and SDs alone, as of a baseline without its people.
sampling_error <- function(n, m, s) {
  half <- floor(n / 2)
  v <- s^2 * n / (4 * half * (n - half))
  k <- length(n)
  V <- var(m)
  E <- mean(v)
  spread <- 2 * (sum(v^2) * (1 - 2 / k) + sum(v)^2 / k^2) / (k - 1)^2
  shared <- sum((m - mean(m))^2 * v) / (k - 1)^2
  first <- (V - E) / (V + E)
  r <- first + 2 * V * spread / (V + E)^3 + 2 * first * shared / (V + E)^2
  reliability <- if (k > 2 && isTRUE(r > 0)) min(1, 2 * r / (1 + r)) else NA
  floor <- sqrt(mean(s^2 / n))
  list(mean_variance = mean(s^2), floor = floor, reliability = reliability,
       ceiling = sqrt(reliability), one_person = sqrt(mean(s^2) + floor^2))
}
# The same from random halves.
halves <- function(groups, replicates) {
  r <- mean(replicate(replicates, {
    means <- sapply(groups, function(x) {
      half <- sample(length(x), length(x) %/% 2)
      c(mean(x[half]), mean(x[-half]))
    })
    cor(means[1, ], means[2, ])
  }))
  sqrt(2 * r / (1 + r))
}

if (length(arguments) == 2) {
  sheet <- as.data.frame(suppressMessages(readxl::read_excel(
    arguments[2], sheet = "Raw", col_names = FALSE, .name_repair = "minimal")))
  people <- -(1:2)
  place <- unlist(sheet[1, people])
  factor <- sub("S[0-9]+$", "", place)
  items <- function(rows) sapply(rows, function(row) as.numeric(unlist(sheet[row, people])))
  positive <- c(1, 3, 5, 9, 10, 12, 14, 16, 17, 19)
  set.seed(20240131)
  of <- function(numbers) {
    groups <- split(rowSums(items(26 + numbers)) - rowSums(items(6 + numbers)), factor)
    list(n = lengths(groups), m = sapply(groups, mean), s = sapply(groups, sd), groups = groups)
  }
  both <- list(positive_affect = of(positive), negative_affect = of(setdiff(1:20, positive)))
  figures <- lapply(both, function(x) c(
    sampling_error(x$n, x$m, x$s), list(factors = length(x$n), halves = halves(x$groups, 4000))))
  join <- function(key) c(both[[1]][[key]], both[[2]][[key]])
  figures$all <- sampling_error(join("n"), join("m"), join("s"))
  write(figures)
  quit()
}

columns <- list(
  five = list(n = c(7, 8, 35, 36, 20), m = c(-4.5, 2, 0.25, -9, 6), s = c(6, 8.5, 7, 9, 5)),
  three = list(n = c(2, 3, 2), m = c(10, -3, 4), s = c(2, 1.5, 2.5)),
  weak = list(n = c(4, 4, 5, 6), m = c(1, 1.2, 0.9, 1.1), s = c(8, 9, 7, 8)),
  certain = list(n = c(4, 4, 5), m = c(1, 2, 4), s = c(0, 0, 0)),
  two = list(n = c(10, 12), m = c(1, 3), s = c(2, 2)),
  one = list(n = 10, m = 1, s = 2))
errors <- lapply(columns, function(x)
  c(lapply(x, I), sampling_error(x$n, x$m, x$s)))

# Situations as random on one side; a level whose variance is estimated as 0 is dropped.
mean_of <- function(values, situation, factor = NULL) {
  frame <- data.frame(values, situation = base::factor(situation))
  levels <- "situation"
  if (!is.null(factor)) {
    frame$factor <- base::factor(factor)
    levels <- c("factor", levels)
  }
  while (length(levels) > 0) {
    formula <- reformulate(c("1", paste0("(1 | ", levels, ")")), "values")
    model <- suppressMessages(lmer(formula, frame, control = lmerControl(optCtrl = list(
      xtol_abs = 1e-12, ftol_abs = 1e-14))))
    kept <- levels[sapply(levels, function(level) VarCorr(model)[[level]][1] > 1e-8 * sigma(model)^2)]
    if (length(kept) == length(levels)) {
      test <- contest1D(model, 1)
      return(list(estimate = test$Estimate, se = test$"Std. Error", df = test$df, levels = I(levels)))
    }
    levels <- kept
  }
  list(estimate = mean(values), se = sd(values) / sqrt(length(values)), df = length(values) - 1,
       levels = I(character(0)))
}
wave <- function(n, a, b, digits = 0) round(25 + 6 * sin((1:n) * a) + 4 * cos((1:n) * b), digits)
situation <- rep(1:12, times = c(5, 3, 6, 4, 5, 5, 2, 7, 5, 4, 6, 5))
factor <- c(1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4)[situation]
evoked <- wave(57, 2.3, 1.1) + round(5 * sin(situation * 1.7)) + 4 * (factor == 2)
default <- wave(9, 1.3, 0.4)
people <- wave(57, 1.9, 0.7) - 27 + round(4 * cos(situation * 2.1))
contrast <- function(terms) {
  estimate <- sum(sapply(terms, function(x) x$weight * x$estimate))
  v <- sapply(terms, function(x) x$se^2)
  df <- sum(v)^2 / sum(v^2 / sapply(terms, `[[`, "df"))
  t <- estimate / sqrt(sum(v))
  list(estimate = estimate, se = sqrt(sum(v)), df = df, t = t, p = 2 * pt(-abs(t), df))
}
term <- function(weight, mean) c(list(weight = weight), mean)
before <- list(estimate = mean(default), se = sd(default) / sqrt(9), df = 8)
clustered <- function(rows, nested) {
  group <- if (nested) factor[rows] else NULL
  ours <- mean_of(evoked[rows], situation[rows], group)
  theirs <- mean_of(people[rows], situation[rows], group)
  list(ours = ours, theirs = theirs, change = contrast(list(term(1, ours), term(-1, before))),
       difference = contrast(list(term(1, ours), term(-1, before), term(-1, theirs))))
}

# Two samples: whole numbers with ties, fractions, one value, equal ones.
samples <- list(
  whole = list(c(20, 22, 22, 25, 31, 18), c(24, 22, 30, 35, 20, 20, 27)),
  fractions = list(c(1.25, 2.5, 0.1, 3.3), c(1.2, 2.5, 0.3, 0.2, 9.75)),
  apart = list(c(1, 2, 3, 4), c(11, 12, 13, 14, 15)),
  single = list(3, c(1, 2, 3, 4, 5)),
  same = list(c(2, 1, 3), c(3, 1, 2)))
distances <- lapply(samples, function(pair) {
  both <- unlist(pair)
  sizes <- lengths(pair)
  of <- function(first) {
    x <- c(both[first], both[-first])
    eqdist.etest(x, sizes, R = 0)$statistic
  }
  observed <- of(seq_len(sizes[1]))
  every <- apply(combn(sum(sizes), sizes[1]), 2, of)
  list(first = I(pair[[1]]), second = I(pair[[2]]), energy = observed,
       p_of_all_divisions = mean(every >= observed - 1e-9))
})

write(list(
  tolerance = 1e-5, sampling_error = errors,
  scores = list(situation = I(situation), factor = I(factor), evoked = I(evoked),
                default = I(default), people = I(people)),
  random = list(all = clustered(rep(TRUE, 57), TRUE), one_factor = clustered(factor == 3, FALSE)),
  distances = distances))
