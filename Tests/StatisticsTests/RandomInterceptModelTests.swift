import TestSupport
import Testing

@testable import Statistics

@Suite("Random intercept models") struct RandomInterceptModelTests {
  static let names = [
    "dyestuff", "dyestuff2", "penicillin", "penicillin_crossed", "pastes", "nested_singular",
    "sleepstudy", "sleepstudy_days", "cake", "cake_unequal",
  ]

  /// The columns of one data set, and what lme4 and lmerTest make of them.
  struct Fitted {
    let expected: Figures
    let response: [Double]
    let groups: [[Int32]]
    let predictors: [[Double]]

    init(_ name: String) throws {
      expected = try Repository.references("models")["mixed"][name]
      response = try #require(expected["y"].numbers)
      groups = try #require(expected["groups"].list).compactMap { $0.numbers?.map { Int32($0) } }
      predictors = try #require(expected["predictors"].list).compactMap(\.numbers)
    }

    func model() throws -> RandomInterceptModel {
      try RandomInterceptModel(response, groupedBy: groups, predictors: predictors)
    }
  }

  @Test("agree with lme4", arguments: names)
  func lme4(name: String) throws {
    let fitted = try Fitted(name)
    let model = try fitted.model()
    let expected = fitted.expected
    let scale = try #require(expected["var_residual"].number)
    let variances = try #require(expected["var_groups"].numbers)
    #expect(model.groupVariances.count == variances.count)
    for (value, reference) in zip(model.groupVariances, variances) {
      #expect(agree(value, reference, within: 1e-10, scale: scale))
    }
    #expect(agree(model.residualVariance, expected["var_residual"].number, within: 1e-10))
    #expect(agree(model.icc, expected["icc"].number, within: 1e-10, scale: 1))
    #expect(agree(model.criterion, expected["reml_criterion"].number))
    #expect(!model.singular.isEmpty == expected["singular"].flag)
    for (value, reference) in zip(
      model.coefficients, try #require(expected["coefficients"].numbers))
    {
      #expect(agree(value, reference, within: 1e-10))
    }
    for index in model.coefficients.indices {
      #expect(
        agree(
          model.covariance[index][index].squareRoot(), expected["standard_errors"].numbers?[index],
          within: 1e-10))
    }
  }

  @Test("give lmerTest's Satterthwaite degrees of freedom and F", arguments: names)
  func lmerTest(name: String) throws {
    let fitted = try Fitted(name)
    let model = try fitted.model()
    for index in model.coefficients.indices {
      let test = try #require(
        model.contrast(model.coefficients.indices.map { $0 == index ? 1 : 0 }))
      #expect(agree(test.df, fitted.expected["df"].numbers?[index], within: 1e-9))
      #expect(agree(test.t, fitted.expected["t"].numbers?[index], within: 1e-10))
    }
    let f = model.fTest(from: 1)
    let expected = fitted.expected["f"]
    #expect(agree(f?.f, expected["f"].number, within: 1e-10))
    #expect(f?.df1 == expected["df1"].number)
    #expect(agree(f?.df2, expected["df2"].number, within: 1e-9))
    #expect(agree(f?.p, expected["p"].number, within: 1e-9))
  }

  @Test("of equal groups have the closed form of the analysis of variance")
  func balanced() throws {
    // With k groups of m: σ² = MSW, σ_b² = (MSB - MSW)/m, and the intercept has k - 1 df
    // (Searle, Casella and McCulloch, 1992, Variance components, section 3.8).
    let groups: [[Double]] = [[3, 5, 4], [9, 7, 8], [1, 2, 6], [5, 5, 8]]
    let model = try RandomInterceptModel(
      groups.flatMap(\.self), groupedBy: [[0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]])
    let within = groups.map { SampleSummary($0).variance! }.reduce(0, +) / 4
    let between = 3 * SampleSummary(groups.map { SampleSummary($0).mean! }).variance!
    #expect(agree(model.residualVariance, within))
    #expect(agree(model.groupVariances[0], (between - within) / 3))
    let intercept = try #require(model.contrast([1]))
    #expect(agree(intercept.estimate, SampleSummary(groups.flatMap(\.self)).mean, within: 1e-13))
    #expect(agree(intercept.standardError, (between / 12).squareRoot()))
    #expect(agree(intercept.df, 3, within: 1e-9))
  }

  @Test("do not depend on the order of observations or the names of groups")
  func permutation() throws {
    let fitted = try Fitted("cake_unequal")
    let model = try fitted.model()
    let order = fitted.response.indices.sorted { ($0 * 7919) % 1009 < ($1 * 7919) % 1009 }
    let shuffled = try RandomInterceptModel(
      order.map { fitted.response[$0] },
      groupedBy: fitted.groups.map { group in order.map { 500 - 3 * group[$0] } },
      predictors: fitted.predictors.map { column in order.map { column[$0] } })
    #expect(agree(shuffled.groupVariances[0], model.groupVariances[0], within: 1e-9))
    #expect(agree(shuffled.fTest(from: 1)?.df2, model.fTest(from: 1)?.df2, within: 1e-7))
  }

  @Test("move with a shift of the response, and scale with its unit")
  func shiftAndScale() throws {
    let fitted = try Fitted("sleepstudy_days")
    let model = try fitted.model()
    let moved = try RandomInterceptModel(
      fitted.response.map { 1e6 + 10 * $0 }, groupedBy: fitted.groups,
      predictors: fitted.predictors)
    #expect(agree(moved.icc, model.icc, within: 1e-9))
    #expect(agree(moved.residualVariance, 100 * model.residualVariance, within: 1e-9))
    #expect(agree(moved.coefficients[0], 1e6 + 10 * model.coefficients[0], within: 1e-12))
    #expect(agree(moved.coefficients[1], 10 * model.coefficients[1], within: 1e-9))
  }

  @Test("name a variance of 0 between groups, where the df are those of regression")
  func singular() throws {
    let model = try RandomInterceptModel([1, 5, 1, 5, 1, 5], groupedBy: [[0, 0, 1, 1, 2, 2]])
    #expect(model.singular == [0])
    #expect(model.groupVariances == [0])
    #expect(model.icc == 0)
    #expect(agree(model.contrast([1])?.df, 5, within: 1e-12))
  }

  @Test(
    "say why they cannot be fitted",
    arguments: [
      ([1, 2, 3], [0, 0, 0], RandomInterceptModel.Failure.oneGroup),
      ([1, 2, 3], [0, 1, 2], .oneObservationPerGroup),
      ([2, 2, 5, 5], [0, 0, 1, 1], .constantWithinGroups),
      ([4, 4, 4, 4], [0, 0, 1, 1], .constantWithinGroups),
      ([0.1, 0.1, 0.1, 0.1], [0, 0, 1, 1], .constantWithinGroups),
      ([], [], .oneGroup), ([7], [0], .oneGroup),
    ])
  func failures(
    response: [Double], group: [Int32], failure: RandomInterceptModel.Failure
  ) {
    #expect(throws: failure) { try RandomInterceptModel(response, groupedBy: [group]) }
  }

  @Test("need more groups than coefficients between them")
  func tooFewGroups() {
    #expect(throws: RandomInterceptModel.Failure.tooFewGroups) {
      try RandomInterceptModel(
        [1, 2, 3, 5], groupedBy: [[0, 0, 1, 1]], predictors: [[0, 0, 1, 1]])
    }
    // A column twice.
    #expect(throws: RandomInterceptModel.Failure.tooFewGroups) {
      try RandomInterceptModel(
        [1, 2, 3, 5, 4, 7], groupedBy: [[0, 0, 1, 1, 2, 2]],
        predictors: [[0, 1, 0, 1, 0, 1], [0, 2, 0, 2, 0, 2]])
    }
  }

  @Test("eigenvalues add up to the trace, and vectors are orthogonal")
  func eigenpairs() {
    var matrix = CoefficientMatrix(size: 4)
    for (index, vector) in [[4.0, 1, 0, 2], [1, 3, 1, 0], [0, 1, 2, 5], [1, 1, 1, 1]].enumerated() {
      matrix.add(vector, weight: Double(index + 1))
    }
    let pairs = matrix.eigenpairs
    let trace = (0..<4).reduce(0.0) { $0 + matrix[$1, $1] }
    #expect(agree(pairs.reduce(0) { $0 + $1.value }, trace, within: 1e-13))
    for (value, vector) in pairs {
      for (image, element) in zip(matrix.times(vector), vector) {
        #expect(agree(image, value * element, within: 1e-12, scale: trace))
      }
    }
    #expect(abs(dot(pairs[0].vector, pairs[1].vector)) < 1e-14)
    #expect(pairs.map(\.value) == pairs.map(\.value).sorted(by: >))
  }
}
