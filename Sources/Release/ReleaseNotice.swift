internal import Disclosure
internal import Responses
import Study
import TextFormats

/// What the publisher should know while a release is made.
package enum ReleaseNotice: Sendable, Hashable, CustomStringConvertible {
  /// Identifying columns, each with the number of people that have a value in it.
  case identifying([Count])
  case attributesAsAnswered([String])
  /// People who gave the same answers to all items as another.
  case sameAnswers(Int)
  case noAuthors
  case noLicence
  /// Folders of interrupted runs were removed.
  case removed(Int)
  /// An earlier release was not compared.
  case notCompared(reason: String)
  /// Rows of the same people were released before, without noise.
  case withoutNoiseBefore(String)

  package struct Count: Sendable, Hashable {
    package let column: String
    package let people: Int
  }

  package var description: String {
    switch self {
    case .identifying(let counts):
      "WARNING: the package is NOT ANONYMOUS; it contains "
        + counts.map { "\($0.column) (\(counted($0.people, "participant")))" }
        .joined(separator: ", ")
    case .attributesAsAnswered(let names):
      "warning: \(names.joined(separator: ", ")) \(names.count == 1 ? "is" : "are") released as "
        + "answered, by `attributes` below `release:`; k does not count "
        + (names.count == 1 ? "it" : "them")
    case .sameAnswers(let count):
      "warning: \(count) of the people gave the same answers to all items as another; if someone "
        + "stands in the source twice, k counts two people"
    case .noAuthors:
      "warning: study.yaml names no `authors` below `release:`; the package names a stand-in"
    case .noLicence:
      "warning: study.yaml chooses no `licence` below `release:`; no one has permission to use the "
        + "dataset"
    case .removed(let count):
      "removed what \(count) interrupted \(count == 1 ? "run" : "runs") left behind"
    case .notCompared(let reason), .withoutNoiseBefore(let reason): "warning: \(reason)"
    }
  }
}

extension Microdata {
  /// How many people gave the same answers to all items as one before them; nobody who answered too
  /// few to tell, or gave one answer throughout.
  package var sameAnswers: Int {
    let given = columns.responses.values.map { column -> (codes: [UInt32], values: [Double?]) in
      (column.codes, [nil] + column.values.map(\.value))
    }
    let categories = given.map { codes, values in
      var codeOf: [Double: Int32] = [:]
      let valueCodes = values.map { value -> Int32 in
        guard let value else { return 0 }
        let code = codeOf[value] ?? Int32(codeOf.count + 1)
        codeOf[value] = code
        return code
      }
      return codes.map { valueCodes[Int($0)] }
    }
    let classes = EquivalenceClasses(categories, records: people.count)
    var first = [Int?](repeating: nil, count: classes.sizes.count)
    for (person, index) in classes.classOf.enumerated() where first[Int(index)] == nil {
      first[Int(index)] = person
    }
    return zip(first, classes.sizes).reduce(0) { sum, entry in
      let (first, size) = entry
      guard size > 1, let first else { return sum }
      let values = given.compactMap { codes, values in values[Int(codes[first])] }
      let isTelling = values.count >= Respondents.tellingAnswers && Set(values).count > 1
      return isTelling ? sum + size - 1 : sum
    }
  }

  /// What the study's rules leave open, and what they release as it is.
  var notices: [ReleaseNotice] {
    var notices: [ReleaseNotice] = []
    if !identifying.isEmpty {
      notices.append(
        .identifying(identifying.map { .init(column: $0.name, people: count(of: $0)) }))
    }
    if !rules.attributes.isEmpty { notices.append(.attributesAsAnswered(rules.attributes)) }
    if sameAnswers > 0 { notices.append(.sameAnswers(sameAnswers)) }
    if !rules.namesAuthors { notices.append(.noAuthors) }
    if rules.description.licence == nil { notices.append(.noLicence) }
    return notices
  }
}
