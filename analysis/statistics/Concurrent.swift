internal import Dispatch

/// The values of a function at 0 ..< count, computed on all cores.
package func inParallel<Value: Sendable>(_ count: Int, _ value: @Sendable (Int) -> Value) -> [Value]
{
  var values = [Value?](repeating: nil, count: count)
  values.withUnsafeMutableBufferPointer { buffer in
    // Each iteration writes its own element and no other.
    nonisolated(unsafe) let elements = buffer
    DispatchQueue.concurrentPerform(iterations: count) { elements[$0] = value($0) }
  }
  return values.map { $0! }
}
