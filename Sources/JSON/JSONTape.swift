/// The nodes of a document without their owner: walking them counts no references, so whoever uses it holds the document.
///
/// Members are looked up with a hint of where they were in the last object, because the records of a page are alike.
///
/// Nothing of a type that is not `@usableFromInline` itself is made part of its callers in other modules.
@usableFromInline
package struct JSONTape {
  @usableFromInline let nodes: UnsafeRawPointer
  @usableFromInline let source: UnsafePointer<UInt8>
  @usableFromInline let side: UnsafePointer<UInt8>

  init(nodes: UnsafeRawPointer, source: UnsafePointer<UInt8>, side: UnsafePointer<UInt8>) {
    self.nodes = nodes
    self.source = source
    self.side = side
  }

  /// Where a member was found in an object with these keys.
  @usableFromInline
  package struct Hint: Sendable {
    @usableFromInline var count: UInt32
    @usableFromInline var sum: UInt16
    /// Nodes from the object to the key.
    @usableFromInline var distance: UInt32
    /// Members before it.
    @usableFromInline var ordinal: UInt32

    /// A hint that never holds.
    package static let none = Hint(count: .max, sum: 0, distance: 0, ordinal: 0)

    @usableFromInline
    init(count: UInt32, sum: UInt16, distance: UInt32, ordinal: UInt32) {
      self.count = count
      self.sum = sum
      self.distance = distance
      self.ordinal = ordinal
    }
  }

  // A node is twelve bytes: kind, where its text is, a mark of two bytes, start, length. That of an array or an object has another
  // one behind it: in the place of the length it says which node comes after the container.

  @inlinable @inline(__always)
  package func kind(_ index: Int) -> JSONView.Kind {
    JSONView.Kind(rawValue: nodes.load(fromByteOffset: index * 12, as: UInt8.self)) ?? .null
  }

  @inlinable @inline(__always)
  func isKind(_ index: Int, _ kind: JSONView.Kind) -> Bool {
    nodes.load(fromByteOffset: index * 12, as: UInt8.self) == kind.rawValue
  }

  // The numbers are those of `JSONView.Kind`; asking it would be a call where other modules use these.

  @inlinable @inline(__always)
  package func isNull(_ index: Int) -> Bool { nodes.load(fromByteOffset: index * 12, as: UInt8.self) == 0 }
  @inlinable @inline(__always)
  package func isInteger(_ index: Int) -> Bool { nodes.load(fromByteOffset: index * 12, as: UInt8.self) == 3 }
  @inlinable @inline(__always)
  package func isNumber(_ index: Int) -> Bool {
    nodes.load(fromByteOffset: index * 12, as: UInt8.self) &- 3 < 2
  }
  @inlinable @inline(__always)
  package func isString(_ index: Int) -> Bool { nodes.load(fromByteOffset: index * 12, as: UInt8.self) == 5 }
  @inlinable @inline(__always)
  package func isTrue(_ index: Int) -> Bool { nodes.load(fromByteOffset: index * 12, as: UInt8.self) == 2 }
  @inlinable @inline(__always)
  package func isFalse(_ index: Int) -> Bool { nodes.load(fromByteOffset: index * 12, as: UInt8.self) == 1 }

  /// Whether the text of a string was written with escapes; if not, it has nothing that JSON would escape.
  @inlinable @inline(__always)
  package func isEscaped(_ index: Int) -> Bool {
    nodes.load(fromByteOffset: index * 12 + 1, as: UInt8.self) != 0
  }

  @inlinable @inline(__always) func mark(_ index: Int) -> UInt16 {
    nodes.load(fromByteOffset: index * 12 + 2, as: UInt16.self)
  }
  /// The node behind a value and all that is in it.
  @inlinable @inline(__always)
  package func next(_ index: Int) -> Int {
    let isContainer = nodes.load(fromByteOffset: index * 12, as: UInt8.self) >= JSONView.Kind.array.rawValue
    return isContainer ? length(index + 1) : index + 1
  }
  @inlinable @inline(__always) func start(_ index: Int) -> Int {
    Int(nodes.load(fromByteOffset: index * 12 + 4, as: UInt32.self))
  }

  /// Bytes of text, elements or members.
  @inlinable @inline(__always)
  package func length(_ index: Int) -> Int {
    Int(nodes.load(fromByteOffset: index * 12 + 8, as: UInt32.self))
  }

  /// The text of a string or number.
  @inlinable @inline(__always)
  package func text(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: (isEscaped(index) ? side : source) + start(index), count: length(index))
  }
}

extension JSONTape {
  /// Whether a string or a number is that text, byte for byte; nothing is copied to find out.
  package func says(_ index: Int, _ text: String) -> Bool {
    guard length(index) == text.utf8.count else { return false }
    var text = text
    return text.withUTF8 { text in
      text.baseAddress.map { isKey(index, $0, text.count) } ?? true
    }
  }

  /// How many bytes of the source a value takes, about; no text of it is longer.
  package func extent(_ index: Int) -> Int {
    switch kind(index) {
    case .array, .object: start(index + 1) - start(index)
    default: length(index)
    }
  }
}

extension JSONView {
  /// An object or array exactly as the source has it, from bracket to bracket; nil for anything else.
  package var sourceText: String? {
    switch kind {
    case .array, .object:
      let tape = document.tape
      let bytes = UnsafeBufferPointer(start: tape.source + tape.start(index), count: tape.extent(index))
      return String(decoding: bytes, as: UTF8.self)
    default: return nil
    }
  }
}

// MARK: Members

extension JSONTape {
  /// The value of the member with this key, the last one if the key stands twice; negative when there is none.
  func member(_ key: UnsafePointer<UInt8>, _ count: Int, of object: Int) -> Int {
    guard isKind(object, .object) else { return -1 }
    var found = -1
    var at = object + 2
    for _ in 0..<length(object) {
      if isKey(at, key, count) { found = at + 1 }
      at = next(at + 1)
    }
    return found
  }

  /// The same, quicker where the hint holds.
  ///
  /// It does only in an object with as many keys and the same sum of them, and only for a key that stood there once: so a key
  /// that stands twice is always the last one, hint or not.
  @inline(__always)
  func member(
    _ key: UnsafePointer<UInt8>, _ count: Int, of object: Int, _ hint: inout Hint
  ) -> Int {
    if hint.count == UInt32(truncatingIfNeeded: length(object)), hint.sum == mark(object) {
      let at = object + Int(hint.distance)
      // A key of this object has its depth, wherever in the object it stands; one with escapes is looked for the other way.
      let head = UInt32(JSONView.Kind.string.rawValue) | UInt32(mark(object + 1)) << 16
      if at < length(object + 1), nodes.load(fromByteOffset: at * 12, as: UInt32.self) == head,
        length(at) == count, Self.areEqual(source + start(at), key, count)
      {
        return at + 1
      }
      return member(key, count, of: object, at: Int(hint.ordinal), &hint)
    }
    return search(key, count, of: object, &hint)
  }

  /// Values before it are larger or smaller than in the last object: the position still holds.
  private func member(
    _ key: UnsafePointer<UInt8>, _ count: Int, of object: Int, at ordinal: Int, _ hint: inout Hint
  ) -> Int {
    var at = object + 2
    for _ in 0..<ordinal { at = next(at + 1) }
    if isKey(at, key, count) {
      hint.distance = UInt32(truncatingIfNeeded: at - object)
      return at + 1
    }
    return search(key, count, of: object, &hint)
  }

  private func search(
    _ key: UnsafePointer<UInt8>, _ count: Int, of object: Int, _ hint: inout Hint
  ) -> Int {
    var found = -1
    var times = 0
    var at = object + 2
    for ordinal in 0..<length(object) {
      if isKey(at, key, count) {
        found = at + 1
        times += 1
        hint = Hint(
          count: UInt32(truncatingIfNeeded: length(object)), sum: mark(object),
          distance: UInt32(truncatingIfNeeded: at - object), ordinal: UInt32(truncatingIfNeeded: ordinal))
      }
      at = next(at + 1)
    }
    if times != 1 { hint = .none }
    return found
  }

  @inline(__always)
  private func isKey(_ index: Int, _ key: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard length(index) == count else { return false }
    return Self.areEqual((isEscaped(index) ? side : source) + start(index), key, count)
  }

  /// Compares by words that may overlap: keys are short, and a call would cost more than the comparison.
  @inline(__always)
  private static func areEqual(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    let (a, b) = (UnsafeRawPointer(a), UnsafeRawPointer(b))
    if count >= 8 {
      var at = 0
      while at + 8 <= count {
        if a.loadUnaligned(fromByteOffset: at, as: UInt64.self)
          != b.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        {
          return false
        }
        at += 8
      }
      return a.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
        == b.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
    }
    if count >= 4 {
      return a.loadUnaligned(as: UInt32.self) == b.loadUnaligned(as: UInt32.self)
        && a.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
          == b.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
    }
    for at in 0..<count
    where a.load(fromByteOffset: at, as: UInt8.self) != b.load(fromByteOffset: at, as: UInt8.self) {
      return false
    }
    return true
  }
}
