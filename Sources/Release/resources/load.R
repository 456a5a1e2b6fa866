# Reads the tables of this dataset into R: source() this file, and the data frames
# @NAMES@ are there. A missing value is NA, whatever the reason.

folder <- local({
  sourced <- Filter(Negate(is.null), lapply(sys.frames(), function(frame) frame$ofile))
  script <- grep("^--file=", commandArgs(FALSE), value = TRUE)
  if (length(sourced) > 0) {
    dirname(sourced[[length(sourced)]])
  } else if (length(script) > 0) {
    dirname(gsub("~+~", " ", sub("^--file=", "", script[1]), fixed = TRUE))
  } else {
    "."
  }
})

read_table <- function(path, columns) {
  table <- read.csv(
    file.path(folder, path), colClasses = "character", encoding = "UTF-8",
    na.strings = c("", @MISSING@), check.names = FALSE)
  stopifnot(identical(names(table), names(columns)))
  for (name in names(columns)) {
    column <- columns[[name]]
    values <- table[[name]]
    if (column$type == "character") {
      # A text that a spreadsheet could treat as a formula has an apostrophe before it.
      values <- sub("^'(?=[ ']*[=+@\t\r\n\uff1d\uff0b\uff0d\uff20-])", "", values, perl = TRUE)
      if (!is.null(column$levels)) {
        values <- factor(
          values, levels = unique(unname(column$levels)), ordered = isTRUE(column$ordered))
      }
    } else {
      values <- if (column$type == "integer") as.integer(values) else as.numeric(values)
      if (!is.null(column$levels)) {
        attr(values, "labels") <- setNames(as.numeric(column$levels), names(column$levels))
      }
    }
    attr(values, "label") <- column$label
    table[[name]] <- values
  }
  table
}

@LEVELS@
@TABLES@

if (sys.nframe() == 0L) {
@SIZES@
}
