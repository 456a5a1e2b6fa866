/// A number as people write it: without a trailing `.0`.
package func formatted(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
}

/// A number with this many decimals and a true minus sign; an em dash where it is undefined.
package func figure(_ value: Double?, decimals: Int) -> String {
  guard let value, value.isFinite else { return "—" }
  return fixed(value, decimals).replacing("-", with: "−")
}

/// "1 person" or "2 persons".
package func count(_ number: Int, _ noun: String) -> String {
  "\(number) \(noun)\(number == 1 ? "" : "s")"
}

/// A p value as APA (2020, section 6.36) prints it: no zero before the point, three decimals.
package func pFigure(_ p: Double?) -> String {
  guard let p else { return "—" }
  if p < 0.001 { return "<.001" }
  let text = fixed(p, 3)
  return text.hasPrefix("0") ? String(text.dropFirst()) : text
}

/// `= .012` or `< .001`, for a sentence.
package func pEquation(_ p: Double?) -> String {
  let text = pFigure(p)
  return text.hasPrefix("<") ? "< \(text.dropFirst())" : "= \(text)"
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
