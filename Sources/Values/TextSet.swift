/// A text that equals only what is the same byte for byte.
///
/// Texts of Swift are equal when they look alike, whether an accent stands with its letter or behind it; ids that differ in that alone are those
/// of two records, and the store tells them apart.
package struct ExactText: Hashable, Sendable {
  package let text: String

  package init(_ text: String) { self.text = text }

  package static func == (left: ExactText, right: ExactText) -> Bool {
    left.text.hasSameScalars(as: right.text)
  }

  package func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

/// Keys and other names of records, each told from all others.
package struct TextSet: Sendable {
  private var members: Set<ExactText>

  package init(minimumCapacity: Int = 0) { members = Set(minimumCapacity: minimumCapacity) }
  package init(_ texts: some Sequence<String>) { members = Set(texts.lazy.map(ExactText.init)) }

  package var isEmpty: Bool { members.isEmpty }
  package var count: Int { members.count }
  package var texts: some Sequence<String> { members.lazy.map(\.text) }

  package func contains(_ text: String) -> Bool { members.contains(ExactText(text)) }

  /// False when it was there already.
  @discardableResult
  package mutating func insert(_ text: String) -> Bool { members.insert(ExactText(text)).inserted }

  /// False when it was not there.
  @discardableResult
  package mutating func remove(_ text: String) -> Bool { members.remove(ExactText(text)) != nil }

  package mutating func insert(all texts: some Sequence<String>) {
    for text in texts { insert(text) }
  }

  package mutating func remove(all texts: some Sequence<String>) {
    for text in texts { remove(text) }
  }

  package func holdsNone(of texts: some Sequence<String>) -> Bool { !texts.contains(where: contains) }
  package func holdsAll(of texts: some Sequence<String>) -> Bool { texts.allSatisfy(contains) }
}
