import Disclosure
internal import Yams

extension ReleaseRecipe {
  private static let heading = """
    # How quasi-identifiers were coarsened for this release. Edit it and run it again:
    #   evoke export SOURCE DIR --recipe THIS_FILE
    # At least `k` people share what `columns` leaves; other cells are suppressed. Values that no
    # group lists become "\(Generalisation.notListed)". `bands` lists the last number of each but the open one.

    """

  /// The recipe as a text that can be read, edited and run again.
  package var yaml: String {
    var pairs: [(Node, Node)] = [("k", .number(limits.k))]
    if let l = limits.l { pairs.append(("l", .number(l))) }
    if let t = limits.t { pairs.append(("t", .number(t))) }
    pairs += [
      ("max_suppression", .number(limits.maximumSuppression)),
      ("max_loss", .number(limits.maximumLoss)), ("suppress", .text(limits.suppression.rawValue)),
      ("time", .text(limits.time.rawValue)),
      ("columns", Node(columns.map { (.text($0.name), $0.node) })),
    ]
    // Nodes of texts and numbers can always be written.
    return Self.heading + (try! Yams.serialize(node: Node(pairs), width: -1, allowUnicode: true))
  }
}

extension ReleaseRecipe.Column {
  fileprivate var node: Node {
    var pairs: [(Node, Node)] = [("level", .text(level))]
    switch generalisation {
    case .asAnswered, .removed: break
    case .bands(let ends): pairs.append(("bands", .line(ends.map { .number($0) })))
    case .groups(let groups):
      let members = groups.map { (Node.text($0.label), Node.line($0.members.map { .text($0) })) }
      pairs.append(("groups", Node(members)))
    }
    return Node(pairs)
  }
}

extension Node {
  /// A text that reads back as the same text, quoted if YAML would take it for something else.
  fileprivate static func text(_ text: String) -> Node { .scalar(text.represented()) }

  fileprivate static func number(_ number: some CustomStringConvertible) -> Node {
    Node("\(number)")
  }

  /// A list on one line.
  fileprivate static func line(_ nodes: [Node]) -> Node { Node(nodes, .implicit, .flow) }
}
