internal import Analysis
package import Study

/// All that a package holds, already anonymised: writing it needs nothing else.
package struct ReleasedDataset: Sendable {
  /// A situation of the design. Imported answers may lack its text.
  package struct Situation: Sendable, Hashable {
    package let emotion: String
    package let factor: String
    /// From 1 among the factors of its emotion.
    package let factorIndex: Int
    /// From 1 within its factor.
    package let index: Int
    package let text: String?

    package init(emotion: String, factor: String, factorIndex: Int, index: Int, text: String?) {
      self.emotion = emotion
      self.factor = factor
      self.factorIndex = factorIndex
      self.index = index
      self.text = text
    }

    package var cell: Design.Cell {
      Design.Cell(
        key: SituationKey(emotion: emotion, factor: factor, index: index),
        factorIndex: factorIndex)
    }
  }

  /// People who are not in the dataset, and why.
  package struct LeftOut: Sendable, Hashable {
    package let reason: String
    package let count: Int

    package init(reason: String, count: Int) {
      self.reason = reason
      self.count = count
    }
  }

  /// A file of the package that is written as it is: the recipe, the risk report.
  package struct Document: Sendable, Hashable {
    /// Within the package, such as `risk/report.md`.
    package let path: String
    package let text: String
    /// What it holds, in a sentence.
    package let description: String

    package init(path: String, text: String, description: String) {
      self.path = path
      self.text = text
      self.description = description
    }
  }

  package let about: ReleaseDescription
  /// The languages that people were asked in.
  package let languages: [Language]
  package let instruments: [Instrument]
  package let situations: [Situation]
  /// The columns; the first is the identifier.
  package let variables: [ReleasedVariable]
  /// One row per participant, in random order, with a value for every variable.
  package let rows: [[ReleasedValue]]
  package let leftOut: [LeftOut]
  package let risk: RiskSummary
  package let documents: [Document]
  /// The day of the release as `2026-11-21`; the only date in the package.
  package let date: String
  /// The Evoke that made it.
  package let generator: String

  package init(
    about: ReleaseDescription, languages: [Language], instruments: [Instrument],
    situations: [Situation], variables: [ReleasedVariable], rows: [[ReleasedValue]],
    leftOut: [LeftOut], risk: RiskSummary, documents: [Document], date: String, generator: String
  ) {
    self.about = about
    self.languages = languages
    self.instruments = instruments
    self.situations = situations
    self.variables = variables
    self.rows = rows
    self.leftOut = leftOut
    self.risk = risk
    self.documents = documents
    self.date = date
    self.generator = generator
  }

  package func column(_ role: ReleasedVariable.Role) -> Int? {
    variables.firstIndex { $0.role == role }
  }

  /// The released rows as respondents with their scores, from whom the package's baseline is computed.
  package var respondents: Respondents {
    let design = Design(situations.lazy.map(\.cell))
    let cellOf = Dictionary(
      design.cells.enumerated().map { ($1.key, Int32($0)) }, uniquingKeysWith: { first, _ in first }
    )
    let emotion = column(.condition(.emotion))
    let factor = column(.condition(.factor))
    let index = column(.condition(.situation))
    let cells = rows.map { row -> Int32 in
      guard let emotion, let factor, let index, case .integer(let number) = row[index]
      else { return Respondents.noCell }
      return cellOf[
        SituationKey(emotion: row[emotion].text, factor: row[factor].text, index: number)]
        ?? Respondents.noCell
    }
    var scores: [ScoreTable] = []
    for instrument in instruments {
      for subscale in instrument.subscales {
        guard let before = column(.score(instrument.id, .default, subscale.id)),
          let after = column(.score(instrument.id, .evoked, subscale.id))
        else { continue }
        var table = ScoreTable(
          instrument.id, subscale.id, title: subscale.title, count: rows.count)
        for (respondent, row) in rows.enumerated() {
          table[.default, respondent] = row[before].double
          table[.evoked, respondent] = row[after].double
        }
        scores.append(table)
      }
    }
    return Respondents(.human, design: design, cells: cells, scores: scores)
  }
}

extension ReleasedValue {
  /// The number in the cell; nil if there is none.
  package var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .text, .missing: nil
    }
  }
}

/// The figures of the risk report that a package's other files repeat.
package struct RiskSummary: Sendable, Hashable {
  /// The size of the smallest class asked for, and reached.
  package let requestedK: Int
  package let k: Int
  package let classes: Int
  /// Share of quasi-identifier cells that are suppressed, from 0 to 1.
  package let suppressedCells: Double
  /// Non-uniform entropy lost, mean over the quasi-identifiers, from 0 to 1.
  package let loss: Double
  package let droppedRows: Int

  package init(
    requestedK: Int, k: Int, classes: Int, suppressedCells: Double, loss: Double, droppedRows: Int
  ) {
    self.requestedK = requestedK
    self.k = k
    self.classes = classes
    self.suppressedCells = suppressedCells
    self.loss = loss
    self.droppedRows = droppedRows
  }
}
