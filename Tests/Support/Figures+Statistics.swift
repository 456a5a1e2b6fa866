package import Statistics

extension Figures {
  /// The n, mean and SD (n-1) of one measure.
  package func summary(n: Int) -> SampleSummary {
    SampleSummary(n: n, mean: self["mean"].number, sd: self["sd"].number)
  }

  /// The arrow; the files write `-` for one that is not significant. nil if the figure is absent or
  /// something else.
  package var arrow: Arrow? {
    text == "-" ? .notSignificant : text.flatMap(Arrow.init)
  }
}
