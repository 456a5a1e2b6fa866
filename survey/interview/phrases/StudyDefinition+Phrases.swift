package import Study
package import TextFormats

extension StudyDefinition {
  /// A warning for each language of the study that Evoke itself does not speak.
  package func phraseWarnings(in files: some StudyFiles) -> [Diagnostic] {
    languages.filter { Phrases.spoken(in: $0) == nil }.map { language in
      let spoken = Phrases.all.map(\.language.tag).joined(separator: ", ")
      return Diagnostic(
        .warning, file: files.displayName(of: "study.yaml"),
        "Evoke does not speak `\(language)`: its own words, such as \"\(Phrases.of(language).proceed)\", "
          + "are English there; it speaks \(spoken)")
    }
  }
}
