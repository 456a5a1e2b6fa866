/// The bands that ages are grouped in: ten years each from 25 on.
package enum AgeBand {
  private static let bands = [18...24, 25...34, 35...44, 45...54, 55...64]
  private static let (youngest, oldest) = ("under 18", "65 and over")

  /// The band of an age, such as "25 to 34".
  package static func title(of age: Int) -> String {
    if age < 18 { return youngest }
    return bands.first { $0.contains(age) }.map { "\($0.lowerBound) to \($0.upperBound)" } ?? oldest
  }

  /// The bands of some ages, youngest first.
  package static func titles(of ages: ClosedRange<Int>) -> [String] {
    var titles: [String] = []
    for age in ages where titles.last != title(of: age) { titles.append(title(of: age)) }
    return titles
  }
}
