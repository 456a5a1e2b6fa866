import Foundation
import TestSupport
import Testing

@testable import Statistics

@Suite("Distributions") struct DistributionsTests {
  /// The six distributions behind one face: cdf and upper tail, their logarithms and inverses.
  struct Functions {
    let cdf, upperTail, logCDF, logUpperTail, quantile, upperQuantile: (Double) -> Double?
  }

  static func functions(_ name: String, _ row: Figures) -> Functions? {
    func parameter(_ key: String) -> Double { row[key].number ?? .nan }
    switch name {
    case "t":
      let d = StudentT(df: parameter("df"))
      return Functions(
        cdf: d.cdf, upperTail: d.upperTail, logCDF: d.logCDF, logUpperTail: d.logUpperTail,
        quantile: d.quantile, upperQuantile: d.upperQuantile)
    case "f":
      let d = FisherF(df1: parameter("df1"), df2: parameter("df2"))
      return Functions(
        cdf: d.cdf, upperTail: d.upperTail, logCDF: d.logCDF, logUpperTail: d.logUpperTail,
        quantile: d.quantile, upperQuantile: d.upperQuantile)
    case "chi2":
      let d = ChiSquare(df: parameter("df"))
      return Functions(
        cdf: d.cdf, upperTail: d.upperTail, logCDF: d.logCDF, logUpperTail: d.logUpperTail,
        quantile: d.quantile, upperQuantile: d.upperQuantile)
    case "normal":
      return Functions(
        cdf: Normal().cdf, upperTail: Normal().upperTail, logCDF: Normal().logCDF,
        logUpperTail: Normal().logUpperTail, quantile: Normal().quantile,
        upperQuantile: Normal().upperQuantile)
    case "beta":
      let d = Beta(a: parameter("a"), b: parameter("b"))
      return Functions(
        cdf: d.cdf, upperTail: d.upperTail, logCDF: d.logCDF, logUpperTail: d.logUpperTail,
        quantile: d.quantile, upperQuantile: d.upperQuantile)
    case "nct":
      let d = NoncentralT(df: parameter("df"), noncentrality: parameter("ncp"))
      return Functions(
        cdf: d.cdf, upperTail: d.upperTail, logCDF: d.logCDF, logUpperTail: d.logUpperTail,
        quantile: d.quantile, upperQuantile: d.upperQuantile)
    default: return nil
    }
  }

  /// A 25-digit decimal whose exponent can lie below a double's.
  struct Decimal25 {
    let value: Double
    let logarithm: Double

    init(_ text: String) {
      let parts = text.lowercased().split(separator: "e")
      value = Double(text) ?? 0
      let exponent = parts.count > 1 ? Double(parts[1]) ?? 0 : 0
      logarithm = log(Double(parts[0]) ?? 0) + exponent * log(10)
    }
  }

  /// Rows of distributions.json that are wrong themselves: mpmath's series cancelled beyond its
  /// 60 digits. Summing the integral of positive terms with mpmath, 50 digits and two step sizes
  /// that agree to 45 digits, gives these upper tails.
  static let corrected: [(t: Double, df: Double, ncp: Double, upperTail: String)] = [
    (25, 1265, -0.5, "3.199396879518116317554136e-117"),
    (25, 1265, -5, "9.363183110591060494027308e-162"),
  ]

  @Test(
    "agree with mpmath to 1e-12 relative, both tails, and to 1e-12 in the logarithm below doubles",
    .needsReference,
    arguments: ["t", "f", "chi2", "normal", "beta", "nct"])
  func golden(name: String) throws {
    let rows = try #require(try ReferenceFiles.golden("distributions")[name].list)
    #expect(rows.count > 100)
    let place = name == "t" || name == "nct" ? "t" : "x"
    for row in rows {
      let f = try #require(Self.functions(name, row))
      let x = try #require(row[place].number)
      var lower = Decimal25(try #require((row["cdf"].text ?? row["I"].text)))
      var upper = Decimal25(try #require((row["sf"].text ?? row["Q"].text)))
      // Where one tail is below 1e-1000 the file holds 0 for the other, whose value is 1.
      if lower.value == 0, lower.logarithm == -.infinity { lower = Decimal25("1.0") }
      if upper.value == 0, upper.logarithm == -.infinity { upper = Decimal25("1.0") }
      if name == "nct",
        let row = Self.corrected.first(where: {
          $0.t == x && $0.df == row["df"].number && $0.ncp == row["ncp"].number
        })
      {
        upper = Decimal25(row.upperTail)
      }
      for (tail, logTail, inverse, expected, other) in [
        (f.cdf, f.logCDF, f.quantile, lower, upper),
        (f.upperTail, f.logUpperTail, f.upperQuantile, upper, lower),
      ] {
        let value = try #require(tail(x))
        // Below the smallest normal double digits are lost: the logarithm has them.
        if expected.value >= Double.leastNormalMagnitude {
          #expect(agree(value, expected.value, within: 1e-12), "\(name) \(row) \(value)")
        } else {
          #expect(value < Double.leastNormalMagnitude)
        }
        // Near 1 the logarithm is that of the other tail, which the file has more digits of.
        let logarithm = expected.value > 0.5 ? log1p(-other.value) : expected.logarithm
        #expect(
          agree(logTail(x), logarithm, within: 1e-12, scale: 1e-300),
          "log \(name) \(row) \(logTail(x) as Any)")
        // The inverse of the tail that holds the digits. Near a maximum of the density a change
        // of p in its last digit moves x by p·1e-16/density: t near 0 with its p near one half
        // is the one such place here.
        if value > 1e-307, value <= 0.5 {
          #expect(
            agree(inverse(value), x, within: 1e-12, scale: place == "t" ? 1 : 0),
            "inverse of \(name) \(row) \(inverse(value) as Any)")
        }
      }
    }
  }

  @Test("agree with R's logarithms, far below the smallest double too")
  func logarithms() throws {
    let r = try Repository.references("r")["log_tails"]
    func compare(
      _ x: String, _ expected: String, scale: Double = 1, _ function: (Double, Int) -> Double?
    ) throws {
      let arguments = try #require(r[x].numbers)
      let logarithms = try #require(r[expected].list)
      #expect(!logarithms.isEmpty)
      for (index, logarithm) in logarithms.enumerated() {
        #expect(
          agree(function(arguments[index] * scale, index), logarithm.number, within: 1e-9),
          "\(expected) \(arguments[index])")
      }
    }
    let df = try #require(r["df"].numbers)
    try compare("t", "log_upper") { StudentT(df: df[$1]).logUpperTail($0) }
    try compare("t", "log_upper") { StudentT(df: df[$1]).logCDF(-$0) }
    try compare("f", "f_log_upper") { x, _ in FisherF(df1: 7, df2: 1265).logUpperTail(x) }
    try compare("f", "f_log_lower", scale: 1e-4) { x, _ in
      FisherF(df1: 176, df2: 1265).logCDF(x)
    }
    try compare("chi_square", "chi_square_log_upper") { x, _ in ChiSquare(df: 35).logUpperTail(x) }
    try compare("normal", "normal_log_upper") { x, _ in Normal().logUpperTail(x) }
    for (x, logarithm) in zip([1e-30, 1e-3, 30], try #require(r["chi_square_log_lower"].numbers)) {
      #expect(agree(ChiSquare(df: 35).logCDF(x), logarithm))
    }
  }

  @Test("noncentral t agrees with SciPy's quantiles and noncentralities")
  func noncentralT() throws {
    for row in try #require(try Repository.references("scipy")["noncentral_t"].list) {
      let t = try #require(row["t"].number)
      let df = try #require(row["df"].number)
      let distribution = NoncentralT(df: df, noncentrality: try #require(row["ncp"].number))
      #expect(agree(distribution.quantile(0.1), row["quantile_10"].number))
      let interval = NoncentralT.noncentralityInterval(t: t, df: df)
      #expect(agree(interval?.low, row["interval"].numbers?[0]))
      #expect(agree(interval?.high, row["interval"].numbers?[1]))
    }
  }

  @Test(
    "an interval of noncentralities cuts off its tails, also beyond R's limit",
    arguments: [0, 1e-9, 0.3, -2, 12, -38.6, 75, 400, -3_000, 1e6, -1e12],
    [1, 2, 5, 34.5, 1_265, 2e5])
  func noncentralityInterval(t: Double, df: Double) throws {
    for level in [0.5, 0.9, 0.95, 0.999] {
      let interval = try #require(NoncentralT.noncentralityInterval(t: t, df: df, level: level))
      let tail = (1 - level) / 2
      #expect(interval.low <= interval.high)
      // An end's last digit moves its tail by about 1e-16·|ncp| standard errors.
      let tolerance = 1e-11 + min(1e-9, 1e-14 * abs(t))
      let atLow = NoncentralT(df: df, noncentrality: interval.low)
      let atHigh = NoncentralT(df: df, noncentrality: interval.high)
      #expect(agree(atLow.upperTail(t), tail, within: tolerance), "\(level)")
      #expect(agree(atHigh.cdf(t), tail, within: tolerance), "\(level)")
    }
  }

  @Test("noncentral t without noncentrality is Student's t", arguments: [1, 4.5, 35, 1_265.0])
  func central(df: Double) {
    for t in [-40, -3, -0.5, 0, 1, 8, 100.0] {
      let noncentral = NoncentralT(df: df, noncentrality: 0)
      #expect(agree(noncentral.cdf(t), StudentT(df: df).cdf(t), within: 1e-12))
      #expect(agree(noncentral.logCDF(t), StudentT(df: df).logCDF(t), within: 1e-12))
    }
  }

  @Test("are undefined, not wrong, out of range")
  func outOfRange() {
    for df in [0, -1, .nan] {
      #expect(StudentT(df: df).cdf(1) == nil)
      #expect(StudentT(df: df).logUpperTail(1) == nil)
      #expect(FisherF(df1: df, df2: 3).upperTail(1) == nil)
      #expect(FisherF(df1: 3, df2: df).logUpperTail(1) == nil)
      #expect(ChiSquare(df: df).upperTail(1) == nil)
      #expect(Beta(a: df, b: 1).cdf(0.5) == nil)
      #expect(NoncentralT(df: df, noncentrality: 1).cdf(1) == nil)
      #expect(NoncentralT.noncentralityInterval(t: 1, df: df) == nil)
    }
    #expect(FisherF(df1: 2, df2: 3).cdf(-1) == nil)
    #expect(ChiSquare(df: 2).upperTail(-1) == nil)
    #expect(Beta(a: 2, b: 3).cdf(1.5) == nil)
    for p in [-0.1, 0, 1, 1.1, .nan] {
      #expect(Normal().quantile(p) == nil)
      #expect(StudentT(df: 5).quantile(p) == nil)
      #expect(StudentT(df: 5).upperQuantile(p) == nil)
      #expect(NoncentralT(df: 5, noncentrality: 1).quantile(p) == nil)
    }
    for t in [Double.nan, .infinity, -.infinity] {
      #expect(NoncentralT.noncentralityInterval(t: t, df: 3) == nil)
    }
    for level in [0, 1, -1, 2, .nan] {
      #expect(NoncentralT.noncentralityInterval(t: 1, df: 3, level: level) == nil)
    }
    #expect(Normal().cdf(.nan) == nil)
    #expect(Normal().upperTail(.infinity) == 0)
    #expect(StudentT(df: 3).cdf(-.infinity) == 0)
    #expect(StudentT(df: 3).logCDF(-.infinity) == -.infinity)
  }

  @Test("log p goes on where p has underflowed")
  func underflow() throws {
    let significance = try #require(StudentT(df: 1265).twoSided(200))
    #expect(significance.p == 0)
    // R 4.2.2: (pt(-200, 1265, log.p = TRUE) + log(2))/log(10).
    #expect(agree(significance.log10P, -958.925703328657, within: 1e-9))
  }
}
