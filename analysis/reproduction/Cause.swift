package import Study

/// What can have gone wrong on the way from the scores to a printed figure.
package enum Cause: Hashable, Sendable {
  /// The simpler first.
  package enum Rounding: Int, Hashable, Sendable, CaseIterable {
    case towardZero, down, up
    /// To one decimal less than was printed.
    case coarse
  }

  /// A mean or SD that is printed instead of the default's.
  package enum Column: Hashable, Sendable {
    case evoked, change
  }

  /// A figure that is printed instead of the SD with n - 1.
  package enum Spread: Hashable, Sendable {
    /// The SD with n.
    case population
    case standardError
  }

  /// The row holds the average that it belongs to, this many levels up.
  case average(levels: Int)
  /// The row holds what belongs this many rows away; -1 is the row above.
  case shifted(by: Int)
  case sign
  case rounding(Rounding)
  /// A default holds another column's mean or SD.
  case column(Column)
  case spread(Spread)
  /// The subscales are swapped; of several, the one this many further.
  case subscale(by: Int)
  /// The average omits this part.
  case missed(Design.Position)
  /// The average was taken over its parts as they are printed, errors included: over this one, or
  /// over all of them.
  case partsAsPrinted(Design.Position?)
  /// The mean of the parts' means, whatever their n.
  case unweighted
  case anotherDefault(String)
  case anotherScores(String)
  /// The whole change of someone else.
  case anotherChange(String)
  case alternative(Int)
  /// The row holds the figures of this one, as an index into the table's rows.
  case row(Int)
  case unexplained

  /// Causes of one family are tried side by side, so each is as many times likelier to fit by
  /// chance.
  enum Family: Int, Hashable, Comparable {
    case average, shift, sign, column, spread, rounding, subscale, parts, missed, anotherDefault
    case anotherScores, anotherChange, alternative, row, none

    /// The chance below which a fit counts, the row given: .05 for what a hand or a line of code
    /// slips into, .005 for what takes a particular other source.
    var chance: Double {
      switch self {
      case .average, .shift, .sign, .column, .spread, .rounding, .subscale, .parts, .alternative:
        0.05
      case .missed, .anotherDefault, .anotherScores, .anotherChange, .row, .none: 0.005
      }
    }

    static func < (a: Family, b: Family) -> Bool { a.rawValue < b.rawValue }
  }

  /// The simpler families first.
  var family: Family {
    switch self {
    case .average: .average
    case .shifted: .shift
    case .sign: .sign
    case .rounding: .rounding
    case .column: .column
    case .spread: .spread
    case .subscale: .subscale
    case .partsAsPrinted, .unweighted: .parts
    case .missed: .missed
    case .anotherDefault: .anotherDefault
    case .anotherScores: .anotherScores
    case .anotherChange: .anotherChange
    case .alternative: .alternative
    case .row: .row
    case .unexplained: .none
    }
  }
}
