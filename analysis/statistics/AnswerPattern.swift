/// Figures of one respondent's answers that tell whether the questions were read.
package enum AnswerPattern {
  /// The most neighbouring answers that are the same; a missing answer ends a row of them. 0
  /// without an answer (Johnson, 2005, Journal of Research in Personality 39, 103-129).
  package static func longString(_ answers: [Double?]) -> Int {
    var longest = 0
    var current = 0
    var last: Double?
    for answer in answers {
      current = answer == nil ? 0 : answer == last ? current + 1 : 1
      last = answer
      longest = max(longest, current)
    }
    return longest
  }

  /// How consistent one respondent is across scales: the correlation of the scores of odd and even
  /// items over the scales, stepped up by Spearman and Brown, and at least -1.
  ///
  /// nil with fewer than three scales, whose correlation says nothing, and if one side does not
  /// vary over the scales (Johnson, 2005; Curran, 2016, Journal of Experimental Social Psychology
  /// 66, 4-19; R: `-careless::evenodd`, whose sign turned with version 1.2.0 so that a high figure is
  /// careless, and which gives figures for two scales as well).
  ///
  /// - Precondition: the columns are of one length.
  package static func evenOddConsistency(odd: [Double], even: [Double]) -> Double? {
    guard odd.count > 2, let r = Correlation.pearsonCoefficient(odd, even) else { return nil }
    return r > -1 ? max(-1, 2 * r / (1 + r)) : -1
  }
}
