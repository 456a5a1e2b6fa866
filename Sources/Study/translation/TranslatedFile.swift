import Statistics
import TextFormats
import Yams

/// What becomes of a text that a declared language lacks.
package enum TranslationGaps: Sendable {
  /// It is an error: a participant never reads another language in silence.
  case refused
  /// The original is used instead, marked, for the researcher's preview.
  case marked
}

/// A sibling file with the texts of another file in one language, as far as they are there.
///
/// Every text that is asked for and missing is reported with the file and the key.
final class TranslatedFile {
  let file: String
  let language: Language
  let document: YAMLDocument
  private let gaps: TranslationGaps
  /// The file's mapping, nil if there is no such file or it cannot be read.
  let root: YAMLMapping?

  /// - Parameters:
  ///   - text: nil if there is no such file, which is reported once, with its purpose.
  ///   - name: what the file holds, in words.
  init(
    _ text: String?, file: String, of original: String, into language: Language, name: String,
    keys: [String], gaps: TranslationGaps
  ) {
    self.file = file
    self.language = language
    self.gaps = gaps
    document = YAMLDocument(file: file)
    guard let text else {
      root = nil
      document.add(
        Diagnostic(
          gaps.severity, file: file,
          "no such file; expected the texts of \(original) in `\(language)`"))
      return
    }
    let document = document
    root = document.compose(text).flatMap { YAMLMapping($0, in: document, name: name, keys: keys) }
    if let stated = root?.optionalString("language"), stated != language.tag {
      root?.report("language", "the file says `\(stated)`, but its name says `\(language)`")
    }
  }

  /// The text of a key, or the original, marked, if it is not translated.
  ///
  /// - Parameters:
  ///   - fields: where the key should be; nil if the file lacks even that.
  ///   - path: the key with those above it, as in `demographics.gender.text`.
  func text(_ key: String, in fields: YAMLMapping?, path: String, original: String) -> String {
    if let fields, fields.has(key) { return fields.optionalString(key) ?? original }
    missing(path, original: original, in: fields)
    return marked(original)
  }

  /// The entries of a list by their names, with those reported that the original does not have.
  func entries(
    _ list: String, in fields: YAMLMapping?, by key: String, names: [String], name: String,
    keys: [String], path: String
  ) -> [String: YAMLMapping] {
    var found: [String: YAMLMapping] = [:]
    let entries = fields?.mappings(fields?.optionalList(list) ?? [], name: name, keys: keys) ?? []
    for entry in entries {
      guard let id = entry.string(key) else { continue }
      if !names.contains(id) {
        entry.report(
          key, "the original has no `\(id)` in `\(path)`\(hint(for: id, among: names))")
      } else if found[id] != nil {
        entry.report(key, "`\(id)` is translated twice")
      }
      found[id] = entry
    }
    return found
  }

  private func missing(_ path: String, original: String, in fields: YAMLMapping?) {
    // A missing file is reported once.
    guard root != nil else { return }
    let start = original.prefix(40)
    let message =
      "`\(path)` is not translated; the original is \"\(start)\(start == original ? "" : "…")\""
    (fields ?? root)?.report("", message, gaps.severity)
  }

  /// The text as the preview shows it without a translation.
  func marked(_ original: String) -> String {
    "⟦not in \(language)⟧ \(original)"
  }
}

extension TranslationGaps {
  var severity: Diagnostic.Severity { self == .refused ? .error : .warning }
}

/// The name of a file's translation: `panas.de.yaml` of `panas.yaml`.
package func translatedPath(_ path: String, into language: Language) -> String {
  let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
  guard let dot = path[start...].lastIndex(of: "."), dot > start else {
    return "\(path).\(language)"
  }
  return "\(path[..<dot]).\(language)\(path[dot...])"
}
