import TextFormats

/// Scripts that read the tables with their types and labels, from wherever they are run.
enum Loaders {
  /// Reads what it needs from `codebook.json`.
  static var python: String { PackageTemplate("load.py").filled() }

  /// Needs nothing but R itself: types and labels are in the script.
  static func r(_ tables: [ReleasedTable]) -> String {
    let labelled = tables.flatMap(\.variables).map(\.presentLevels).filter { !$0.isEmpty }
    let sets = unique(labelled)
    let definitions = sets.enumerated().map { index, levels in
      let pairs = levels.map { "  \($0.label.rQuoted) = \($0.value.text.rQuoted)" }
      return "levels_\(index + 1) <- c(\n\(pairs.joined(separator: ",\n"))\n)\n"
    }
    let frames = tables.map { table in
      let columns = table.variables.map { "  \($0.name.rQuoted) = \(column($0, sets))" }
      return """
        \(table.name) <- read_table(\(table.path.rQuoted), list(
        \(columns.joined(separator: ",\n"))
        ))
        """
    }
    let sizes = tables.map(\.name).map {
      "  cat(sprintf(\"\($0): %d rows, %d columns\\n\", nrow(\($0)), ncol(\($0))))"
    }
    return PackageTemplate("load.R").filled(
      [
        "NAMES": tables.map(\.name).joined(separator: " and "),
        "MISSING": MissingReason.allCases.map { $0.token.rQuoted }.joined(separator: ", "),
        "LEVELS": definitions.joined(separator: "\n"), "TABLES": frames.joined(separator: "\n\n"),
        "SIZES": sizes.joined(separator: "\n"),
      ])
  }

  /// What the script states of a column.
  private static func column(
    _ variable: ReleasedVariable, _ sets: [[ReleasedVariable.Level]]
  ) -> String {
    let type =
      switch variable.kind {
      case .string: "character"
      case .integer: "integer"
      case .number: "numeric"
      }
    var parts = ["type = \(type.rQuoted)", "label = \(variable.label.rQuoted)"]
    if let set = sets.firstIndex(of: variable.presentLevels) {
      parts.append("levels = levels_\(set + 1)")
      if variable.measure == .ordinal { parts.append("ordered = TRUE") }
    }
    return "list(\(parts.joined(separator: ", ")))"
  }
}
