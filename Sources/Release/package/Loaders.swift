import TextFormats

/// Scripts that read the tables with their types and labels, from wherever they are run.
enum Loaders {
  // MARK: Python

  /// Reads what it needs from `codebook.json`.
  static let python = #"""
    """Reads the tables of this dataset into pandas.

    load() returns a dictionary of data frames by the tables' names. A missing value is NA, whatever
    the reason; load(reasons=True) keeps the reasons, and then every column is text.
    """

    import json
    import re
    from pathlib import Path

    import pandas as pd

    FOLDER = Path(__file__).resolve().parent
    # A text that a spreadsheet could treat as a formula was stored with an apostrophe before it.
    GUARD = re.compile("^'(?=[ ']*[=+@\t\r\n＝＋－＠-])")


    def load(reasons=False):
        codebook = json.loads((FOLDER / "codebook.json").read_text(encoding="utf-8"))
        variables = {variable["name"]: variable for variable in codebook["variables"]}
        tokens = [missing["token"] for missing in codebook["missing"]]
        tables = {}
        for table in codebook["tables"]:
            frame = pd.read_csv(
                FOLDER / table["path"],
                dtype=str,
                encoding="utf-8",
                keep_default_na=False,
                na_values=[] if reasons else ["", *tokens],
            )
            if not reasons:
                for name in frame.columns:
                    frame[name] = typed(frame[name], variables[name])
            tables[table["name"]] = frame
        return tables


    def typed(column, variable):
        if variable["type"] == "integer":
            return pd.to_numeric(column).astype("Int64")
        if variable["type"] == "number":
            return pd.to_numeric(column)
        levels = [level["value"] for level in variable.get("levels", []) if level["value"] is not None]
        levels = [GUARD.sub("", level) for level in levels]
        column = column.str.replace(GUARD, "", regex=True)
        if levels:
            ordered = variable["measure"] == "ordinal"
            return column.astype(pd.CategoricalDtype(list(dict.fromkeys(levels)), ordered))
        return column


    if __name__ == "__main__":
        for name, frame in load().items():
            print(f"{name}: {len(frame)} rows, {len(frame.columns)} columns")

    """#

  // MARK: R

  /// Needs nothing but R itself: types and labels are in the script.
  static func r(_ tables: [ReleasedTable]) -> String {
    var sets: [[ReleasedVariable.Level]] = []
    let columns = tables.map { table in
      let lines = table.variables.map { variable in
        var parts = [
          "type = \(type(variable).rQuoted)", "label = \(variable.label.rQuoted)",
        ]
        let levels = variable.levels.filter { $0.value.isPresent }
        if !levels.isEmpty {
          let set =
            sets.firstIndex(of: levels)
            ?? {
              sets.append(levels)
              return sets.count - 1
            }()
          parts.append("levels = levels_\(set + 1)")
          if variable.measure == .ordinal { parts.append("ordered = TRUE") }
        }
        return "  \(variable.name.rQuoted) = list(\(parts.joined(separator: ", ")))"
      }
      return """
        \(table.name) <- read_table(\(table.path.rQuoted), list(
        \(lines.joined(separator: ",\n"))
        ))
        """
    }
    let definitions = sets.enumerated().map { index, levels in
      let pairs = levels.map { "  \($0.label.rQuoted) = \($0.value.text.rQuoted)" }
      return "levels_\(index + 1) <- c(\n\(pairs.joined(separator: ",\n"))\n)\n"
    }
    let tokens = MissingReason.allCases.map { $0.token.rQuoted }.joined(separator: ", ")
    let names = tables.map(\.name)
    return #"""
      # Reads the tables of this dataset into R: source() this file, and the data frames
      # \#(names.joined(separator: " and ")) are there. A missing value is NA, whatever the reason.

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
          na.strings = c("", \#(tokens)), check.names = FALSE)
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

      """# + "\n" + definitions.joined(separator: "\n") + "\n" + columns.joined(separator: "\n\n")
        + """


        if (sys.nframe() == 0L) {
        \(names.map {
          "  cat(sprintf(\"\($0): %d rows, %d columns\\n\", nrow(\($0)), ncol(\($0))))"
        }.joined(separator: "\n"))
        }

        """
  }

  private static func type(_ variable: ReleasedVariable) -> String {
    switch variable.kind {
    case .string: "character"
    case .integer: "integer"
    case .number: "numeric"
    }
  }
}

extension ReleasedValue {
  /// Whether there is a value.
  var isPresent: Bool {
    if case .missing = self { false } else { true }
  }
}
