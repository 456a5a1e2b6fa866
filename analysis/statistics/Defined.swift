/// A finite value, or nil.
package func defined(_ value: Double) -> Double? { value.isFinite ? value : nil }
