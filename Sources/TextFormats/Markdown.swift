internal import CMark
internal import Foundation

/// A text in CommonMark, as a researcher writes consent and debrief.
package struct Markdown: Sendable, Hashable {
  package let source: String

  package init(_ source: String) {
    self.source = source
  }

  /// The text as HTML. Raw HTML in the source and unsafe links are removed.
  package var html: String {
    rendered { text, length in
      cmark_markdown_to_html(text, length, CMARK_OPT_DEFAULT | CMARK_OPT_SMART)
    }
  }

  /// The text for a terminal of this many columns: CommonMark again, its lines wrapped.
  package func plain(columns: Int32) -> String {
    rendered { text, length in
      guard let document = cmark_parse_document(text, length, CMARK_OPT_DEFAULT) else { return nil }
      defer { cmark_node_free(document) }
      return cmark_render_commonmark(document, CMARK_OPT_DEFAULT, columns)
    }
  }

  private func rendered(
    _ render: (UnsafePointer<CChar>, Int) -> UnsafeMutablePointer<CChar>?
  ) -> String {
    let bytes = source.utf8.count
    guard let text = source.withCString({ render($0, bytes) }) else { return "" }
    defer { free(text) }
    return String(cString: text)
  }
}
