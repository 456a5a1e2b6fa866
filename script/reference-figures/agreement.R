# Agreement beyond chance by psych, which psychologists use.
#
#   Rscript --vanilla agreement.R OUT.json
suppressPackageStartupMessages(library(psych))
options(digits = 17, warn = -1)
target <- commandArgs(TRUE)[1]

levels <- c("down", "none", "up")
kappa <- function(first, second) {
  found <- cohen.kappa(data.frame(first, second), levels = levels)
  number <- function(x) if (is.nan(x)) "null" else format(unname(x))
  words <- function(x) paste0("[", paste0('"', x, '"', collapse = ", "), "]")
  interval <- found$confid["unweighted kappa", c("lower", "upper")]
  # A variance of 0 but for psych's rounding, which is not the same everywhere.
  if (!is.nan(found$kappa) && found$var.kappa < 1e-12) interval[] <- found$kappa
  sprintf('{"first": %s, "second": %s, "kappa": %s, "interval": [%s]}', words(first),
          words(second), number(found$kappa), paste(sapply(interval, number), collapse = ", "))
}
up <- rep("up", 36)
mixed <- rep(c("up", "up", "down", "none", "up", "none"), 6)
shifted <- mixed[c(36, 1:35)]
columns <- list(
  six = list(c("up", "up", "down", "none", "none", "up"),
             c("up", "down", "down", "none", "up", "up")),
  always_up = list(up, c(up[1:34], "none", "none")),
  against_always_up = list(c("none", up[1:34], "none"), up),
  opposite = list(c("up", "down", "up"), c("down", "up", "down")),
  shifted = list(mixed, shifted),
  near = list(mixed, c(mixed[1:30], shifted[31:36])),
  all_agree = list(mixed, mixed),
  one_category = list(up, up),
  two_single_categories = list(up, rep("down", 36)))
cases <- sapply(columns, function(pair) kappa(pair[[1]], pair[[2]]))
writeLines(c(
  "{",
  '  "command": "script/references (Rscript)",',
  sprintf('  "version": "%s, psych %s",', R.version.string, packageVersion("psych")),
  paste0('  "', names(cases), '": ', cases, c(rep(",", length(cases) - 1), "")),
  "}"), target)
