import Study
import TestSupport
import Testing

@testable import Analysis
@testable import Statistics

/// Figures of R 4.2 (t.test, lm, anova, emmeans, lmerTest), by script/reference-figures/contrast.R.
@Suite struct ContrastFigureTests {
  /// The people of the file, with their one subscale.
  static func people(_ file: Figures) throws -> Respondents {
    let cells = try #require(file["cells"].list).map { cell in
      let emotion = cell["emotion"].text!
      let factor = Int(cell["factor"].number!)
      return Design.Cell(
        key: SituationKey(
          emotion: emotion, factor: "\(emotion) \(factor)",
          index: Int(cell["situation"].number!),
          kind: Situation.Kind(rawValue: cell["kind"].text!)!),
        factorIndex: factor)
    }
    let cell = try #require(file["cell"].numbers).map { Int($0) }
    var attributes = Respondents.Attributes(count: cell.count)
    for (person, gender) in try #require(file["gender"].list).enumerated() {
      attributes["gender", person] = gender.text?.isEmpty == false ? gender.text : nil
    }
    for (person, language) in try #require(file["language"].list).enumerated() {
      attributes.setLanguage(language.text, of: person)
    }
    return .made(
      cells, cells: cell, default: try #require(file["before"].numbers),
      evoked: try #require(file["after"].numbers), attributes: attributes)
  }

  @Test func `contrasts of people with controls, answers and languages are those of R`() throws {
    let file = try Repository.references("contrast")
    let expected = try #require(file["contrasts"].list)
    let contrasts = try Contrast.all(
      expected.map(Self.definition), of: try Self.people(file), everyone: try Self.people(file))
    #expect(contrasts.count == 6)
    for (contrast, expected) in zip(contrasts, expected) {
      Self.compare(contrast, contrast.figures[0], expected)
    }
  }

  static func definition(_ expected: Figures) throws -> ContrastDefinition {
    ContrastDefinition(
      of: try GroupSelection(expected["of"].text!),
      against: try .init(expected["against"].text!), bounds: .points(2))
  }

  static func compare(_ contrast: Contrast, _ own: Contrast.Figures, _ expected: Figures) {
    let name = "\(contrast.definition.groups), \(own.subscale)"
    func same(
      _ value: Double?, _ figure: Figures, within tolerance: Double = 1e-10, scale: Double = 0,
      _ what: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
      #expect(
        agree(value, figure.number, within: tolerance, scale: scale),
        "\(name), \(what): \(String(describing: value))", sourceLocation: sourceLocation)
    }
    func same(
      _ interval: Interval?, _ figure: Figures, within tolerance: Double = 1e-10, scale: Double,
      _ what: String
    ) {
      let ends = figure.list ?? []
      #expect(
        ends.count == 2
          && agree(interval?.low, ends[0].number, within: tolerance, scale: scale)
          && agree(interval?.high, ends[1].number, within: tolerance, scale: scale),
        "\(name), \(what): \(String(describing: interval))")
    }
    let sd = expected["hedges"]["pooled"].number ?? 1
    for (side, key) in [(own.first, "first"), (own.second, "second")] {
      #expect(Double(side.n) == expected[key]["n"].number, "\(name)")
      same(side.default.summary.mean, expected[key]["default"], "default")
      same(side.evoked.summary.mean, expected[key]["evoked"], "evoked")
      same(side.change.summary.mean, expected[key]["change"], scale: sd, "change")
      same(side.change.summary.sd, expected[key]["sd"], "SD")
    }
    let welch = expected["welch"]
    same(own.welch?.estimate, welch["difference"], scale: sd, "difference")
    same(own.welch?.t, welch["t"], scale: 1, "t")
    same(own.welch?.df, welch["df"], "df")
    same(own.welch?.p, welch["p"], "p")
    same(own.pHolm, welch["p_holm"], "p Holm")
    same(own.welch?.interval(), welch["interval"], scale: sd, "interval")
    same(own.effect?.g, expected["hedges"]["g"], scale: 1, "g")
    // uniroot stops at 1e-13 of a noncentrality, whose tail R computes to some 1e-12.
    same(
      own.effect?.gInterval, expected["hedges"]["interval"], within: 1e-9, scale: 1, "interval of g"
    )
    let bounds = expected["equivalence"]
    same(own.equivalence?.tLower, bounds["t_lower"], scale: 1, "lower t")
    same(own.equivalence?.lower.p, bounds["p_lower"], "lower p")
    same(own.equivalence?.tUpper, bounds["t_upper"], scale: 1, "upper t")
    same(own.equivalence?.upper.p, bounds["p_upper"], "upper p")
    same(own.equivalence?.interval(), bounds["interval"], scale: sd, "90% interval")
    let adjusted = expected["adjusted"]
    same(own.adjusted?.estimate, adjusted["difference"], scale: sd, "adjusted difference")
    same(own.adjusted?.standardError, adjusted["se"], "adjusted SE")
    #expect(own.adjusted?.df == adjusted["df"].number, "\(name)")
    same(own.adjusted?.t, adjusted["t"], scale: 1, "adjusted t")
    same(own.adjusted?.p, adjusted["p"], "adjusted p")
    same(own.adjustedPHolm, adjusted["p_holm"], "adjusted p Holm")
    same(own.adjusted?.interval(), adjusted["interval"], scale: sd, "adjusted interval")
    same(own.ancova?.slope.estimate, adjusted["slope"], scale: 1, "slope")
    // A difference of two sums of squares: R's loses what they share.
    same(own.ancova?.slopes?.f, expected["slopes"]["f"], scale: 1e-2, "F of slopes")
    same(own.ancova?.slopes?.df2, expected["slopes"]["df2"], "df of slopes")
    same(own.ancova?.slopes?.p, expected["slopes"]["p"], within: 1e-9, "p of slopes")
    let random = expected["random"]
    let model = own.random?.success
    #expect(own.random?.levels.contains(.factor) == random["has_factors"].flag, "\(name)")
    #expect(own.random.map { Double($0.factors) } == random["factors"].number, "\(name)")
    #expect(own.random.map { Double($0.situations) } == random["situations"].number, "\(name)")
    same(
      model?.difference?.estimate, random["difference"], within: 1e-6, scale: sd,
      "random difference")
    same(model?.difference?.standardError, random["se"], within: 1e-6, "random SE")
    same(model?.difference?.df, random["df"], within: 1e-4, "random df")
    same(model?.difference?.p, random["p"], within: 1e-4, "random p")
    same(own.randomPHolm, random["p_holm"], within: 1e-4, "random p Holm")
    same(model?.model.residualVariance, random["var_residual"], within: 1e-6, "residual variance")
    same(
      model?.model.groupVariances.last, random["var_situation"], within: 1e-6,
      scale: sd, "variance of situations")
    same(
      model?.difference?.interval(), random["interval"], within: 1e-5, scale: sd, "random interval")
  }

  @Test func `shares are compared as R does`() throws {
    for expected in try #require(Repository.references("contrast")["proportions"].list) {
      let (one, two) = (expected["first"].numbers!, expected["second"].numbers!)
      let shares = try #require(
        TwoProportions((Int(one[0]), Int(one[1])), (Int(two[0]), Int(two[1]))))
      #expect(agree(shares.difference, expected["difference"].number, scale: 1e-2))
      #expect(agree(shares.interval?.low, expected["interval"].numbers?[0], scale: 1))
      #expect(agree(shares.interval?.high, expected["interval"].numbers?[1], scale: 1))
      #expect(agree(shares.fisher?.p, expected["p"].number), "\(one) \(two)")
    }
    #expect(TwoProportions((1, 0), (1, 2)) == nil && TwoProportions((3, 2), (1, 2)) == nil)
    let same = TwoProportions((0, 5), (0, 9))
    #expect(same?.fisher?.p == 1 && same?.difference == 0)
  }
}
