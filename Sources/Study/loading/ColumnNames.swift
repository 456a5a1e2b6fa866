import TextFormats
import Yams

/// The names of the columns that answers become in every table of people: checked before anyone
/// answers, as no table can be written later with a name that stands twice or that a format forbids.
package enum ColumnNames {
  /// The columns of released tables that no question and no instrument makes.
  package static let own = [
    "participant", "collected", "emotion", "factor", "factor_index", "situation", "situation_kind",
    "recruiting_id", "started_at", "finished_at",
  ]
  /// The words that no SPSS variable may have as its name, and its longest name in bytes (IBM SPSS
  /// Statistics, Command Syntax Reference, "Variable Names").
  static let reservedInSPSS: Set = [
    "all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with",
  ]
  static let longestInSPSS = 64
}

extension Instrument {
  /// The columns of one occasion in their order: of each item, with another for its option if two
  /// options have one value, then of each subscale.
  package func columnNames(on occasion: Occasion) -> [String] {
    items.flatMap { columnNames(of: $0, on: occasion) }
      + subscales.map {
        VariableName(instrument: id, occasion: occasion, subscale: $0.id).description
      }
  }

  private func columnNames(of item: Item, on occasion: Occasion) -> [String] {
    let name = VariableName(instrument: id, occasion: occasion, item: item.id)
    let values = item.options.map(\.value)
    return Set(values).count < values.count
      ? [name.description, name.ofOption] : [name.description]
  }

  /// Reports ids whose columns have one name, or one that is too long.
  func checkColumns(_ fields: YAMLMapping) {
    // The occasion with the longer name.
    let occasion = Occasion.default
    var seen: Set<String> = []
    func check(_ names: [String], _ node: Node, _ what: String) {
      let node = node.mapping?["id"] ?? node
      for name in names {
        if !seen.insert(name).inserted {
          fields.document.report(
            node,
            "\(what) and another id of this instrument both make the column `\(name)`; give one "
              + "of them another id")
        } else if name.utf8.count > ColumnNames.longestInSPSS {
          fields.document.report(
            node,
            "\(what) makes the column `\(name)`, whose name is longer than SPSS allows "
              + "(\(ColumnNames.longestInSPSS) bytes); shorten it or the instrument's id")
        }
      }
    }
    for (item, node) in zip(items, fields.list("items")) {
      check(columnNames(of: item, on: occasion), node, "the item `\(item.id)`")
    }
    for (subscale, node) in zip(subscales, fields.list("subscales")) {
      let name = VariableName(instrument: id, occasion: occasion, subscale: subscale.id)
      check([name.description], node, "the subscale `\(subscale.id)`")
    }
  }

  /// Warns of items that count nowhere.
  func warnOfUnscored(_ fields: YAMLMapping) {
    let scored = Set(subscales.flatMap { $0.parts.map(\.item) })
    for (item, node) in zip(items, fields.list("items")) where !scored.contains(item.id) {
      fields.document.report(
        node.mapping?["id"] ?? node, "the item `\(item.id)` is in no subscale, so it is not scored",
        .warning)
    }
  }
}

extension StudyDefinition.Loader {
  /// Reports questions and instruments whose columns have names that are taken or that SPSS forbids.
  func checkColumns(
    of steps: [StudyDefinition.DesignStep], _ instruments: [Instrument], _ fields: YAMLMapping
  ) {
    var owners = Dictionary(
      uniqueKeysWithValues: ColumnNames.own.map { ($0, "datasets have a column of this name") })
    for occasion in Occasion.allCases {
      for instrument in instruments
      where steps.contains(where: { $0.gives(instrument.id, on: occasion) }) {
        let names = instrument.columnNames(on: occasion)
        if let taken = names.first(where: { owners[$0] != nil }) {
          fields.report(
            "design",
            "`\(instrument.id)` makes the column `\(taken)`, but \(owners[taken]!), too; give "
              + "an instrument or an item another id")
        }
        for name in names { owners[name] = "`\(instrument.id)` makes a column of this name" }
      }
    }
    for question in ["screening", "demographics"].flatMap({ fields.optionalList($0) }) {
      guard let node = question.mapping?["id"], let id = node.string else { continue }
      if let owner = owners[id] {
        fields.document.report(
          node,
          "the question's id is the name of its column, and \(owner); choose another id than "
            + "`\(id)`")
      } else if ColumnNames.reservedInSPSS.contains(id) {
        fields.document.report(
          node,
          "`\(id)` is a reserved word of SPSS, where the question's column cannot have this name; "
            + "choose another id")
      }
    }
  }
}

extension StudyDefinition.DesignStep {
  fileprivate func gives(_ instrument: InstrumentID, on occasion: Occasion) -> Bool {
    guard case .administer(let ids, occasion) = self else { return false }
    return ids.contains(instrument)
  }
}
