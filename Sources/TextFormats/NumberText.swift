/// A number as people write it: without a trailing `.0`.
package func formatted(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
}

/// A number with this many decimals and a true minus sign; an em dash if it is undefined.
package func figure(_ value: Double?, decimals: Int) -> String {
  guard let value, value.isFinite else { return "—" }
  return fixed(value, decimals).replacing("-", with: "−")
}

/// The same for a figure that cannot be above 1, without a zero before the point (APA 2020, section
/// 6.36). One that rounds to 0 has no sign.
package func coefficient(_ value: Double?, decimals: Int = 2) -> String {
  guard let value, value.isFinite else { return "—" }
  let text = figure(abs(value), decimals: decimals)
  let isZero = text.allSatisfy { "0.".contains($0) }
  return (value < 0 && !isZero ? "−" : "") + text.withoutLeadingZero
}

/// A level of significance or a power as it was given, such as `.01`.
package func level(_ share: Double) -> String { formatted(share).withoutLeadingZero }

/// A p value: no zero before the point, three decimals, `<.001` and `>.999` (APA 2020, section 6.36).
///
/// - Parameter alpha: the level that p is held against. Where three decimals do not show on which
///   side of it p is, there are more.
package func pFigure(_ p: Double?, at alpha: Double? = nil) -> String {
  guard let p else { return "—" }
  if p < 0.001 {
    guard let alpha, alpha < 0.001, p < alpha else { return "<.001" }
    return "<" + level(alpha)
  }
  let decimals = (3...9).first { decimals in
    guard let alpha, p != alpha, let rounded = Double(fixed(p, decimals)) else { return true }
    return p < alpha ? rounded < alpha : rounded > alpha
  }
  guard let decimals else { return (p < alpha! ? "<" : ">") + level(alpha!) }
  let text = fixed(p, decimals)
  return text.hasPrefix("0") ? text.withoutLeadingZero : ">.999"
}

/// A power, which is never 1: `.80`, or `>.99`.
package func powerFigure(_ power: Double, decimals: Int = 2) -> String {
  let text = coefficient(power, decimals: decimals)
  return text.hasPrefix("1") ? ">." + String(repeating: "9", count: decimals) : text
}

/// A whole number with its thousands separated: `1,266`.
package func grouped(_ number: Int) -> String {
  let digits = String(number.magnitude)
  var text = number < 0 ? "−" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { text += "," }
    text.append(digit)
  }
  return text
}

/// `1 person` or `1,266 persons`.
package func counted(_ number: Int, _ noun: String) -> String {
  "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
}

/// A share as a percentage; an em dash if it is undefined.
package func percentage(_ share: Double?, decimals: Int = 1) -> String {
  share.map { figure($0 * 100, decimals: decimals) + "%" } ?? "—"
}

extension String {
  fileprivate var withoutLeadingZero: String { hasPrefix("0.") ? String(dropFirst()) : self }
}

/// Decimal digits by rounding half away from zero of the exact value; `-0.0` loses its sign.
private func fixed(_ value: Double, _ decimals: Int) -> String {
  var scale = 1.0
  for _ in 0..<decimals { scale *= 10 }
  let scaled = (abs(value) * scale).rounded()
  guard scaled < 1e15 else { return "\(value)" }
  let whole = Int(scaled) / Int(scale)
  let part = Int(scaled) % Int(scale)
  let digits = "\(part)"
  let text =
    decimals == 0
    ? "\(whole)"
    : "\(whole)." + String(repeating: "0", count: decimals - digits.count) + digits
  return value < 0 && scaled > 0 ? "-" + text : text
}
