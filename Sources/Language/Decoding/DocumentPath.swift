/// A place in a document in its own terms: keys and positions from the top.
///
/// A chain, so that going one level deeper costs one small allocation and copies nothing.
package struct DocumentPath: Sendable {
  private final class Link: Sendable {
    let component: String
    let parent: Link?
    let depth: Int
    /// A number made of all components: nearly all paths that differ are told apart by it, and hashing one reads nothing else.
    let mark: FieldMark

    init(_ component: String, _ parent: Link?) {
      self.component = component
      self.parent = parent
      depth = (parent?.depth ?? 0) + 1
      mark = FieldMark(component, after: parent?.mark)
    }
  }

  private let link: Link?

  /// How an element of a list is called.
  static func element(_ position: Int) -> String {
    positions.indices.contains(position) ? positions[position] : "[\(position)]"
  }

  /// Of nearly all elements; a text is made only for those far behind.
  private static let positions = (0..<64).map { "[\($0)]" }

  package init(_ components: [String] = []) { link = components.reduce(nil) { Link($1, $0) } }

  private init(_ link: Link?) { self.link = link }

  package var components: [String] {
    guard let link else { return [] }
    var found: [String] = []
    found.reserveCapacity(link.depth)
    var at: Link? = link
    while let link = at {
      found.append(link.component)
      at = link.parent
    }
    found.reverse()
    return found
  }

  package func appending(_ component: String) -> DocumentPath { DocumentPath(Link(component, link)) }

  package var last: String? { link?.component }

  /// The topmost component; found without making the list of all.
  package var first: String? {
    var at = link
    while let parent = at?.parent { at = parent }
    return at?.component
  }

  package var depth: Int { link?.depth ?? 0 }

  package func hasPrefix(_ other: DocumentPath) -> Bool {
    depth >= other.depth && Self.areEqual(prefix(other.depth).link, other.link)
  }

  /// Its first components; all of them where there are no more.
  package func prefix(_ length: Int) -> DocumentPath {
    var at = link
    while let link = at, link.depth > length { at = link.parent }
    return DocumentPath(at)
  }

  /// Compares from the ends, where paths differ most.
  private static func areEqual(_ a: Link?, _ b: Link?) -> Bool {
    guard a?.depth == b?.depth, a?.mark == b?.mark else { return false }
    var (a, b) = (a, b)
    while let x = a, let y = b {
      if x === y { return true }
      if x.component != y.component { return false }
      (a, b) = (x.parent, y.parent)
    }
    return true
  }
}

extension DocumentPath: Hashable {
  package static func == (a: DocumentPath, b: DocumentPath) -> Bool { areEqual(a.link, b.link) }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(link?.mark.value ?? 0)
  }
}

extension DocumentPath: CustomStringConvertible {
  package var description: String {
    var text = ""
    for component in components {
      if component.utf8.first == UInt8(ascii: "[") || text.isEmpty {
        text += component
      } else {
        text += "." + component
      }
    }
    return text
  }
}
