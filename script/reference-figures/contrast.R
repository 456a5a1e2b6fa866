# The figures that `evoke contrast` prints, by R's own functions and lmerTest.
#
#   Rscript --vanilla contrast.R OUT.json             on columns made by plain arithmetic
#   Rscript --vanilla contrast.R OUT.json CROWD.xlsx  on EmotionBench's published workbook
suppressPackageStartupMessages({
  library(lmerTest)
  library(emmeans)
})
options(digits = 17, warn = -1)
arguments <- commandArgs(TRUE)
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
source(file.path(folder, "common.R"))
source(file.path(folder, "mixed.R"))

# The interval of the noncentralities that t and df allow.
noncentral <- function(t, df) {
  find <- function(p) uniroot(function(q) pt(t, df, q) - p, c(-37, 37), tol = 1e-13)$root
  c(find(0.975), find(0.025))
}
# Hedges' g: the difference over the pooled SD, with the exact correction.
hedges <- function(x, y) {
  df <- length(x) + length(y) - 2
  pooled <- sqrt(((length(x) - 1) * var(x) + (length(y) - 1) * var(y)) / df)
  j <- exp(lgamma(df / 2) - log(sqrt(df / 2)) - lgamma((df - 1) / 2))
  root <- sqrt(1 / length(x) + 1 / length(y))
  student <- t.test(x, y, var.equal = TRUE)
  list(pooled = pooled, g = (mean(x) - mean(y)) / pooled * j,
       interval = I(noncentral(student$statistic, df) * root * j))
}

side <- function(frame) list(
  n = nrow(frame), default = mean(frame$before), evoked = mean(frame$after),
  change = mean(frame$change), sd = sd(frame$change))
estimate <- function(estimate, se, df) {
  t <- estimate / se
  list(difference = estimate, se = se, df = df, t = t, p = 2 * pt(-abs(t), df),
       interval = I(estimate + c(-1, 1) * qt(0.975, df) * se))
}

# One contrast: the rows of the first and of the second group.
contrast <- function(frame, first, second, bound) {
  one <- frame[first, ]
  two <- frame[second, ]
  welch <- t.test(one$change, two$change)
  low <- t.test(one$change, two$change, mu = -bound, alternative = "greater")
  high <- t.test(one$change, two$change, mu = bound, alternative = "less")
  both <- droplevels(rbind(cbind(one, first = 1), cbind(two, first = 0)))
  model <- lm(after ~ before + first, both)
  table <- coef(summary(model))["first", ]
  # The same as a comparison of adjusted means.
  means <- as.data.frame(pairs(emmeans(lm(after ~ before + factor(first), both), "first")))
  stopifnot(all.equal(abs(means$estimate), abs(unname(table["Estimate"]))))
  slopes <- anova(model, lm(after ~ before * first, both))
  # A factor belongs to both groups or to one.
  isBetween <- length(intersect(one$factor, two$factor)) == 0
  factors <- nlevels(both$factor)
  hasFactors <- factors > 1 && factors < nlevels(both$situation) && !(isBetween && factors <= 2)
  formula <- if (hasFactors) change ~ first + (1 | factor) + (1 | situation)
             else change ~ first + (1 | situation)
  mixed <- fitted_model(formula, both)
  row <- coef(summary(mixed))["first", ]
  variances <- with(as.data.frame(VarCorr(mixed)), setNames(vcov, grp))
  list(
    first = side(one), second = side(two),
    welch = list(difference = unname(welch$estimate[1] - welch$estimate[2]),
                 t = unname(welch$statistic), df = unname(welch$parameter), p = welch$p.value,
                 interval = I(as.numeric(welch$conf.int))),
    hedges = hedges(one$change, two$change),
    equivalence = list(
      bound = bound, t_lower = unname(low$statistic), p_lower = low$p.value,
      t_upper = unname(high$statistic), p_upper = high$p.value,
      interval = I(as.numeric(t.test(one$change, two$change, conf.level = 0.9)$conf.int))),
    adjusted = c(estimate(unname(table["Estimate"]), unname(table["Std. Error"]), model$df.residual),
                 slope = unname(coef(model)["before"])),
    slopes = list(f = slopes$F[2], df1 = slopes$Df[2], df2 = slopes$Res.Df[2],
                  p = slopes$"Pr(>F)"[2]),
    random = c(estimate(unname(row["Estimate"]), unname(row["Std. Error"]), unname(row["df"])),
               list(has_factors = hasFactors, factors = factors,
                    situations = nlevels(both$situation),
                    var_factor = if (hasFactors) variances[["factor"]],
                    var_situation = variances[["situation"]],
                    var_residual = variances[["Residual"]],
                    singular = isSingular(mixed))))
}

# The contrasts, with p adjusted over all of them (Holm).
contrasts <- function(frame, groups, bound = 2) {
  found <- lapply(groups, function(group) {
    figures <- contrast(frame, which(group$first), which(group$second), bound)
    c(list(of = group$of, against = group$against), figures)
  })
  for (test in c("welch", "adjusted", "random")) {
    p <- p.adjust(sapply(found, function(figures) figures[[test]]$p), "holm")
    for (index in seq_along(found)) found[[index]][[test]]$p_holm <- p[index]
  }
  unname(found)
}

write <- function(figures)
  write_figures(figures, arguments[1], "contrast.R", c("lme4", "lmerTest", "emmeans"), 1e-8)

if (length(arguments) > 1) {
  workbook <- read_workbook(arguments[2])
  is <- function(name) workbook$emotion == name
  groups <- list(
    list(of = "emotion=Anger", against = "emotion=Fear", first = is("Anger"), second = is("Fear")),
    list(of = "emotion=Guilt", against = "rest", first = is("Guilt"), second = !is("Guilt")),
    list(of = "emotion=Jealousy", against = "emotion=Depression", first = is("Jealousy"),
         second = is("Depression")))
  write(lapply(workbook$subscales, function(numbers) {
    before <- rowSums(workbook$items(6 + numbers))
    after <- rowSums(workbook$items(26 + numbers))
    frame <- data.frame(before = before, after = after, change = after - before,
                        factor = factor(workbook$factor), situation = factor(workbook$code))
    contrasts(frame, groups)
  }))
  quit()
}

# People in two emotions with controls: whole scores, some of the first emotion's situations alike.
cells <- rbind(
  expand.grid(situation = 1:3, factor = 1:3, emotion = "Anger", kind = "negative"),
  expand.grid(situation = 1:2, factor = 1:2, emotion = "Guilt", kind = "negative"),
  expand.grid(situation = 1, factor = 1:3, emotion = "Anger", kind = "neutral"),
  expand.grid(situation = 1, factor = 1:2, emotion = "Guilt", kind = "neutral"))
person <- 1:270
cell <- (person * 7) %% nrow(cells) + 1
before <- round(24 + 7 * sin(person * 1.7) + 3 * cos(person * 0.6))
rise <- with(cells, ifelse(kind == "neutral", 0.5, ifelse(emotion == "Anger", 7, 4)) +
               2 * sin(factor * 2.3) + 1.5 * cos((seq_along(factor)) * 1.9))
after <- pmin(50, pmax(10, round(
  before + rise[cell] - 0.3 * (before - 24) + 5 * sin(person * 2.9) + 2 * cos(person * 4.1))))
gender <- c("female", "male", "male", "female", "")[person %% 5 + 1]
language <- c("en", "de", "en")[person %% 3 + 1]
frame <- data.frame(
  before = before, after = after, change = after - before,
  factor = factor(with(cells, paste(emotion, factor))[cell]), situation = factor(cell))
emotion <- as.character(cells$emotion)[cell]
isNeutral <- cells$kind[cell] == "neutral"
groups <- list(
  list(of = "emotion=Anger", against = "kind=neutral", first = emotion == "Anger" & !isNeutral,
       second = isNeutral),
  list(of = "emotion=Anger", against = "emotion=Anger, kind=neutral",
       first = emotion == "Anger" & !isNeutral, second = emotion == "Anger" & isNeutral),
  list(of = "emotion=Guilt", against = "rest", first = emotion == "Guilt" & !isNeutral,
       second = emotion != "Guilt" & !isNeutral),
  list(of = "gender=female", against = "gender=male", first = gender == "female" & !isNeutral,
       second = gender == "male" & !isNeutral),
  list(of = "gender=female", against = "rest", first = gender == "female" & !isNeutral,
       second = gender == "male" & !isNeutral),
  list(of = "kind=neutral, language=de", against = "kind=neutral, language=en",
       first = isNeutral & language == "de", second = isNeutral & language == "en"))

# Fisher's exact test, and Newcombe's interval from Wilson's of both shares.
proportions <- function(x1, n1, x2, n2) {
  wilson <- function(x, n) as.numeric(prop.test(x, n, correct = FALSE)$conf.int)
  one <- wilson(x1, n1)
  two <- wilson(x2, n2)
  p1 <- x1 / n1
  p2 <- x2 / n2
  list(first = I(c(x1, n1)), second = I(c(x2, n2)), difference = p1 - p2,
       interval = I(p1 - p2 + c(-sqrt((p1 - one[1])^2 + (two[2] - p2)^2),
                                sqrt((one[2] - p1)^2 + (p2 - two[1])^2))),
       p = fisher.test(matrix(c(x1, n1 - x1, x2, n2 - x2), 2))$p.value)
}

write(list(
  cells = lapply(seq_len(nrow(cells)), function(index) with(cells[index, ], list(
    emotion = as.character(emotion), factor = factor, situation = situation,
    kind = as.character(kind)))),
  cell = I(cell - 1), before = I(before), after = I(after), gender = I(gender),
  language = I(language), contrasts = contrasts(frame, groups),
  proportions = list(
    proportions(12, 100, 5, 110), proportions(0, 20, 3, 25), proportions(7, 7, 4, 9),
    proportions(300, 5000, 420, 5100), proportions(1, 40, 1, 40),
    proportions(2000, 90000, 2900, 100000))))
