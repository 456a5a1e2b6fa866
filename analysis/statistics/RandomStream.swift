/// A stream of random bits that depends on a seed and a number, nothing else: streams of one seed
/// are independent, so parallel work gives the same result in any order.
///
/// xoshiro256++ 1.0 (Blackman and Vigna, 2021, Scrambled linear pseudorandom number generators, ACM
/// Transactions on Mathematical Software 47, 36), its state filled by SplitMix64 (Steele, Lea and
/// Flood, 2014, Fast splittable pseudorandom number generators, OOPSLA, 453-472), each written from
/// its published algorithm.
package struct RandomStream: RandomNumberGenerator, Sendable {
  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64

  package init(seed: UInt64, stream: UInt64 = 0) {
    // The stream's number is mixed once, so (1, 2) and (2, 1) start differently.
    var key = SeededGenerator(seed: stream)
    var mix = SeededGenerator(seed: seed ^ key.next())
    s0 = mix.next()
    s1 = mix.next()
    s2 = mix.next()
    s3 = mix.next()
  }

  /// The four words of xoshiro's state, not all 0.
  package init(state: (UInt64, UInt64, UInt64, UInt64)) { (s0, s1, s2, s3) = state }

  @inline(__always)
  package mutating func next() -> UInt64 {
    let sum = s0 &+ s3
    let result = (sum << 23 | sum >> 41) &+ s0
    let shifted = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = s3 << 45 | s3 >> 19
    return result
  }
}
