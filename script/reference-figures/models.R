# The figures of mixed models, Bayes factors, power and robust tests, by the R packages that
# psychologists use.
#
#   Rscript --vanilla models.R r.json OUT.json             on data that R brings, and made columns
#   Rscript --vanilla models.R r.json OUT.json CROWD.xlsx  on EmotionBench's published workbook
#
# r.json is the file of script/references, whose made columns are taken over.
suppressPackageStartupMessages({
  library(lmerTest)
  library(BayesFactor)
})
options(digits = 17, warn = -1)
arguments <- commandArgs(TRUE)
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
source(file.path(folder, "common.R"))
source(file.path(folder, "mixed.R"))

# One model, its random intercepts in the order of `groupings`.
mixed <- function(formula, frame, groupings, model = fitted_model(formula, frame)) {
  table <- coef(summary(model))
  variances <- with(as.data.frame(VarCorr(model)), setNames(vcov, grp))
  # Where the mean of a new group lies, with the variances between groups added.
  prediction <- function(between) unname(
    table[1, "Estimate"] + c(-1, 1) * qt(0.975, table[1, "df"]) *
      sqrt(table[1, "Std. Error"]^2 + sum(between)))
  list(
    prediction_all = I(prediction(variances[groupings])),
    prediction_last = I(prediction(variances[tail(groupings, 1)])),
    coefficients = I(unname(table[, "Estimate"])), standard_errors = I(unname(table[, "Std. Error"])),
    df = I(unname(table[, "df"])), t = I(unname(table[, "t value"])),
    p = I(unname(table[, "Pr(>|t|)"])), var_groups = I(unname(variances[groupings])),
    var_residual = variances[["Residual"]], icc = sum(variances[groupings]) / sum(variances), reml_criterion = unname(REMLcrit(model)), singular = isSingular(model),
    f = if (nrow(table) > 1) local({
      test <- anova(model, type = 3)
      list(f = test$"F value", df1 = test$NumDF, df2 = test$DenDF, p = test$"Pr(>F)")
    }))
}

# The same with the columns that a test needs to fit it; `groups` is one column or several.
fitted_on <- function(y, groups, predictor = NULL, source) {
  if (!is.list(groups)) groups <- list(groups)
  groupings <- paste0("group", seq_along(groups))
  frame <- data.frame(y = y, setNames(lapply(groups, factor), groupings))
  matrix <- NULL
  fixed <- "1"
  if (!is.null(predictor)) {
    frame$predictor <- predictor
    matrix <- model.matrix(~ predictor, frame)[, -1, drop = FALSE]
    fixed <- "predictor"
  }
  formula <- reformulate(c(fixed, paste0("(1 | ", groupings, ")")), "y")
  c(list(source = source, y = I(y),
         groups = unname(lapply(frame[groupings], function(group) I(as.integer(group)))),
         predictors = if (is.null(matrix)) I(list())
                      else I(lapply(seq_len(ncol(matrix)), function(i) I(unname(matrix[, i]))))),
    mixed(formula, frame, groupings))
}

# The paired Bayes factor, as a logarithm. BayesFactor says so where t is too large for its
# integral and it takes an approximation, which is good for many people alone; and it gives the
# integral's own error.
bayes <- function(t, n, scale = sqrt(2) / 2) {
  approximated <- FALSE
  figure <- withCallingHandlers(
    ttest.tstat(t = t, n1 = n, rscale = scale),
    message = function(message) {
      approximated <<- approximated || grepl("approximation", conditionMessage(message))
      invokeRestart("muffleMessage")
    })
  list(t = t, n = n, scale = scale, log_bf10 = unname(figure$bf),
       approximated = approximated || isTRUE(figure$properror > 1e-3))
}

# Yuen's paired test by the steps of Wilcox (2012), section 5.9.5; WRS2::yuend does the same.
yuen <- function(x, y, share = 0.2) {
  n <- length(x)
  cut <- floor(share * n)
  winsorized <- function(v) {
    s <- sort(v)
    pmin(pmax(v, s[cut + 1]), s[n - cut])
  }
  left <- n - 2 * cut
  d1 <- (n - 1) * var(winsorized(x))
  d2 <- (n - 1) * var(winsorized(y))
  d12 <- (n - 1) * cov(winsorized(x), winsorized(y))
  standard_error <- sqrt((d1 + d2 - 2 * d12) / (left * (left - 1)))
  difference <- mean(y, trim = share) - mean(x, trim = share)
  t <- difference / standard_error
  list(first = mean(x, trim = share), second = mean(y, trim = share), difference = difference,
       standard_error = standard_error, t = t, df = left - 1, p = 2 * pt(-abs(t), left - 1),
       interval = I(difference + c(-1, 1) * qt(0.975, left - 1) * standard_error))
}
signs <- function(x) {
  test <- binom.test(sum(x > 0), sum(x != 0))
  list(positive = sum(x > 0), negative = sum(x < 0), zeros = sum(x == 0), p = test$p.value)
}
robust <- function(x, y) list(yuen = yuen(x, y), sign = signs(y - x))

write <- function(figures)
  write_figures(figures, arguments[2], "models.R", c("lme4", "lmerTest", "BayesFactor", "pwr"), 1e-8)

if (length(arguments) > 2) {
  workbook <- read_workbook(arguments[3])
  items <- workbook$items
  figures <- lapply(workbook$subscales, function(numbers) {
    before <- rowSums(items(6 + numbers))
    after <- rowSums(items(26 + numbers))
    frame <- data.frame(change = after - before, situation = factor(workbook$code),
                        factor = factor(workbook$factor), emotion = factor(workbook$emotion))
    t <- function(change) unname(t.test(change)$statistic)
    by_emotion <- split(frame$change, frame$emotion)
    levels <- c("factor", "situation")
    intercept <- change ~ 1 + (1 | factor) + (1 | situation)
    differing <- change ~ emotion + (1 | factor) + (1 | situation)
    model <- fitted_model(differing, frame)
    pairs <- function(model, names) {
      columns <- colnames(model.matrix(model))
      of <- function(name) as.numeric(columns == paste0("emotion", name))
      both <- combn(names, 2)
      tests <- do.call(rbind, apply(both, 2, function(pair)
        contest1D(model, of(pair[1]) - of(pair[2]))))
      list(first = I(both[1, ]), second = I(both[2, ]), estimate = I(tests$Estimate),
           se = I(tests$"Std. Error"), df = I(tests$df), p = I(tests$"Pr(>|t|)"),
           p_holm = I(p.adjust(tests$"Pr(>|t|)", "holm")))
    }
    means <- lapply(levels(frame$emotion), function(name) {
      weights <- as.numeric(colnames(model.matrix(model)) == paste0("emotion", name))
      weights[1] <- 1
      test <- contest1D(model, weights)
      list(emotion = name, mean = test$Estimate, se = test$"Std. Error", df = test$df)
    })
    list(
      n = nrow(frame), situations = nlevels(frame$situation),
      mixed = list(
        intercept = mixed(intercept, frame, levels), emotion = mixed(differing, frame, levels),
        means = means, contrasts = pairs(model, levels(frame$emotion)),
        alone = lapply(split(frame, frame$emotion, drop = TRUE), function(part)
          mixed(intercept, droplevels(part), levels))),
      bayes = c(list(overall = bayes(t(frame$change), nrow(frame))),
                lapply(by_emotion, function(change) bayes(t(change), length(change)))),
      robust = robust(before, after))
  })
  write(figures)
  quit()
}

columns <- jsonlite::fromJSON(arguments[1])$columns
data(list = c("sleepstudy", "Dyestuff", "Dyestuff2", "Penicillin", "Pastes", "cake"), package = "lme4")
power_of <- function(type, d, power = NULL, n = NULL, alternative = "two.sided", alpha = 0.05) {
  test <- pwr::pwr.t.test(n = n, d = d, sig.level = alpha, power = power, type = type,
                          alternative = alternative)
  list(type = type, d = test$d, alpha = alpha, n = test$n, power = test$power,
       alternative = alternative)
}
grid <- expand.grid(t = c(0, 0.7, -2.3, 4, 12, 40), n = c(2, 5, 35, 1266))
extra1 <- sleep$extra[sleep$group == 1]
extra2 <- sleep$extra[sleep$group == 2]

write(list(
  mixed = list(
    dyestuff = with(Dyestuff, fitted_on(Yield, Batch, source = "lme4::Dyestuff")),
    dyestuff2 = with(Dyestuff2, fitted_on(Yield, Batch, source = "lme4::Dyestuff2, singular")),
    penicillin = with(Penicillin, fitted_on(diameter, plate, source = "lme4::Penicillin")),
    penicillin_crossed = with(Penicillin, fitted_on(
      diameter, list(plate, sample), source = "lme4::Penicillin, plates and samples crossed")),
    pastes = with(Pastes, fitted_on(
      strength, list(batch, sample), source = "lme4::Pastes, samples within batches")),
    nested_singular = with(cake, fitted_on(
      angle, list(recipe, interaction(recipe, replicate, drop = TRUE)),
      source = "lme4::cake, replicates within recipes, which do not vary")),
    sleepstudy = with(sleepstudy, fitted_on(Reaction, Subject, source = "lme4::sleepstudy")),
    sleepstudy_days = with(sleepstudy, fitted_on(
      Reaction, Subject, Days, "lme4::sleepstudy, a predictor that varies within groups")),
    cake = with(cake, fitted_on(
      angle, interaction(recipe, replicate, drop = TRUE), recipe,
      "lme4::cake, replicates within recipes")),
    # Unequal groups: what is left of cake when rows are left out by a rule.
    cake_unequal = with(cake[-which(seq_len(nrow(cake)) %% 7 < 2 & cake$recipe != "A"), ], fitted_on(
      angle, interaction(recipe, replicate, drop = TRUE), recipe,
      "lme4::cake, two rows in seven of recipes B and C left out"))),
  bayes = c(
    lapply(seq_len(nrow(grid)), function(i) bayes(grid$t[i], grid$n[i])),
    list(bayes(2.1, 30, 1), bayes(2.1, 30, 0.5))),
  sleep = local({
    test <- t.test(extra2, extra1, paired = TRUE)
    c(list(source = "datasets::sleep", first = I(extra1), second = I(extra2),
           bayes = bayes(unname(test$statistic), 10)), robust(extra1, extra2))
  }),
  robust = list(
    paired = robust(columns$before, columns$after),
    untied = robust(columns$untied, columns$untied2),
    scores = robust(columns$scores1, columns$scores2)),
  power = list(
    power_of("paired", 0.5, power = 0.8),
    power_of("one.sample", 0.5, power = 0.8, alternative = "greater"),
    power_of("two.sample", 0.5, power = 0.8),
    power_of("two.sample", 0.2, power = 0.95, alternative = "greater", alpha = 0.01),
    power_of("paired", 0.05, power = 0.9, alpha = 0.001),
    power_of("paired", 2.5, power = 0.9),
    power_of("paired", 0.5, n = 35, alpha = 0.01),
    power_of("paired", 0.1, n = 6),
    power_of("two.sample", 0.8, n = 20),
    power_of("paired", NULL, n = 1266, power = 0.8, alpha = 0.01),
    power_of("paired", NULL, n = 7, power = 0.8, alpha = 0.01),
    power_of("two.sample", NULL, n = 35, power = 0.9, alternative = "greater"))))
