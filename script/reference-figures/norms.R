# Means against norms, and the shifts of single items.
#
#   Rscript --vanilla norms.R OUT.json            made answers, and norms as papers print them
#   Rscript --vanilla norms.R OUT.json CROWD.xlsx  the published workbook
options(digits = 17, warn = -1)
arguments <- commandArgs(TRUE)

number <- function(x) ifelse(is.finite(x), sprintf("%.17g", x), "null")
json <- function(x, indent = "") {
  inner <- paste0(indent, "  ")
  if (is.list(x) && is.null(names(x))) {
    return(paste0("[", paste(sapply(x, json, indent = inner), collapse = ", "), "]"))
  }
  if (is.list(x)) {
    parts <- mapply(function(key, value) paste0(inner, "\"", key, "\": ", json(value, inner)),
                    names(x), x)
    return(paste0("{\n", paste(parts, collapse = ",\n"), "\n", indent, "}"))
  }
  text <- if (is.character(x)) paste0("\"", x, "\"") else number(unname(x))
  if (length(x) == 1 && !inherits(x, "AsIs")) return(text)
  paste0("[", paste(text, collapse = ", "), "]")
}

# The noncentrality that leaves `tail` of t's distribution beyond t: a root refined by bisection, so
# that it repeats to the last digits.
noncentrality <- function(t, df, tail) {
  below <- function(ncp) pt(t, df, ncp) > tail
  ends <- t + c(-20, 20)
  for (step in 1:200) {
    middle <- mean(ends)
    ends <- if (below(middle)) c(middle, ends[2]) else c(ends[1], middle)
  }
  mean(ends)
}

# Columns whose n, mean and SD are exactly the ones given, for the functions that want columns.
column <- function(n, m, s) {
  x <- seq_len(n) - (n + 1) / 2
  m + s * x / sd(x)
}

against <- function(n, m, s, norm_n, norm_m, norm_s, low, high) {
  difference <- m - norm_m
  v <- c(s^2 / n, norm_s^2 / norm_n)
  se <- sqrt(sum(v))
  df <- sum(v)^2 / sum(v^2 / (c(n, norm_n) - 1))
  t <- difference / se
  test <- t.test(column(n, m, s), column(norm_n, norm_m, norm_s))
  stopifnot(all.equal(unname(test$statistic), t), all.equal(unname(test$parameter), df))
  m_df <- n + norm_n - 2
  pooled <- sqrt(((n - 1) * s^2 + (norm_n - 1) * norm_s^2) / m_df)
  width <- sqrt(1 / n + 1 / norm_n)
  j <- exp(lgamma(m_df / 2) - log(sqrt(m_df / 2)) - lgamma((m_df - 1) / 2))
  d <- difference / pooled
  g <- effectsize::hedges_g(column(n, m, s), column(norm_n, norm_m, norm_s))
  # effectsize's interval stops at nlm's digits.
  ends <- sapply(c(0.975, 0.025), function(p) noncentrality(d / width, m_df, p)) * width * j
  stopifnot(all.equal(g$Hedges_g, d * j), all.equal(c(g$CI_low, g$CI_high), ends, tolerance = 1e-4))
  bound <- norm_s / 2
  z <- difference / norm_s
  list(sample = list(n = n, mean = m, sd = s),
       norm = list(n = norm_n, mean = norm_m, sd = norm_s), low = low, high = high,
       difference = difference, interval = I(difference + c(-1, 1) * qt(0.975, df) * se),
       t = t, df = df, p = 2 * pt(-abs(t), df),
       log10_p = (log(2) + pt(-abs(t), df, log.p = TRUE)) / log(10),
       g = d * j, g_interval = I(ends), bound = bound,
       tost_p = max(pt((difference + bound) / se, df, lower.tail = FALSE),
                    pt((difference - bound) / se, df)),
       z = z, percentile = 100 * pnorm(z),
       percent_outside = 100 * (pnorm(low, norm_m, norm_s) +
                                  pnorm(high, norm_m, norm_s, lower.tail = FALSE)))
}

# The shifts of items: the item's change (or difference) less the mean of all items.
figures <- function(tests, first, second) {
  p <- sapply(tests, function(test) test$p.value)
  list(mean_first = I(colMeans(first)), mean_second = I(colMeans(second)),
       shift = I(sapply(tests, function(test)
         if (length(test$estimate) == 1) test$estimate else -diff(test$estimate))),
       low = I(sapply(tests, function(test) test$conf.int[1])),
       high = I(sapply(tests, function(test) test$conf.int[2])),
       t = I(sapply(tests, function(test) test$statistic)),
       df = I(sapply(tests, function(test) test$parameter)), p = I(p), p_holm = I(p.adjust(p, "holm")))
}
paired <- function(before, after) {
  change <- after - before
  relative <- change - rowMeans(change)
  figures(lapply(seq_len(ncol(change)), function(item) t.test(relative[, item])), before, after)
}
welch <- function(people, run) {
  relative <- lapply(list(people, run), function(x) x - rowMeans(x))
  figures(lapply(seq_len(ncol(people)), function(item)
    t.test(relative[[2]][, item], relative[[1]][, item])), people, run)
}
rows <- function(x) lapply(seq_len(nrow(x)), function(row) I(x[row, ]))

head <- list(command = "script/references (Rscript)",
             version = sprintf("%s, effectsize %s", R.version.string,
                               packageVersion("effectsize")))
if (length(arguments) == 1) {
  answers <- function(n, phase) {
    matrix(pmin(5, pmax(1, round(3 + 1.6 * sin(seq_len(n * 4) * phase)))), n, 4)
  }
  before <- answers(24, 2.3)
  after <- answers(24, 1.1)
  run <- answers(15, 0.7)
  found <- c(head, list(
    norms = list(
      near = against(120, 28.4, 8.1, 660, 29.7, 7.9, 10, 50),
      far = against(40, 49.8, 0.8, 660, 29.7, 7.9, 10, 50),
      skewed = against(62, 13.6, 5.5, 660, 14.8, 5.4, 10, 50),
      constant_sample = against(50, 10, 0, 660, 14.8, 5.4, 10, 50),
      two_people = against(2, 31, 4, 25, 30, 6, 10, 50)),
    shifts = list(before = rows(before), after = rows(after), run = rows(run),
                  paired = paired(before, after), welch = welch(after, run))))
} else {
  raw <- suppressMessages(as.data.frame(readxl::read_excel(arguments[2], "Raw", col_names = FALSE)))
  answers <- t(apply(raw[7:46, -(1:2)], 2, as.numeric))
  # The run's last twenty rows are its answers, in the order of the column of item numbers.
  file <- file.path(dirname(arguments[2]), "models/gpt-4-PANAS-testing.csv")
  run <- read.csv(file, header = FALSE, colClasses = "character")
  evoked <- grepl("_test-", run[1, ]) & !grepl("^General", run[1, ])
  printed <- tail(run, 20)
  answered <- t(apply(printed[order(as.numeric(printed[, 2])), evoked], 2, as.numeric))
  positive <- c(1, 3, 5, 9, 10, 12, 14, 16, 17, 19)
  norms <- list(positive_affect = c(29.7, 7.9), negative_affect = c(14.8, 5.4))
  found <- c(head, list(run = "gpt-4", subscales = mapply(function(items, norm) {
    scores <- rowSums(answers[, items])
    list(norm = against(length(scores), mean(scores), sd(scores), 660, norm[1], norm[2], 10, 50),
         paired = paired(answers[, items], answers[, 20 + items]),
         welch = welch(answers[, 20 + items], answered[, items]))
  }, list(positive_affect = positive, negative_affect = setdiff(1:20, positive)), norms,
  SIMPLIFY = FALSE)))
}
writeLines(json(found), arguments[1])
