import Study
import Testing

@Suite struct VariableNameTests {
  @Test func `a name has instrument, occasion, and item or subscale`() {
    let item = VariableName(instrument: "panas", occasion: .default, item: "upset")
    #expect("\(item)" == "panas_default_upset")
    #expect(item.ofOption == "panas_default_upset_option")
    let score = VariableName(instrument: "panas", occasion: .evoked, subscale: "negative_affect")
    #expect("\(score)" == "panas_evoked_negative_affect")
    #expect(item != VariableName(instrument: "panas", occasion: .default, subscale: "upset"))
  }
}
