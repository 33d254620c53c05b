extension CheckedExpression {
  /// The node as a path over a document, if it is nothing but a path.
  package func plainPath(of id: NodeID) -> PlainPath? { Compiler(self).path(id) }

  /// Every path that the expression reads, each in its whole length, in the order of the source.
  package var plainPaths: [PlainPath] {
    var paths: [PlainPath] = []
    var open = [tree.root]
    while let id = open.popLast() {
      if let path = plainPath(of: id) {
        paths.append(path)
      } else {
        open.append(contentsOf: tree[id].children.reversed())
      }
    }
    return paths
  }
}

extension PlainPath: CustomStringConvertible {
  /// As it is written: `address.city`, `phones[0].number`, `data['first name']`.
  package var description: String {
    steps.reduce(into: variable) { text, step in
      switch step {
      case .position(let position): text += "[\(position)]"
      case .field(let name):
        text += name.utf8.allSatisfy(Self.isWord) ? ".\(name)" : "['\(name)']"
      }
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
    default: false
    }
  }
}
