internal import Disclosure
package import Foundation
internal import Statistics
internal import Study

/// Measures a package on the disk again, as if somebody else had written it.
package struct PackageVerification: Sendable {
  let people: MaskedPeople
  let dataset: ReleasedDataset
  let layout: PackageWriter.Layout

  package init(_ people: MaskedPeople, dataset: ReleasedDataset, layout: PackageWriter.Layout) {
    self.people = people
    self.dataset = dataset
    self.layout = layout
  }

  /// Everything that is wrong with the package; empty where it may be released.
  package func problems(in folder: URL) throws -> [String] {
    let path = PackageWriter.wideTable(layout)
    let (names, rows) = try PackageReader.wide(
      in: folder, layout: layout, variables: dataset.variables)
    let table = ColumnTable(names: names, rows: rows)
    var problems = columns(of: table, path)
    guard problems.isEmpty else { return problems }
    problems += values(of: table, path) + classes(of: table) + baselines(of: table)
    problems += ordinaryIdentities(in: table, path)
    return problems + (try files(in: folder))
  }

  /// Only columns of the list of allowed ones, each of them once.
  private func columns(of table: ColumnTable, _ path: String) -> [String] {
    var allowed = ["participant", MaskedPeople.timeColumn]
    allowed += people.people.quasiIdentifiers.map(\.id) + people.people.rules.attributes
    allowed += people.people.identifying.map(\.name)
    allowed += ["emotion", "factor", "factor_index", "situation"]
    for (instrument, occasion) in people.people.administrations {
      let prefix = "\(instrument.id)_\(occasion)_"
      allowed += instrument.items.flatMap {
        [prefix + $0.id.name, prefix + $0.id.name + "_option"]
      }
      allowed += instrument.subscales.map { prefix + $0.id.name }
    }
    let surplus = table.names.filter { !allowed.contains($0) }
    var problems = surplus.isEmpty ? [] : ["\(path): \(surplus.count) columns are not allowed"]
    if table.names != dataset.variables.map(\.name) {
      problems.append("\(path): the columns are not those of the dataset")
    }
    if people.people.rules.withheld.contains(where: table.names.contains) {
      problems.append("\(path): holds a withheld question")
    }
    return problems
  }

  private func values(of table: ColumnTable, _ path: String) -> [String] {
    guard table.records == dataset.rows.count else {
      return ["\(path): \(table.records) rows instead of \(dataset.rows.count)"]
    }
    let different = dataset.variables.indices.filter { index in
      table.texts(dataset.variables[index].name)
        != dataset.rows.map { PackageWriter.cell($0[index], in: layout) }
    }
    return different.isEmpty ? [] : ["\(path): \(different.count) columns read back otherwise"]
  }

  private func classes(of table: ColumnTable) -> [String] {
    let quasi = people.columns.map { table.column($0.name) }
    let classes = EquivalenceClasses(quasi, records: table.records)
    var problems: [String] = []
    let small = classes.sizes.filter { $0 < people.limits.k }
    if !small.isEmpty {
      problems.append(
        "\(small.count) classes with \(small.reduce(0, +)) people are below k = \(people.limits.k)")
    }
    guard people.limits.l != nil || people.limits.t != nil else { return problems }
    // The rows are shuffled; the sensitive values are read off the file where they stand in it.
    for column in people.sensitive {
      guard let values = released(column, in: table) else { continue }
      let risk = AttributeRisk(values, classes: classes)
      if let l = people.limits.l, risk.distinctL < l {
        problems.append("`\(column.name)` has \(risk.distinctL) values in a class, not \(l)")
      }
      if let t = people.limits.t, risk.tEqual > t + 1e-9, people.masking.dropped.isEmpty {
        problems.append("`\(column.name)` is further than t = \(t) from everybody in a class")
      }
    }
    return problems
  }

  /// The sensitive column as the file shows it, in the bands that it was measured in before.
  private func released(_ column: CategoryColumn, in table: ColumnTable) -> CategoryColumn? {
    if column.name == "situation" {
      let parts = ["emotion", "factor", "situation"].map(table.texts)
      return CategoryColumn(
        name: column.name,
        texts: parts[0].indices.map { "\(parts[0][$0]) › \(parts[1][$0]) › \(parts[2][$0])" })
    }
    guard table.names.contains(column.name) else { return nil }
    let ends = column.labels.compactMap { Double($0) }
    let isNumber = table.texts(column.name).contains { Double($0) != nil }
    return table.column(column.name, bands: isNumber ? ends : nil)
  }

  private func baselines(of table: ColumnTable) -> [String] {
    let scores = dataset.variables.compactMap { variable -> (String, [String])? in
      guard case .score = variable.role else { return nil }
      return (variable.name, table.texts(variable.name))
    }
    let emotions = table.texts("emotion")
    let factors = table.texts("factor")
    let released = BaselineSums(
      emotions.indices.map { row in
        (
          emotions[row], factors[row],
          scores.compactMap { name, texts in Double(texts[row]).map { (name, $0) } }
        )
      })
    let kept = people.kept.map { people.people.people[$0] }
    let cells = released.differences(from: BaselineSums(kept))
    var problems: [String] = []
    if cells > 0 { problems.append("\(cells) cells of the baseline differ from the full answers") }
    let rescored = rescoredDifferences(table)
    if rescored > 0 {
      problems.append("\(rescored) scores do not follow from the items beside them")
    }
    return problems
  }

  /// How many scores of the file are not what its items give.
  private func rescoredDifferences(_ table: ColumnTable) -> Int {
    var differences = 0
    for (instrument, occasion) in people.people.administrations {
      let prefix = "\(instrument.id)_\(occasion)_"
      let items = instrument.items.map { ($0.id, table.texts(prefix + $0.id.name)) }
      let scores = instrument.subscales.map { table.texts(prefix + $0.id.name) }
      for row in 0..<table.records {
        var answers: [ItemID: Double?] = [:]
        for (id, texts) in items { answers[id] = Double(texts[row]) }
        for (score, texts) in zip(instrument.scores(of: answers), scores) {
          guard let value = score.value else { continue }
          let written = Double(texts[row])
          if written.map({ abs($0 - value) <= 1e-9 * max(1, abs(value)) }) != true {
            differences += 1
          }
        }
      }
    }
    return differences
  }

  /// Columns of words in which a whole cell is an id, such as `anna` or `12`, and no list of the study
  /// holds it.
  private func ordinaryIdentities(in table: ColumnTable, _ path: String) -> [String] {
    let ids = CanaryScan(secrets: people.people.secrets, permitted: []).ordinary
    guard !ids.isEmpty else { return [] }
    return dataset.variables.compactMap { variable in
      guard variable.kind == .string,
        variable.role == .quasiIdentifier || variable.role == .attribute
      else { return nil }
      let labels = people.recipe.columns.first { $0.name == variable.name }?.generalisation.labels
      let holds = Set(table.texts(variable.name)).contains { cell in
        ids.contains(cell) && !(labels?.contains(cell) ?? false)
          && !people.people.lists(cell, as: variable.name)
      }
      return holds ? "\(path): `\(variable.name)` holds an id of the source" : nil
    }
  }

  /// Every file is read: canaries, JSON that parses, SPSS cell by cell.
  private func files(in folder: URL) throws -> [String] {
    let authors = dataset.about.authors.compactMap(\.email)
    let everywhere = CanaryScan(
      secrets: people.people.secrets.union(people.people.words), permitted: authors)
    let named = dataset.variables.indices.filter { dataset.variables[$0].role == .identifying }
    let wordsLeave = people.people.identifying.contains { $0.isFreeText }
    // Only the table with a row a participant may hold what was named, and it no more than that.
    let inTheTable = CanaryScan(
      secrets: people.people.secrets.union(wordsLeave ? [] : people.people.words),
      permitted: authors + named.flatMap { column in dataset.rows.map { $0[column].text } })
    let tables = [PackageWriter.wideTable(layout), SPSSFile.path]
    var problems: [String] = []
    for name in try ReleasePlace.files(in: folder) {
      let file = folder.appendingPathComponent(name)
      let contents = try Foundation.Data(contentsOf: file)
      let scan = !named.isEmpty && tables.contains(name) ? inTheTable : everywhere
      problems += scan.findings(in: contents, name: name)
      if name == SPSSFile.path {
        let spss = try SPSSContents(of: file)
        let texts = Foundation.Data(spss.texts.joined(separator: "\n").utf8)
        problems += scan.findings(in: texts, name: name)
        let different = spss.differences(from: dataset.wide)
        if different > 0 { problems.append("\(name): \(different) cells read back otherwise") }
      }
      if name.hasSuffix(".json"), (try? JSONSerialization.jsonObject(with: contents)) == nil {
        problems.append("\(name): is no JSON")
      }
      if contents.isEmpty { problems.append("\(name): is empty") }
    }
    return problems
  }
}
