package import Study

/// The participants of EmotionBench's published workbook, as the store takes them.
package struct EmotionBenchFile: Sendable {
  /// EmotionBench's design: its 36 factors in order, with the situations people were given.
  package let design: [SituationPlace]
  package let instrument: Instrument
  package let respondents: [ImportedRespondent]

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
    let layout = CrowdLayout(
      emotions: Self.emotions(self.design), items: instrument.items.map(\.text))
    let workbook = try CrowdWorkbook.read(contents, file: file, layout: layout)

    var places: [String: SituationPlace] = [:]
    for place in self.design {
      places["\(place.key.emotion) \(place.factorIndex) \(place.key.index)"] = place
    }
    respondents = workbook.participants.map { participant in
      let name =
        "\(participant.emotion) \(participant.factorIndex) \(participant.situationIndex)"
      let place = places[name]!
      return ImportedRespondent(
        key: participant.column, situation: place.key, factorIndex: place.factorIndex,
        questions: Self.questions(participant),
        administrations: [
          Self.administration(1, instrument, .default, participant.default),
          Self.administration(2, instrument, .evoked, participant.evoked),
        ])
    }
  }

  /// The published study gave people two situations of Jealousy's Material Possession and three of
  /// its Experiential, five of every other factor.
  package static func published(_ design: [Situation]) -> [SituationPlace] {
    let given = ["Material Possession": 2, "Experiential": 3]
    return
      design
      .filter { $0.index <= given[$0.factor, default: 5] }
      .map { SituationPlace(key: $0.key, factorIndex: $0.factorIndex) }
  }

  private static func emotions(_ design: [SituationPlace]) -> [CrowdLayout.Emotion] {
    var names: [String] = []
    var situations: [String: [Int]] = [:]
    for place in design {
      let emotion = place.key.emotion
      if !names.contains(emotion) { names.append(emotion) }
      if situations[emotion, default: []].count < place.factorIndex {
        situations[emotion, default: []].append(0)
      }
      situations[emotion]![place.factorIndex - 1] += 1
    }
    return names.map { CrowdLayout.Emotion(name: $0, situations: situations[$0]!) }
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

  /// The answers of every participant, without a store between.
  package var answers: ItemAnswers {
    var tables = Occasion.allCases.map { AnswerTable([instrument], $0) }
    for (index, respondent) in respondents.enumerated() {
      for (table, administration) in respondent.administrations.enumerated() {
        tables[table].addRow(respondent: Int32(index))
        for (column, item) in instrument.items.enumerated() {
          guard case .chosen(let option)? = administration.answers[item.id] else { continue }
          tables[table].setAnswer(option.value, row: index, column: column)
        }
      }
    }
    return ItemAnswers(
      respondents: respondents.map { .init(key: $0.key, situation: $0.situation) },
      tables: tables)
  }

  /// The scores of every participant, without a store between.
  package var scores: StoredScores {
    var index: [SituationPlace: Int32] = [:]
    for (position, place) in design.enumerated() { index[place] = Int32(position) }
    let places = respondents.map {
      index[SituationPlace(key: $0.situation, factorIndex: $0.factorIndex)]!
    }
    var columns = instrument.subscales.map {
      ScoreColumns(instrument: instrument.id, subscale: $0.id)
    }
    for (respondentIndex, (respondent, place)) in zip(respondents, places).enumerated() {
      let scores = respondent.administrations.map { administration in
        instrument.scores(
          of: administration.answers.mapValues { answer in
            if case .chosen(let option) = answer { option.value } else { nil }
          })
      }
      for position in columns.indices {
        guard let before = scores[0][position].value, let after = scores[1][position].value
        else { continue }
        columns[position].respondent.append(Int32(respondentIndex))
        columns[position].situation.append(place)
        columns[position].default.append(before)
        columns[position].evoked.append(after)
      }
    }
    return StoredScores(
      situations: design, columns: columns, respondents: respondents.count)
  }
}
