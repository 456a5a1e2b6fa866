/// What is said to people, before it is text for a terminal, Markdown, HTML or LaTeX.
package struct Document: Sendable {
  package enum Block: Sendable {
    case paragraph(InlineText)
    case table(ReportTable)
    case figure(Figure)
    /// A remark on what stands above, in small print where a format has it.
    case note(InlineText)
  }

  /// A picture with what it shows in words, which stand in for it in formats without pictures.
  package struct Figure: Sendable {
    package let title: InlineText
    package let alternative: InlineText
    /// An `svg` element that needs nothing from elsewhere; nil if there is no picture.
    package let svg: String?

    package init(title: InlineText, alternative: InlineText, svg: String? = nil) {
      self.title = title
      self.alternative = alternative
      self.svg = svg
    }
  }

  package struct Section: Sendable {
    /// Nil for what stands before the first heading.
    package let heading: InlineText?
    package var blocks: [Block]

    package init(heading: InlineText? = nil, _ blocks: [Block]) {
      self.heading = heading
      self.blocks = blocks
    }

    package init(
      heading: InlineText, paragraphs: [InlineText] = [], tables: [ReportTable] = []
    ) {
      self.init(
        heading: heading,
        paragraphs.map(Block.paragraph) + tables.map(Block.table))
    }
  }

  /// Above everything; nil if the first table's title says what the document is.
  package let title: InlineText?
  package var sections: [Section]

  package init(title: InlineText? = nil, sections: [Section]) {
    self.title = title
    self.sections = sections
  }

  /// Tables one below the other, and paragraphs below a heading of their own.
  package init(
    tables: [ReportTable], closing: (heading: InlineText, paragraphs: [InlineText])? = nil
  ) {
    self.init(
      sections: [Section(tables.map(Block.table))]
        + (closing.map { [Section(heading: $0.heading, paragraphs: $0.paragraphs)] } ?? []))
  }

  /// Paragraphs alone.
  package init(paragraphs: [InlineText]) {
    self.init(sections: [Section(paragraphs.map(Block.paragraph))])
  }

  /// What a browser's window is called: the title, else that of the first section or table.
  var name: InlineText {
    let parts = sections.flatMap { section in
      [section.heading]
        + section.blocks.map { block in
          switch block {
          case .table(let table): table.title
          case .figure(let figure): figure.title
          case .paragraph, .note: nil
          }
        }
    }
    return title ?? parts.lazy.compactMap(\.self).first ?? "Evoke"
  }
}
