/// A place in a document in its own terms: keys and positions from the top.
///
/// A chain, so that going one level deeper costs one small allocation and copies nothing.
package struct DocumentPath: Sendable {
  private final class Link: Sendable {
    let component: String
    let parent: Link?

    init(_ component: String, _ parent: Link?) {
      self.component = component
      self.parent = parent
    }
  }

  private let link: Link?

  package init(_ components: [String] = []) { link = components.reduce(nil) { Link($1, $0) } }

  private init(_ link: Link) { self.link = link }

  package var components: [String] {
    var found: [String] = []
    var at = link
    while let link = at {
      found.append(link.component)
      at = link.parent
    }
    return found.reversed()
  }

  package func appending(_ component: String) -> DocumentPath { DocumentPath(Link(component, link)) }

  package var last: String? { link?.component }

  package func hasPrefix(_ other: DocumentPath) -> Bool { components.starts(with: other.components) }
}

extension DocumentPath: Hashable {
  package static func == (a: DocumentPath, b: DocumentPath) -> Bool { a.components == b.components }
  package func hash(into hasher: inout Hasher) { hasher.combine(components) }
}

extension DocumentPath: CustomStringConvertible {
  package var description: String {
    var text = ""
    for component in components {
      if component.first == "[" || text.isEmpty { text += component } else { text += "." + component }
    }
    return text
  }
}
