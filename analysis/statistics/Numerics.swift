internal import CBoostMath

/// The integral of a smooth function over a finite interval, to about 1e-13 of the integral of its
/// size; nil if it is not finite.
///
/// Boost's adaptive Gauss-Kronrod rule with 61 nodes. A peak far narrower than the interval can be
/// missed: the caller chooses an interval that the function fills.
package func integral(from low: Double, to high: Double, of function: (Double) -> Double) -> Double?
{
  calling(function) { context in
    defined(boost_integral(low, high, { Callback.value(at: $0, of: $1) }, context))
  }
}

/// The point between two ends at which a continuous function is 0, to the last digits of a double;
/// nil if its signs at the ends are the same. Boost's `toms748_solve`.
package func root(between low: Double, and high: Double, of function: (Double) -> Double) -> Double?
{
  calling(function) { context in
    defined(boost_root(low, high, { Callback.value(at: $0, of: $1) }, context))
  }
}

/// A Swift function on its way through C.
private struct Callback {
  let function: (Double) -> Double

  static func value(at x: Double, of context: UnsafeRawPointer?) -> Double {
    context!.assumingMemoryBound(to: Callback.self).pointee.function(x)
  }
}

private func calling(
  _ function: (Double) -> Double, _ body: (UnsafeRawPointer) -> Double?
) -> Double? {
  withoutActuallyEscaping(function) { function in
    withUnsafePointer(to: Callback(function: function)) { body(UnsafeRawPointer($0)) }
  }
}
