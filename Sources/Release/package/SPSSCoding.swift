/// How SPSS holds a variable: numbers with labels, and codes below all values for what is missing.
///
/// Listed texts become the numbers 1, 2, 3 … in the order of their levels, with the texts' labels;
/// other texts stay texts.
struct SPSSCoding: Sendable {
  struct Label: Sendable {
    let code: Double
    let text: String
  }

  let isText: Bool
  let labels: [Label]
  /// A code for each reason that the variable knows, in their order.
  let missing: [(reason: MissingReason, code: Double)]

  private let codeOfText: [String: Double]

  init(_ variable: ReleasedVariable) {
    let listed = variable.presentLevels
    isText = variable.kind == .string && listed.isEmpty
    var labels: [Label] = []
    var codeOfText: [String: Double] = [:]
    for level in listed {
      if case .text(let text) = level.value {
        guard codeOfText[text] == nil else { continue }
        codeOfText[text] = Double(codeOfText.count + 1)
        labels.append(Label(code: codeOfText[text]!, text: level.label))
      } else if let value = level.value.double {
        labels.append(Label(code: value, text: level.label))
      }
    }
    self.codeOfText = codeOfText
    // -99 and upwards, or -999 …, whichever is below all values of the column.
    let lowest = min(variable.range?.lowerBound ?? 0, labels.map(\.code).min() ?? 0)
    var base = -99.0
    while base + 10 > lowest { base = base * 10 - 9 }
    missing =
      isText
      ? []
      : MissingReason.allCases.enumerated().compactMap { index, reason in
        variable.missing.contains(reason) ? (reason, base + Double(index)) : nil
      }
    self.labels = labels + missing.map { Label(code: $0.code, text: $0.reason.meaning) }
  }

  /// The number that codes the value; nil for a text, which stays as it is.
  func code(_ value: ReleasedValue) -> Double? {
    switch value {
    case .text(let text): codeOfText[text]
    case .integer, .number: value.double
    case .missing(let reason): missing.first { $0.reason == reason }?.code
    }
  }
}
