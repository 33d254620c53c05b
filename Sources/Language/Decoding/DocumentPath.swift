/// A place in a document in its own terms: keys and positions from the top.
package struct DocumentPath: Sendable, Hashable, CustomStringConvertible {
  package private(set) var components: [String]

  package init(_ components: [String] = []) { self.components = components }

  package func appending(_ component: String) -> DocumentPath { DocumentPath(components + [component]) }

  package var description: String {
    var text = ""
    for component in components {
      if component.first == "[" || text.isEmpty { text += component } else { text += "." + component }
    }
    return text
  }

  package var last: String? { components.last }

  package func hasPrefix(_ other: DocumentPath) -> Bool { components.starts(with: other.components) }
}
