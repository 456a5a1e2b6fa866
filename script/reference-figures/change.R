# The figures of change that `evoke baseline --robust --bounds --floor --ancova` prints, by the R
# packages that psychologists use.
#
#   Rscript --vanilla change.R r.json OUT.json             on data that R brings, and made columns
#   Rscript --vanilla change.R r.json OUT.json CROWD.xlsx  on EmotionBench's published workbook
#
# r.json is the file of script/references, whose made columns are taken over.
suppressPackageStartupMessages({
  library(effectsize)
  library(emmeans)
})
options(digits = 17, warn = -1)
arguments <- commandArgs(TRUE)
source(file.path(
  dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "common.R"))

# The matched-pairs rank-biserial correlation. Of two columns effectsize 0.8.3 takes the number of
# nonzero values of the first for the number of nonzero differences, so differences are given to it.
biserial <- function(change) {
  figure <- rank_biserial(change, verbose = FALSE)
  r <- figure$r_rank_biserial
  # Zeros are ranked with the others, half of their ranks to either side.
  ranks <- rank(abs(change))
  list(r = r, interval = if (abs(r) < 1) I(c(figure$CI_low, figure$CI_high)),
       with_zeros = sum(sign(change) * ranks) / sum(ranks))
}

# wilcox.test finds the ends by an iteration, here to 1e-13; the rest is rounding.
wilcox <- function(x) {
  test <- wilcox.test(x, conf.int = TRUE, tol.root = 1e-13)
  list(estimate = round(unname(test$estimate), 11),
       interval = I(round(as.numeric(test$conf.int), 11)))
}
# The same from all Walsh averages in order: their median, and the averages at which the normal
# approximation of the signed rank test, with the continuity correction, crosses the 2.5% points.
walsh <- function(x) {
  averages <- sort(outer(x, x, "+")[upper.tri(diag(length(x)), diag = TRUE)] / 2)
  n <- length(x)
  total <- n * (n + 1) / 2
  ties <- table(x)
  sigma <- sqrt(n * (n + 1) * (2 * n + 1) / 24 - sum(ties^3 - ties) / 48)
  rank <- ceiling(total / 2 - 0.5 - qnorm(0.975) * sigma)
  list(estimate = median(averages),
       interval = if (rank > 0 && length(ties) > 1) I(averages[c(rank, total + 1 - rank)]))
}

equivalence <- function(change, bound) {
  low <- t.test(change, mu = -bound, alternative = "greater")
  high <- t.test(change, mu = bound, alternative = "less")
  list(bound = bound, t_lower = unname(low$statistic), p_lower = low$p.value,
       t_upper = unname(high$statistic), p_upper = high$p.value, df = unname(low$parameter),
       interval = I(as.numeric(t.test(change, conf.level = 0.9)$conf.int)))
}

pearson <- function(x, y) {
  test <- cor.test(x, y)
  list(r = unname(test$estimate), interval = I(as.numeric(test$conf.int)), p = test$p.value)
}
f_of <- function(table) list(f = table$F[2], df1 = table$Df[2], df2 = table$Res.Df[2],
                             p = table$"Pr(>F)"[2])
# The adjusted means of groups, in the order of the factor's levels.
ancova <- function(before, after, group) {
  frame <- data.frame(before, after, group)
  model <- lm(after ~ group + scale(before), frame)
  means <- as.data.frame(emmeans(model, ~ group))
  points <- lm(after ~ group + before, frame)
  slope <- coef(summary(points))["before", ]
  list(
    evoked = I(means$emmean), se = I(means$SE), low = I(means$lower.CL), high = I(means$upper.CL),
    df = points$df.residual, slope = slope[["Estimate"]], slope_se = slope[["Std. Error"]],
    slope_interval = I(unname(confint(points)["before", ])),
    residual_variance = summary(points)$sigma^2,
    groups = f_of(anova(lm(after ~ before, frame), points)),
    slopes = f_of(anova(points, lm(after ~ group * before, frame))))
}

write <- function(figures)
  write_figures(figures, arguments[2], "change.R", c("effectsize", "emmeans"), 1e-9)

if (length(arguments) > 2) {
  workbook <- read_workbook(arguments[3])
  items <- workbook$items
  emotion <- factor(workbook$emotion)
  factors <- factor(workbook$factor)
  figures <- lapply(workbook$subscales, function(numbers) {
    before <- rowSums(items(6 + numbers))
    after <- rowSums(items(26 + numbers))
    change <- after - before
    ranks <- function(change) list(
      zeros = sum(change == 0), biserial = biserial(change), all = walsh(change),
      nonzero = walsh(change[change != 0]), wilcox = wilcox(change))
    list(
      overall = ranks(change),
      factors = lapply(split(change, factors), ranks),
      equivalence = list(points = equivalence(change, 7),
                         sds = equivalence(change, 0.2 * sd(change)),
                         factors = lapply(split(change, factors),
                                          function(x) equivalence(x, 0.5 * sd(x)))),
      at_ends = list(floor = I(c(mean(before == 10), mean(after == 10))),
                     ceiling = I(c(mean(before == 50), mean(after == 50)))),
      default_change = pearson(before, change), oldham = pearson((before + after) / 2, change),
      emotion_levels = I(levels(emotion)), factor_levels = I(levels(factors)),
      ancova = list(emotion = ancova(before, after, emotion),
                    factor = ancova(before, after, factors)))
  })
  write(figures)
  quit()
}

columns <- jsonlite::fromJSON(arguments[1])$columns
ranks <- function(change) list(
  change = I(change), biserial = biserial(change), all = walsh(change),
  nonzero = walsh(change[change != 0]), wilcox = wilcox(change),
  equivalence = equivalence(change, 0.7))
extra <- sleep$extra[sleep$group == 2] - sleep$extra[sleep$group == 1]
write(list(
  ranks = list(
    # With a zero and ties. Without, as in the next two, R takes the exact interval.
    sleep = ranks(extra), untied = ranks(columns$untied - columns$untied2),
    six = ranks(c(1.1, 2.3, -0.4, 3.7, 5.9, 0.2)),
    scores = ranks(columns$scores2 - columns$scores1),
    paired = ranks(columns$after - columns$before),
    sevenths = ranks((columns$after - columns$before) / 7),
    warpbreaks = ranks(warpbreaks$breaks - 28),
    many_zeros = ranks(c(rep(0, 20), 1, 1, 2, 3, 3, 4, 2, -1))),
  exact = list(untied = wilcox(columns$untied - columns$untied2),
               six = wilcox(c(1.1, 2.3, -0.4, 3.7, 5.9, 0.2))),
  ancova = list(
    chick = local({
      wide <- reshape(ChickWeight[ChickWeight$Time %in% c(0, 10), ], idvar = c("Chick", "Diet"),
                      timevar = "Time", direction = "wide")
      wide <- wide[complete.cases(wide), ]
      c(list(source = "datasets::ChickWeight, weights on days 0 and 10", before = I(wide$weight.0),
             after = I(wide$weight.10), group = I(as.integer(wide$Diet))),
        ancova(wide$weight.0, wide$weight.10, wide$Diet))
    }),
    # A group of one, and one whose members start alike.
    uneven = local({
      before <- c(10, 14, 18, 25, 30, 12, 12, 12, 22, 17, 19, 28)
      after <- c(12, 15, 16, 30, 28, 15, 11, 13, 20, 21, 17, 33)
      group <- factor(c(1, 1, 1, 1, 1, 2, 2, 2, 3, 4, 4, 4))
      c(list(source = "made", before = I(before), after = I(after), group = I(as.integer(group))),
        ancova(before, after, group))
    }))))
