package import Diagnostics

/// A value of a YAML file, with its place.
///
/// An alias stands as the very node it refers to, so its range is where the value was written. A class, because nodes are handed on far
/// more often than they are made.
package final class Node: Sendable {
  /// From the first to the last character of the value; comments and blank lines after it are outside.
  package let range: SourceRange
  package let content: Content
  /// True for `null`, `~` and for nothing at all after a colon or a dash; worked out once, because it is asked of every value.
  package let isNull: Bool

  package enum Content: Sendable {
    case scalar(Scalar)
    case list([Node])
    case mapping(Mapping)
  }

  package init(_ content: Content, at range: SourceRange) {
    isNull =
      if case .scalar(let scalar) = content { scalar.style == .plain && Resolved.isNull(scalar.text) } else {
        false
      }
    self.content = content
    self.range = range
  }

  package var scalar: Scalar? {
    if case .scalar(let scalar) = content { scalar } else { nil }
  }

  package var list: [Node]? {
    if case .list(let items) = content { items } else { nil }
  }

  package var mapping: Mapping? {
    if case .mapping(let mapping) = content { mapping } else { nil }
  }

  /// Whether the value is a text or number; copies nothing.
  package var isScalar: Bool {
    if case .scalar = content { true } else { false }
  }

  /// Whether it is a mapping with a key; copies nothing.
  package func has(_ key: String) -> Bool {
    if case .mapping(let mapping) = content { mapping.has(key) } else { false }
  }
}
