internal import CSimdjson

/// One value of a document: a pair of a reference and an index, so that walking a document allocates nothing.
@usableFromInline
package struct JSONView: Sendable {
  package let document: JSONDocument
  package let index: Int

  @usableFromInline
  init(document: JSONDocument, index: Int) {
    self.document = document
    self.index = index
  }

  @usableFromInline
  package enum Kind: UInt8, Sendable, Hashable {
    case null, `false`, `true`, integer, fraction, string, array, object
  }

  private var node: csimdjson_node { document.nodes[index] }

  package var kind: Kind { Kind(rawValue: node.kind) ?? .null }

  /// Elements of an array or members of an object, 0 for anything else.
  package var count: Int {
    switch kind {
    case .array, .object: Int(node.length)
    default: 0
    }
  }

  package var isNull: Bool { kind == .null }

  package var bool: Bool? {
    switch kind {
    case .true: true
    case .false: false
    default: nil
    }
  }

  /// The bytes of a string (unescaped) or a number (as written); empty for anything else.
  ///
  /// The buffer lives as long as the document: use it before the view goes away.
  package func withText<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let node = node
    let base = (node.in_side == 1 ? document.side : document.source) + Int(node.start)
    switch kind {
    case .string, .integer, .fraction: return body(UnsafeBufferPointer(start: base, count: Int(node.length)))
    default: return body(UnsafeBufferPointer(start: base, count: 0))
    }
  }

  package var string: String? {
    kind == .string ? withText { String(decoding: $0, as: UTF8.self) } : nil
  }

  /// A number's digits as the source wrote them, `10.10`.
  package var numberText: String? {
    switch kind {
    case .integer, .fraction: withText { String(decoding: $0, as: UTF8.self) }
    default: nil
    }
  }

  /// A whole number that fits; nil for a fraction, an exponent, or one out of range.
  package var int: Int64? {
    guard kind == .integer else { return nil }
    return withText { digits in
      var value: Int64 = 0
      var isNegative = false
      for (place, byte) in digits.enumerated() {
        if place == 0, byte == UInt8(ascii: "-") {
          isNegative = true
          continue
        }
        let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
        let digit = Int64(byte &- UInt8(ascii: "0"))
        let (next, carried) =
          isNegative ? scaled.subtractingReportingOverflow(digit) : scaled.addingReportingOverflow(digit)
        if overflow || carried { return nil }
        value = next
      }
      return value
    }
  }

  /// Any number as a double, possibly infinite.
  package var double: Double? { numberText.flatMap(Double.init) }

  /// The member of an object with this key, the last one if the key stands twice.
  package subscript(key: String) -> JSONView? {
    var key = key
    return key.withUTF8 { self[$0] }
  }

  package subscript(key: UnsafeBufferPointer<UInt8>) -> JSONView? {
    guard let start = key.baseAddress ?? UnsafePointer(bitPattern: 1) else { return nil }
    let member = document.tape.member(start, key.count, of: index)
    return member < 0 ? nil : JSONView(document: document, index: member)
  }

  /// The element at a position; walks the array, so iterate `elements` to see all.
  package subscript(position: Int) -> JSONView? {
    guard kind == .array, position >= 0, position < Int(node.length) else { return nil }
    var at = index + 2
    for _ in 0..<position { at = document.tape.next(at) }
    return JSONView(document: document, index: at)
  }

  /// The bytes of the value as they stand in the source, quotes and white space inside included; nil for a string with escapes.
  package func withSource<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
    let node = node
    let start = document.source + Int(node.start)
    switch kind {
    case .array, .object:
      let end = Int(document.nodes[index + 1].start)
      return body(UnsafeBufferPointer(start: start, count: end - Int(node.start)))
    case .string:
      if node.in_side == 1 { return nil }
      return body(UnsafeBufferPointer(start: start - 1, count: Int(node.length) + 2))
    default: return body(UnsafeBufferPointer(start: start, count: Int(node.length)))
    }
  }

  package var elements: Elements { Elements(parent: self) }
  package var members: Members { Members(parent: self) }

  /// The elements of an array; none for anything else.
  package struct Elements: Sequence, IteratorProtocol {
    private let document: JSONDocument
    private var at: Int
    private var left: Int

    init(parent: JSONView) {
      document = parent.document
      at = parent.index + 2
      left = parent.kind == .array ? parent.count : 0
    }

    package mutating func next() -> JSONView? {
      guard left > 0 else { return nil }
      left -= 1
      let view = JSONView(document: document, index: at)
      at = document.tape.next(at)
      return view
    }
  }

  /// The members of an object in document order, repeated keys included; none for anything else.
  package struct Members: Sequence, IteratorProtocol {
    private let document: JSONDocument
    private var at: Int
    private var left: Int

    init(parent: JSONView) {
      document = parent.document
      at = parent.index + 2
      left = parent.kind == .object ? parent.count : 0
    }

    /// The key is a view of its own, so that nothing is copied before it is needed.
    package mutating func next() -> (key: JSONView, value: JSONView)? {
      guard left > 0 else { return nil }
      left -= 1
      let key = JSONView(document: document, index: at)
      let value = JSONView(document: document, index: at + 1)
      at = document.tape.next(at + 1)
      return (key, value)
    }
  }
}
