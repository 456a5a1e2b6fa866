import Study
import Testing
import TextFormats

@Suite("Columns are named before anyone answers") struct ColumnNamesTests {
  private func diagnostics(_ files: FilesInMemory) -> [Diagnostic] {
    do {
      return try StudyDefinition.load(from: files).warnings
    } catch let error as DiagnosedError {
      return error.diagnostics
    } catch {
      return [Diagnostic(file: "", "\(error)")]
    }
  }

  /// The template with a scale of three items, of which one text is replaced.
  private func study(
    _ old: String = "", _ new: String = "", design: String = "s -> imagine situation -> s"
  ) -> FilesInMemory {
    var files = FilesInMemory.template(
      replacing: "panas -> imagine situation -> panas", with: design)
    let scale = """
      id: s
      version: "1"
      title: T
      citation: C
      licence: { terms: F, evidence: O }
      instruction: { default: N?, evoked: N? }
      scales:
        - id: two
          points: [{ value: 1, label: None }, { value: 2, label: Much }]
      items:
        - { id: a, text: First, scale: two }
        - { id: b, text: Second, scale: two }
        - { id: c, text: Third, scale: two }
      subscales:
        - { id: total, title: Total, items: [a, b, c] }

      """
    files.texts["instruments/s.yaml"] = old.isEmpty ? scale : scale.replacing(old, with: new)
    return files
  }

  @Test(arguments: [
    ("id: gender", "id: all", "`all` is a reserved word of SPSS"),
    ("id: gender", "id: participant", "datasets have a column of this name"),
    ("id: gender", "id: started_at", "datasets have a column of this name"),
    ("id: gender", "id: panas_default_upset", "`panas` makes a column of this name"),
    ("id: gender", "id: panas_evoked_negative_affect", "`panas` makes a column of this name"),
  ])
  func `a question's id that no column can have is refused`(
    old: String, new: String, message: String
  ) {
    let found = diagnostics(.template(replacing: old, with: new))
    #expect(found.contains { $0.severity == .error && $0.message.contains(message) && $0.line > 1 })
  }

  @Test(arguments: [
    ("id: a,", "id: total,", "both make the column `s_default_total`"),
    ("id: a,", "id: \(String(repeating: "a", count: 60)),", "longer than SPSS allows (64 bytes)"),
  ])
  func `ids of an instrument that make no column are refused`(
    old: String, new: String, message: String
  ) {
    let files = study(old, new).texts.mapValues {
      $0.replacing("[a, b, c]", with: "[\(new.dropFirst(4).dropLast()), b, c]")
    }
    let found = diagnostics(FilesInMemory(texts: files))
    #expect(found.contains { $0.file == "instruments/s.yaml" && $0.message.contains(message) })
  }

  @Test func `two instruments that make one column are refused`() {
    // a_default_default_x is the item default_x of a, and the item x of a_default.
    var files = study(design: "s, s_default -> imagine situation -> s")
    files.texts["instruments/s_default.yaml"] = files.texts["instruments/s.yaml"]!
      .replacing("id: s\n", with: "id: s_default\n")
    files.texts["instruments/s.yaml"] = files.texts["instruments/s.yaml"]!
      .replacing("id: a,", with: "id: default_a,").replacing("[a, b", with: "[default_a, b")
    let found = diagnostics(files).filter { $0.severity == .error }
    #expect(found.map(\.message).contains { $0.contains("makes the column `s_default_default_a`") })
  }

  @Test(arguments: [
    ("text: Second", "text: First", "the items `a` and `b` have the same words"),
    ("label: Much", "label: None", "the answers `1` and `2` have the same label"),
    ("[a, b, c]", "[a, b]", "the item `c` is in no subscale, so it is not scored"),
  ])
  func `probable slips in an instrument are warnings`(old: String, new: String, message: String) {
    let found = diagnostics(study(old, new))
    #expect(
      found.contains { $0.severity == .warning && $0.message.contains(message) && $0.line > 1 })
    #expect(!found.contains { $0.severity == .error })
    #expect(!diagnostics(study()).contains { $0.file == "instruments/s.yaml" })
  }

  @Test func `the columns of an item with equal options are two`() throws {
    let text = study("value: 2, label: Much", "value: 1, code: 1b, label: Much").texts
    let instrument = try Instrument(yaml: text["instruments/s.yaml"]!, file: "s.yaml")
    #expect(
      instrument.columnNames(on: .evoked).suffix(3)
        == ["s_evoked_c", "s_evoked_c_option", "s_evoked_total"])
  }
}
