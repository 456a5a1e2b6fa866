package import Study

/// The participants of EmotionBench's published workbook, as the store takes them.
package struct EmotionBenchFile: Sendable {
  /// EmotionBench's design: its 36 factors in order, with the situations people were given.
  package let design: Design
  package let instrument: Instrument
  package let participants: [CrowdParticipant]

  /// Reads the workbook's responses.
  ///
  /// - Parameters:
  ///   - contents: the file's bytes.
  ///   - instrument: PANAS, whose items the sheet's rows must name in order.
  ///   - design: the situations of a study with EmotionBench's emotions and factors.
  /// - Throws: `WorkbookError` with the problems of the file; nothing is read in part.
  package init(
    workbook contents: [UInt8], file: String, instrument: Instrument, design: [Situation]
  ) throws(WorkbookError) {
    self.instrument = instrument
    self.design = Self.published(design)
    let layout = CrowdLayout(design: self.design, items: instrument.items.map(\.text))
    participants = try CrowdWorkbook.read(contents, file: file, layout: layout).participants
  }

  /// The published study gave people two situations of Jealousy's Material Possession and three of
  /// its Experiential, five of every other factor.
  package static func published(_ situations: [Situation]) -> Design {
    let given = ["Material Possession": 2, "Experiential": 3]
    return Design(situations.filter { $0.index <= given[$0.factor, default: 5] })
  }

  /// The participants as a database takes them.
  package var imports: [ImportedRespondent] {
    participants.map { participant in
      ImportedRespondent(
        key: participant.column, situation: participant.cell.key,
        factorIndex: participant.cell.factorIndex, questions: Self.questions(participant),
        administrations: [
          Self.administration(1, instrument, .default, participant.default),
          Self.administration(2, instrument, .evoked, participant.evoked),
        ])
    }
  }

  private static func questions(_ participant: CrowdParticipant) -> [QuestionRecord] {
    let declined = "Prefer not to say"
    return [
      ("gender", participant.gender), ("year_of_birth", participant.yearOfBirth.map(String.init)),
      ("country", participant.country), ("employment", participant.employment),
      ("education", participant.education),
    ].map { question, value in
      QuestionRecord(
        question: QuestionID(question), purpose: .demographics,
        value: value == declined ? nil : value)
    }
  }

  private static func administration(
    _ ordinal: Int, _ instrument: Instrument, _ occasion: Occasion, _ values: [Int]
  ) -> AdministrationRecord {
    var answers: [ItemID: ItemAnswer] = [:]
    for (item, value) in zip(instrument.items, values) {
      answers[item.id] = item.options.first { $0.value == Double(value) }.map { .chosen($0) }
    }
    return AdministrationRecord(
      ordinal: ordinal, instrument: instrument.id, occasion: occasion, itemOrder: nil,
      orderSeed: nil, answers: answers)
  }

  /// The year in which the published responses were collected: the paper's first version is of
  /// August 2023 (arXiv:2308.03656), and the youngest participants were born in 2005.
  package static let year = 2023

  /// The participants, without a store between. The file keeps neither times nor checks.
  package var respondents: Respondents {
    var tables = Occasion.allCases.map { AnswerTable([instrument], $0) }
    var attributes = Respondents.Attributes(count: participants.count)
    for (index, participant) in participants.enumerated() {
      attributes.years[index] = Self.year
      for question in Self.questions(participant) {
        attributes[question.question, index] = question.value
      }
      for (table, values) in [participant.default, participant.evoked].enumerated() {
        tables[table].addRow(respondent: Int32(index))
        for (column, value) in values.enumerated() {
          tables[table].setAnswer(Double(value), row: index, column: column)
        }
      }
    }
    return Respondents(
      .human, design: design, cells: participants.map { Int32(design.index(of: $0.cell)!) },
      keys: participants.map(\.column),
      scores: instrument.scores(of: tables, count: participants.count), answers: tables,
      attributes: attributes)
  }
}
