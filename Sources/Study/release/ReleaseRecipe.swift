/// What was done, or is to be done, to quasi-identifiers before a release: enough to do it again.
package struct ReleaseRecipe: Sendable, Hashable {
  package struct Column: Sendable, Hashable {
    package let name: String
    /// The level's name in its hierarchy; for people to read.
    package let level: String
    package let generalisation: Generalisation

    package init(name: String, level: String, generalisation: Generalisation) {
      self.name = name
      self.level = level
      self.generalisation = generalisation
    }
  }

  /// The fewest people that agree on all quasi-identifiers.
  package let k: Int
  package let l: Int?
  package let t: Double?
  package let maximumSuppression: Double
  package let maximumLoss: Double
  package let suppression: SuppressionKind
  package let time: TimeGrain
  package let columns: [Column]

  package init(
    k: Int, l: Int?, t: Double?, maximumSuppression: Double, maximumLoss: Double,
    suppression: SuppressionKind, time: TimeGrain, columns: [Column]
  ) {
    self.k = k
    self.l = l
    self.t = t
    self.maximumSuppression = maximumSuppression
    self.maximumLoss = maximumLoss
    self.suppression = suppression
    self.time = time
    self.columns = columns
  }

  /// The recipe as a text that can be read, edited and run again.
  package var yaml: String {
    var lines = [
      "# How quasi-identifiers were coarsened for this release. It can be edited and run again:",
      "#   evoke export SOURCE DIR --recipe THIS_FILE",
      "# What `columns` leaves of a person is shared by at least `k` people; single cells are",
      "# suppressed where it is not. Values that no group lists become \"\(Generalisation.notListed)\".",
      "k: \(k)",
    ]
    if let l { lines.append("l: \(l)") }
    if let t { lines.append("t: \(t)") }
    lines += [
      "max_suppression: \(maximumSuppression)", "max_loss: \(maximumLoss)",
      "suppress: \(suppression.rawValue)", "time: \(time.rawValue)", "columns:",
    ]
    for column in columns {
      lines.append("  \(quotedYAML(column.name)):")
      lines.append("    level: \(quotedYAML(column.level))")
      switch column.generalisation {
      case .asAnswered, .removed: break
      case .bands(let ends):
        lines.append("    # The last number of each band; one more band takes in what is above.")
        lines.append("    bands: [\(ends.map(String.init).joined(separator: ", "))]")
      case .groups(let groups):
        lines.append("    groups:")
        for group in groups {
          let members = group.members.map(quotedYAML).joined(separator: ", ")
          lines.append("      \(quotedYAML(group.label)): [\(members)]")
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// A text as a YAML scalar that reads back as the same text.
func quotedYAML(_ text: String) -> String {
  let words = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
  let isPlain =
    text.first?.isASCII == true && text.first?.isLetter == true && text.last != " "
    && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || " _.-".contains($0)) }
    && !words.contains(text.lowercased())
  guard !isPlain else { return text }
  var quoted = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": quoted += "\\\""
    case "\\": quoted += "\\\\"
    case "\n": quoted += "\\n"
    case "\t": quoted += "\\t"
    case "\u{0}"..<"\u{20}":
      let digits = String(scalar.value, radix: 16)
      quoted += "\\x" + (digits.count < 2 ? "0" : "") + digits
    default: quoted.unicodeScalars.append(scalar)
    }
  }
  return quoted + "\""
}
