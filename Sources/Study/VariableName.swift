/// The public name of what one instrument gives on one occasion: a column of every wide table, such
/// as `panas_default_upset` or `panas_evoked_positive_affect`.
package struct VariableName: Sendable, Hashable, CustomStringConvertible {
  private enum Part: Sendable, Hashable {
    case item(ItemID)
    case subscale(SubscaleID)
  }

  package let instrument: InstrumentID
  package let occasion: Occasion
  private let part: Part

  package init(instrument: InstrumentID, occasion: Occasion, item: ItemID) {
    self.instrument = instrument
    self.occasion = occasion
    part = .item(item)
  }

  package init(instrument: InstrumentID, occasion: Occasion, subscale: SubscaleID) {
    self.instrument = instrument
    self.occasion = occasion
    part = .subscale(subscale)
  }

  package var description: String {
    switch part {
    case .item(let id): "\(instrument)_\(occasion)_\(id)"
    case .subscale(let id): "\(instrument)_\(occasion)_\(id)"
    }
  }

  /// The name of the column with the option chosen, for items of which two options have one value.
  package var ofOption: String { "\(self)_option" }
}
