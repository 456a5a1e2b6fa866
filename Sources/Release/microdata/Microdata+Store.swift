package import Responses
package import Study

extension Microdata {
  /// The people of a store.
  ///
  /// - Parameter study: the study's files if they are at hand; nil takes those kept with the answers.
  package init(_ stored: StoredPeople, study: StudyDefinition?, title: String) throws {
    let study = try study ?? stored.studyFiles.map { try StudyDefinition.load(from: $0).study }
    // Later versions of an instrument speak for the earlier ones, in the order of the first.
    var instruments: [Instrument] = []
    for text in stored.instruments {
      var instrument = try Instrument(yaml: text, file: "the stored instrument")
      // The study's own language if it is at hand, and not that of a translation.
      if let own = study?.instrument(instrument.id) { instrument = own }
      if let index = instruments.firstIndex(where: { $0.id == instrument.id }) {
        instruments[index] = instrument
      } else {
        instruments.append(instrument)
      }
    }
    var forms: [(id: String, text: String, form: Study.Question.Form?)] = []
    for question in study?.demographics ?? [] {
      forms.append((question.id.name, question.text, question.form))
    }
    for id in stored.columns.answers.keys.sorted()
    where !forms.contains(where: { $0.id == id }) {
      forms.append((id, CrowdQuestion.text(of: id), nil))
    }
    let used = Set(stored.people.map(\.situation.key))
    var situations: [ReleasedDataset.Situation] = []
    var seen: Set<SituationKey> = []
    for (place, text) in stored.situations
    where used.contains(place.key) && seen.insert(place.key).inserted {
      // A situation has one wording here; of several, the newest is used.
      let texts = stored.situations.filter { $0.place.key == place.key }.compactMap(\.text)
      situations.append(ReleasedDataset.Situation(cell: place, text: texts.last ?? text))
    }
    try self.init(
      people: stored.people, columns: stored.columns, forms: forms, instruments: instruments,
      situations: situations,
      leftOut: stored.others.map {
        ReleasedDataset.LeftOut(reason: $0.status.replacing("_", with: " "), count: $0.count)
      },
      rules: study?.release ?? ReleaseRules(title: study?.title ?? title), secrets: stored.secrets,
      words: Self.unpublished(
        stored.words,
        published: stored.instruments + Array((stored.studyFiles?.texts ?? [:]).values)
          + stored.situations.compactMap(\.text)))
  }
}
