internal import Disclosure
package import Foundation
internal import Statistics
internal import Study
internal import TextFormats

/// Measures a package of rows on the disk again, as if someone else had written it.
package struct PackageVerification: Sendable {
  let masked: MaskedMicrodata
  let dataset: ReleasedDataset
  let format: PackageFormat

  private var microdata: Microdata { masked.microdata }

  /// Everything that is wrong with the package; empty if it may be released.
  package func problems(in folder: URL) throws -> [String] {
    let path = format.wideTable
    let (names, rows) = try PackageReader.wide(
      in: folder, format: format, variables: dataset.variables)
    let table = ColumnTable(names: names, rows: rows)
    var problems = columns(of: table, path)
    guard problems.isEmpty else { return problems }
    problems += values(of: table, path) + classes(of: table) + baselines(of: table)
    problems += ordinaryIdentities(in: table, path)
    return problems + (try files(in: folder))
  }

  /// Only columns of the list of allowed ones, each of them once.
  private func columns(of table: ColumnTable, _ path: String) -> [String] {
    var allowed = ["participant", MaskedMicrodata.timeColumn]
    allowed += microdata.quasiIdentifiers.map(\.id) + microdata.rules.attributes
    allowed += microdata.identifying.map(\.name)
    allowed += ["emotion", "factor", "factor_index", "situation", "situation_kind"]
    for administration in microdata.administrations {
      allowed += administration.names.map { "\($0)" }
      allowed += administration.instrument.items.map { administration.name($0).ofOption }
    }
    let surplus = table.names.filter { !allowed.contains($0) }
    var problems = surplus.isEmpty ? [] : ["\(path): \(surplus.count) columns are not allowed"]
    if table.names != dataset.variables.map(\.name) {
      problems.append("\(path): the columns are not those of the dataset")
    }
    if microdata.rules.withheld.contains(where: table.names.contains) {
      problems.append("\(path): contains a withheld question")
    }
    return problems
  }

  private func values(of table: ColumnTable, _ path: String) -> [String] {
    guard table.records == dataset.rows.count else {
      return ["\(path): \(table.records) rows instead of \(dataset.rows.count)"]
    }
    let different = dataset.variables.indices.filter { index in
      table.texts(dataset.variables[index].name)
        != dataset.rows.map { format.cell($0[index]) }
    }
    return different.isEmpty ? [] : ["\(path): \(different.count) columns differ when read back"]
  }

  private func classes(of table: ColumnTable) -> [String] {
    let quasi = masked.columns.map { table.column($0.name) }
    let classes = EquivalenceClasses(quasi, records: table.records)
    var problems: [String] = []
    let small = classes.sizes.filter { $0 < masked.recipe.limits.k }
    if !small.isEmpty {
      problems.append(
        "\(small.count) classes with \(small.reduce(0, +)) people are below k = \(masked.recipe.limits.k)"
      )
    }
    guard masked.recipe.limits.l != nil || masked.recipe.limits.t != nil else { return problems }
    // The rows are shuffled; the sensitive values are read from the file if it has them.
    for column in masked.sensitive {
      guard let values = released(column, in: table) else { continue }
      let risk = AttributeRisk(values, classes: classes)
      if let l = masked.recipe.limits.l, risk.distinctL < l {
        problems.append("`\(column.name)` has \(risk.distinctL) values in a class, not \(l)")
      }
      if let t = masked.recipe.limits.t, risk.tEqual > t + 1e-9, masked.masking.dropped.isEmpty {
        problems.append(
          "`\(column.name)` is further than t = \(t) from the whole sample in a class")
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
    let emotions = table.texts("emotion").map(SpreadsheetGuard.unguarded)
    let factors = table.texts("factor").map(SpreadsheetGuard.unguarded)
    let kinds = table.names.contains("situation_kind") ? table.texts("situation_kind") : nil
    let released = BaselineSums(
      emotions.indices.map { row in
        (
          kinds?[row] ?? "", emotions[row], factors[row],
          scores.compactMap { name, texts in Double(texts[row]).map { (name, $0) } }
        )
      })
    return [
      (
        released.differences(
          from: BaselineSums(masked.kept, of: microdata, byKind: kinds != nil)),
        "cells of the baseline differ from the full answers"
      ),
      (rescoredDifferences(table), "scores do not follow from their items"),
    ].compactMap { count, problem in count > 0 ? "\(count) \(problem)" : nil }
  }

  /// How many scores of the file are not what its items give.
  private func rescoredDifferences(_ table: ColumnTable) -> Int {
    var differences = 0
    for administration in microdata.administrations {
      let instrument = administration.instrument
      let items = instrument.items.map { ($0.id, table.texts("\(administration.name($0))")) }
      let scores = instrument.subscales.map { table.texts("\(administration.name($0))") }
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
    let ids = CanaryScan(secrets: microdata.secrets, permitted: []).ordinary
    guard !ids.isEmpty else { return [] }
    return dataset.variables.compactMap { variable in
      guard variable.kind == .string,
        variable.role == .quasiIdentifier || variable.role == .attribute
      else { return nil }
      let labels = masked.recipe.columns.first { $0.name == variable.name }?.generalisation.labels
      let holds = Set(table.texts(variable.name)).contains { cell in
        ids.contains(cell) && !(labels?.contains(cell) ?? false)
          && !microdata.lists(cell, as: variable.name)
      }
      return holds ? "\(path): `\(variable.name)` contains an id of the source" : nil
    }
  }

  /// Every file is looked through, and the SPSS file is read cell by cell.
  private func files(in folder: URL) throws -> [String] {
    let authors = dataset.about.authors.compactMap(\.email)
    let named = dataset.variables.indices.filter { dataset.variables[$0].role == .identifying }
    let wordsAreReleased = microdata.identifying.contains { $0.isFreeText }
    // Named identifying columns may appear only in the wide table.
    let inTheTable = CanaryScan(
      secrets: microdata.secrets.union(wordsAreReleased ? [] : microdata.words),
      permitted: authors + named.flatMap { column in dataset.rows.map { $0[column].text } })
    let tables = named.isEmpty ? [] : [format.wideTable, PackageFormat.spssFile]
    let files = FileVerification(
      everywhere: CanaryScan(
        secrets: microdata.secrets.union(microdata.words), permitted: authors),
      tables: Dictionary(uniqueKeysWithValues: tables.map { ($0, inTheTable) }))
    let (problems, spss) = try files.problems(in: folder)
    guard let spss else { return problems }
    let different = spss.differences(from: dataset.wide)
    guard different > 0 else { return problems }
    return problems + ["\(PackageFormat.spssFile): \(different) cells differ when read back"]
  }
}
