internal import JSON

/// A body in a form in which its parts can be seen and changed.
package enum RecordedBody: Sendable {
  case empty
  case json(BodyTree)
  /// A JSON value on each line.
  case lines([BodyTree])
  case markup(MarkupText)
  case table(TableText)
  /// Text without a form that is known.
  case text(String)

  /// Nil for what is no text: what nobody can read nobody can prove clean.
  package init?(_ bytes: [UInt8], type: String?) {
    let blanks: Set<UInt8> = [0x20, 0x0A, 0x0D, 0x09]
    guard let first = bytes.first(where: { !blanks.contains($0) }) else {
      self = .empty
      return
    }
    let type = (type ?? "").lowercased()
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") || type.contains("json") {
      if let tree = BodyTree(json: bytes) {
        self = .json(tree)
        return
      }
      let lines = bytes.split(separator: 0x0A).filter { !$0.allSatisfy(blanks.contains) }
      let trees = lines.compactMap { BodyTree(json: Array($0)) }
      if trees.count == lines.count {
        self = .lines(trees)
        return
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self),
      !text.utf8.contains(where: { $0 < 0x09 || (0x0E..<0x20).contains($0) })
    else { return nil }
    if first == UInt8(ascii: "<") {
      guard let markup = MarkupText(text) else { return nil }
      self = .markup(markup)
    } else if type.contains("csv") || type.contains("tab-separated") {
      self = .table(TableText(text))
    } else {
      self = .text(text)
    }
  }

  /// As a recording holds it.
  package var text: String {
    switch self {
    case .empty: ""
    case .json(let tree): tree.text
    case .lines(let trees): trees.map(\.line).joined(separator: "\n")
    case .markup(let markup): markup.text
    case .table(let table): table.text
    case .text(let text): text
    }
  }

  var tree: BodyTree? { if case .json(let tree) = self { tree } else { nil } }
}

/// Where a scalar stands in a body.
struct Spot {
  /// The keys on the way to it, its own last; elements of lists have none.
  var path: [String] = []
  /// The keys beside its own.
  var siblings: [String] = []

  var key: String { path.last ?? "" }
}

extension RecordedBody {
  /// The body with every scalar and every key changed.
  func mapped(_ change: (Spot, BodyTree) -> BodyTree, key: (String) -> String = { $0 }) -> RecordedBody {
    switch self {
    case .empty: return .empty
    case .json(let tree): return .json(tree.mapped(Spot(), change, key))
    case .lines(let trees): return .lines(trees.map { $0.mapped(Spot(), change, key) })
    case .markup(let markup):
      return .markup(markup.mapped { spot, text in change(spot, .text(text)).scalarText ?? "" })
    case .table(let table):
      return .table(table.mapped { spot, text in change(spot, .text(text)).scalarText ?? "" })
    case .text(let text): return .text(change(Spot(), .text(text)).scalarText ?? "")
    }
  }

  func visit(_ body: (Spot, BodyTree) -> Void, key: (String) -> Void = { _ in }) {
    _ = mapped {
      body($0, $1)
      return $1
    } key: {
      key($0)
      return $0
    }
  }
}

extension BodyTree {
  fileprivate func mapped(
    _ spot: Spot, _ change: (Spot, BodyTree) -> BodyTree, _ key: (String) -> String
  ) -> BodyTree {
    switch self {
    case .list(let items): return .list(items.map { $0.mapped(spot, change, key) })
    case .object(let members):
      let names = members.map(\.name)
      return .object(
        members.map { member in
          let inner = Spot(path: spot.path + [member.name], siblings: names)
          return Member(key(member.name), member.value.mapped(inner, change, key))
        })
    default: return change(spot, self)
    }
  }
}
