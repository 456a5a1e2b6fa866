import Disclosure
import Testing
import TextFormats

@testable import Release

@Suite struct ReleaseRecipeTests {
  @Test func `a recipe reads back as it was written`() throws {
    let recipe = ReleaseRecipe(
      limits: .init(
        k: 7, l: 2, t: 0.4, maximumSuppression: 0.07, maximumLoss: 0.5, suppression: .rows,
        time: .quarter),
      columns: [
        .init(name: "a", level: "as answered", generalisation: .asAnswered),
        .init(name: "b", level: "removed", generalisation: .removed),
        .init(name: "c", level: "10 years", generalisation: .bands(upperEnds: [-5, 3, 1990])),
        .init(
          name: "d", level: "yes: or \"no\"",
          generalisation: .groups([
            .init(label: "No", members: ["no", "null", "~", "1", "a: b", "é", "- x", "#"]),
            .init(label: "Yes, \\ all", members: ["True", " spaced ", "it's"]),
          ])),
      ])
    let text = recipe.yaml
    let back = try ReleaseRecipe(yaml: text, file: "recipe.yaml")
    // Spaces around a value are not part of it in any of Evoke's texts.
    #expect(back.yaml == text.replacing("' spaced '", with: "spaced"))
    #expect(back.columns[2] == recipe.columns[2])
  }

  @Test(arguments: [
    ("k: 1\ncolumns: {a: {level: removed}}", "whole number from 2"),
    ("k: 5", "names no column"),
    ("k: 5\ncolumns: {a: {level: coarse}}", "needs `bands` or `groups`"),
    ("k: 5\ncolumns: {a: {level: x, bands: [3, 1]}}", "ascending order"),
    ("k: 5\ncolumns: {a: {level: x, groups: {A: [u], B: [u]}}}", "is in two groups"),
    ("k: 5\nmax_loss: 7\ncolumns: {a: {level: removed}}", "must be a share"),
    ("k: 5\ncolumn: 1", "did you mean `columns`?"),
  ])
  func `a mistake in a recipe is named with its place`(text: String, message: String) {
    do {
      _ = try ReleaseRecipe(yaml: text, file: "recipe.yaml")
      Issue.record("\(text) was read")
    } catch {
      #expect(error.description.contains(message))
      #expect(error.description.hasPrefix("recipe.yaml:"))
    }
  }

  @Test(arguments: [
    (TimeGrain.year, "2026"), (.quarter, "2026 quarter 4"), (.month, "2026 November"),
  ])
  func `a time is as coarse as asked`(grain: TimeGrain, text: String) {
    #expect(grain.label(of: "2026-11-21T03:10:54.007Z") == text)
    #expect(TimeGrain.none.label(of: "2026-11-21T03:10:54.007Z") == nil)
    #expect(grain.label(of: "nonsense") == nil)
  }
}
