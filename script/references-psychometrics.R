# Computes the expected figures of reliability and of careless responding in R's psych, for
# script/references.
#
#   Rscript --vanilla references-psychometrics.R OUT.json              on data that R ships
#   Rscript --vanilla references-psychometrics.R OUT.json crowd.xlsx   on the published workbook
options(digits = 17, warn = -1)
suppressMessages({library(psych); library(GPArotation)})

# JSON by hand. NULL, NA and infinite values become null; a list without names is an array.
number <- function(x) ifelse(is.finite(x), sprintf("%.17g", x), "null")
json <- function(x, indent = "") {
  inner <- paste0(indent, "  ")
  if (is.null(x)) return("null")
  if (is.list(x)) {
    values <- vapply(x, json, "", indent = inner)
    keys <- if (is.null(names(x))) "" else paste0("\"", names(x), "\": ")
    marks <- if (is.null(names(x))) c("[", "]") else c("{", "}")
    return(paste0(marks[1], "\n", paste0(inner, keys, values, collapse = ",\n"), "\n", indent,
                  marks[2]))
  }
  text <- if (is.character(x)) paste0("\"", x, "\"") else number(unname(x))
  if (length(x) == 1 && !inherits(x, "AsIs")) return(text)
  paste0("[", paste(text, collapse = ", "), "]")
}
quietly <- function(expression) {
  sink(nullfile())
  on.exit(sink())
  suppressMessages(suppressWarnings(expression))
}

stepped <- function(r) 2 * r / (1 + r)
halves <- function(x, first) {
  stepped(cor(rowSums(x[, first, drop = FALSE]), rowSums(x[, -first, drop = FALSE])))
}
# omega total by unweighted least squares in fa's bounds, minimised to the last digit. fa stops
# earlier, and where a uniqueness runs into its bound (a Heywood case) its gradient is not that of
# the function that it minimises.
refined_omega <- function(x) {
  r <- cor(x)
  reduced <- function(u) eigen(r - diag(u), symmetric = TRUE)
  f <- function(u) sum(reduced(u)$values[-1]^2) / 2
  g <- function(u) {
    e <- reduced(u)
    -rowSums(sweep(e$vectors[, -1]^2, 2, e$values[-1], "*"))
  }
  u <- 1 - smc(r)
  for (again in 1:20) u <- optim(u, f, g, method = "L-BFGS-B", lower = 0.005, upper = 1,
                                 control = list(factr = 1, pgtol = 0, maxit = 1000, lmm = 20))$par
  e <- reduced(u)
  1 - sum(1 - e$vectors[, 1]^2 * e$values[1]) / sum(r)
}
# Of people with every answer.
scale_of <- function(x) {
  x <- as.data.frame(na.omit(x))
  k <- ncol(x)
  a <- quietly(psych::alpha(x))
  interval <- alpha.ci(a$total$raw_alpha, nrow(x), k)
  om <- quietly(omega(x, 1, plot = FALSE, flip = FALSE))
  list(n = nrow(x), alpha = a$total$raw_alpha,
       alpha_ci95 = c(interval$lower.ci, interval$upper.ci),
       alpha_standardized = a$total$std.alpha, omega_total = om$omega.tot,
       omega_refined = refined_omega(x),
       lambda6 = a$total$"G6(smc)",
       odd_even = halves(x, seq(1, k, 2)), first_last = halves(x, 1:ceiling(k / 2)),
       mean = I(a$item.stats$mean), sd = I(a$item.stats$sd), r_drop = I(a$item.stats$r.drop),
       alpha_if_dropped = I(a$alpha.drop$raw_alpha))
}
change_of <- function(before, after) {
  s <- c(sd(rowSums(before)), sd(rowSums(after)))
  r <- cor(rowSums(before), rowSums(after))
  a <- c(quietly(psych::alpha(before))$total$raw_alpha,
         quietly(psych::alpha(after))$total$raw_alpha)
  list(n = nrow(before), r = r,
       reliability = (sum(s^2 * a) - 2 * r * prod(s)) / (sum(s^2) - 2 * r * prod(s)),
       alpha_of_item_changes = quietly(psych::alpha(after - before))$total$raw_alpha)
}
icc_of <- function(x) {
  rows <- quietly(ICC(x, lmer = FALSE))$results
  form <- function(type) {
    row <- rows[rows$type == type, ]
    list(icc = row$ICC, interval = c(row$"lower bound", row$"upper bound"))
  }
  stats <- quietly(ICC(x, lmer = FALSE))$stats
  list(ICC1 = form("ICC1"), ICC1k = form("ICC1k"), ICC2 = form("ICC2"), ICC2k = form("ICC2k"),
       raters_f = stats[4, 2], raters_p = pf(stats[4, 2], stats[1, 2], stats[1, 3],
                                             lower.tail = FALSE))
}
longest <- function(x) apply(x, 1, function(row) max(rle(row)$lengths))
careless_of <- function(x) {
  d2 <- mahalanobis(x, colMeans(x), cov(x))
  list(longstring = I(unname(longest(x))), irv = I(unname(apply(x, 1, sd))), d2 = I(unname(d2)),
       p = I(unname(pchisq(d2, ncol(x), lower.tail = FALSE))))
}
# Odd and even halves of several scales, each the mean of the answers that are there, correlated within
# each person over the scales with both, and stepped up. careless::evenodd (1.2.2) is the negative.
even_odd <- function(scales) {
  half <- function(from) sapply(scales, function(x)
    rowMeans(x[, seq(from, ncol(x), 2), drop = FALSE], na.rm = TRUE))
  odd <- half(1)
  even <- half(2)
  r <- sapply(seq_len(nrow(odd)), function(i) {
    both <- is.finite(odd[i, ]) & is.finite(even[i, ])
    o <- odd[i, both]
    e <- even[i, both]
    if (length(o) > 2 && sd(o) > 0 && sd(e) > 0) cor(o, e) else NA
  })
  pmax(-1, stepped(r))
}
rows_of <- function(x) unname(apply(as.matrix(x), 1, function(row) I(unname(row)), simplify = FALSE))
versions <- paste0(R.version.string, ", psych ", packageVersion("psych"), ", GPArotation ",
                   packageVersion("GPArotation"))
out <- commandArgs(TRUE)[1]
workbook <- commandArgs(TRUE)[2]

if (is.na(workbook)) {
  # Agreeableness: five items of 200 people, the first one reversed, some answers missing.
  agreeable <- bfi[1:200, 1:5]
  agreeable[, 1] <- 7 - agreeable[, 1]
  ratings <- matrix(c(9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7),
                    ncol = 4, byrow = TRUE)  # Shrout and Fleiss (1979), table 2
  # A target more, with a rating less: no package has this form.
  unequal <- c(split(ratings, row(ratings)), list(c(5, 7, 6)))
  names(unequal) <- NULL
  one_way <- local({
    value <- unlist(unequal)
    target <- factor(rep(seq_along(unequal), lengths(unequal)))
    m <- summary(aov(value ~ target))[[1]]$"Mean Sq"
    k <- (length(value) - sum(lengths(unequal)^2) / length(value)) / (length(unequal) - 1)
    list(k = k, icc = (m[1] - m[2]) / (m[1] + (k - 1) * m[2]), average = (m[1] - m[2]) / m[1])
  })
  big <- bfi[complete.cases(bfi[, 1:25]), 1:25][1:120, ]
  # The same with answers missing: one of a scale, all that are even, and all of three scales.
  holes <- as.matrix(big)
  for (i in seq_len(nrow(holes))) holes[i, (7 * i) %% 25 + 1] <- NA
  holes[5, c(2, 4)] <- NA
  holes[6, 1:15] <- NA
  judges <- as.matrix(USJudgeRatings)
  lsat <- lsat6[seq(1, 1000, 4), ]
  data <- list(attitude = attitude, judges = judges, agreeable = agreeable, lsat = lsat,
               iris = iris[, 1:4])
  figures <- list(
    command = "script/references (references-psychometrics.R)", version = versions,
    matrices = lapply(data, rows_of),
    scales = lapply(data, scale_of),
    two_items = local({
      a <- quietly(psych::alpha(attitude[, 1:2]))
      list(alpha = a$total$raw_alpha, lambda6 = a$total$"G6(smc)", r_drop = I(a$item.stats$r.drop))
    }),
    change = c(list(before = rows_of(attitude[, 2:4]), after = rows_of(attitude[, 5:7])),
               change_of(as.matrix(attitude[, 2:4]), as.matrix(attitude[, 5:7])),
               list(sd_of_means = I(c(
                 sd(rowMeans(attitude[, 2:4])), sd(rowMeans(attitude[, 5:7])),
                 sd(rowMeans(attitude[, 5:7]) - rowMeans(attitude[, 2:4])))))),
    ratings = rows_of(ratings), agreement = icc_of(ratings), unequal = one_way,
    big = rows_of(big), careless = careless_of(as.matrix(big)),
    even_odd = I(even_odd(lapply(0:4, function(i) as.matrix(big[, i * 5 + 1:5])))),
    holes = rows_of(holes),
    even_odd_of_holes = I(even_odd(lapply(0:4, function(i) holes[, i * 5 + 1:5]))),
    judges_d2 = careless_of(judges)$d2)
} else {
  raw <- suppressMessages(as.data.frame(readxl::read_excel(workbook, "Raw", col_names = FALSE)))
  answers <- t(apply(raw[7:46, -(1:2)], 2, as.numeric))
  colnames(answers) <- paste0("item", 1:40)
  positive <- c(1, 3, 5, 9, 10, 12, 14, 16, 17, 19)
  columns <- list(
    positive_affect = list(default = positive, evoked = 20 + positive),
    negative_affect = list(default = setdiff(1:20, positive),
                           evoked = setdiff(21:40, 20 + positive)))
  before <- answers[, 1:20]
  after <- answers[, 21:40]
  summary_of <- function(x) list(n = sum(!is.na(x)), mean = mean(x, na.rm = TRUE),
                                 sd = sd(x, na.rm = TRUE), median = median(x, na.rm = TRUE))
  distributions <- function(x) {
    figures <- careless_of(x)
    list(longstring = summary_of(figures$longstring), irv = summary_of(figures$irv),
         d2 = summary_of(figures$d2), p_below_001 = sum(figures$p < 0.001),
         largest_d2 = max(figures$d2), largest_at = which.max(figures$d2),
         smallest_p = min(figures$p))
  }
  figures <- list(
    command = "script/references (references-psychometrics.R crowd.xlsx)", version = versions,
    participants = nrow(answers),
    scales = lapply(columns, function(of) lapply(of, function(x) scale_of(answers[, x]))),
    changes = lapply(columns, function(of) change_of(answers[, of$default],
                                                     answers[, of$evoked])),
    careless = list(default = distributions(before), evoked = distributions(after),
                    identical = sum(rowSums(before != after) == 0),
                    even_odd = summary_of(even_odd(lapply(unlist(columns, FALSE), function(x)
                      answers[, x])))))
}
writeLines(json(figures), out)
