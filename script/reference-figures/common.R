# What the scripts of this folder share.

# The published workbook: the code of each person's situation, the answers of rows of the sheet (a
# column each, a row per person), and the numbers of the items of PANAS' subscales (Watson, Clark &
# Tellegen, 1988).
read_workbook <- function(path) {
  sheet <- as.data.frame(suppressMessages(readxl::read_excel(
    path, sheet = "Raw", col_names = FALSE, .name_repair = "minimal")))
  people <- -(1:2)
  positive <- c(1, 3, 5, 9, 10, 12, 14, 16, 17, 19)
  # Evoke's names of the emotions.
  code <- sub("^Angry", "Anger", sub("^Jealous", "Jealousy", unlist(sheet[1, people])))
  list(
    code = code, emotion = sub("_.*", "", code), factor = sub("S[0-9]+$", "", code),
    items = function(rows) sapply(rows, function(row) as.numeric(unlist(sheet[row, people]))),
    subscales = list(positive_affect = positive, negative_affect = setdiff(1:20, positive)))
}

# Writes figures as JSON, with the command and the versions that made them, and how far they can be
# repeated.
write_figures <- function(figures, path, script, packages, tolerance) {
  version <- paste0(
    R.version.string, ", ",
    paste(sapply(packages, function(package) paste(package, packageVersion(package))),
          collapse = ", "))
  heading <- list(
    command = paste0("script/references (Rscript script/reference-figures/", script, ")"),
    version = version, tolerance = tolerance)
  writeLines(
    jsonlite::toJSON(c(heading, figures), digits = I(15), auto_unbox = TRUE, null = "null",
                     na = "null", pretty = 1),
    path)
}
