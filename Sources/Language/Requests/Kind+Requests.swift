internal import Diagnostics
internal import YAML

extension Kind where Value == [Placed<StatusRange>] {
  /// Statuses and ranges of statuses.
  package static var statuses: Kind { statuses(atLeast: 1) }

  /// The same, with so many of them at least.
  package static func statuses(atLeast count: Int) -> Kind {
    let texts = Kind<[Placed<String>]>.list(.placed(.text(.status)), atLeast: count)
    return Kind(texts.shape) { node, decoding in
      texts.read(node, &decoding)?.compactMap { placed in
        StatusRange(placed.value).map { Placed($0, placed.node) }
      }
    }
  }
}

extension Kind where Value == String {
  /// The text of a GraphQL query, where `$name` is a variable and `${` has no meaning.
  package static var graphQL: Kind { text(.plain) }
}

extension Kind {
  /// One block, or a list of them.
  ///
  /// Where one is the rule, a hundred are more than anybody has.
  static func oneOrMore<Element>(_ element: Kind<Element>) -> Kind where Value == [Element] {
    let many = Kind<[Element]>.list(element, atLeast: 1, atMost: 100)
    return Kind(.either(element.shape, many.shape)) { node, decoding in
      node.list != nil ? many.read(node, &decoding) : element.read(node, &decoding).map { [$0] }
    }
  }
}
