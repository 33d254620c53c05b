/// One segment of a file: its bytes, where its elements begin, and where it stands.
///
/// One value is filled again and again while a file is read, so that reading makes no garbage.
package struct Segment: Sendable {
  /// Without the terminator, and without line breaks that a wrapping program put in.
  package internal(set) var bytes: [UInt8] = []
  /// Where elements begin; the identifier is the first, and one more than the last ends them.
  var starts: [Int] = [0, 1]
  package internal(set) var id = SegmentID(0)
  /// Counted from 1 in the whole file.
  package internal(set) var number = 0
  /// The offset of its first byte in the file.
  package internal(set) var offset = 0
  /// Counted from 1.
  package internal(set) var line = 1
  package internal(set) var delimiters = Delimiters.usual
  /// Offset within the segment of the first line break that does not belong there.
  package internal(set) var lineBreak: Int?
  package internal(set) var hasForeignBytes = false
  /// Blanks stood before the identifier.
  package internal(set) var isIndented = false
  /// A line break ended it, where the terminator is missing.
  package internal(set) var isUnterminated = false
  /// The identifier was written in small letters; `id` has capitals all the same.
  package internal(set) var hasSmallID = false

  package init() {}

  /// How many elements follow the identifier.
  package var count: Int { max(0, starts.count - 2) }

  /// The bytes of an element, counted from 1; empty when it is absent.
  package func range(_ element: Int) -> Range<Int> {
    guard element >= 0, element + 1 < starts.count else { return bytes.count..<bytes.count }
    return starts[element]..<starts[element + 1] - 1
  }

  package func isEmpty(_ element: Int) -> Bool { range(element).isEmpty }

  /// The text of an element; nil when it is absent or empty.
  package subscript(element: Int) -> String? {
    let range = range(element)
    return range.isEmpty ? nil : ByteText.text(bytes[range])
  }

  package func code(_ element: Int) -> Code { Code(bytes, range(element)) }

  /// The parts of an element between separators.
  package func parts(of range: Range<Int>, at separator: UInt8) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = range.lowerBound
    for place in range where bytes[place] == separator {
      parts.append(start..<place)
      start = place + 1
    }
    parts.append(start..<range.upperBound)
    return parts
  }

  /// The whole segment as text.
  package var text: String { ByteText.text(bytes) }

  /// The identifier as it was written; the beginning of one that is longer than any.
  package var title: String { String(decoding: bytes[range(0)].prefix(12), as: UTF8.self) }

  /// Takes bytes over and finds their elements.
  mutating func fill(_ source: UnsafeBufferPointer<UInt8>) {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(contentsOf: source)
    lineBreak = nil
    var flags: UInt8 = 0
    var hasBreak = false
    let separator = delimiters.element
    starts.removeAll(keepingCapacity: true)
    starts.append(0)
    for place in 0..<source.count {
      let byte = source[place]
      flags |= byte
      if byte == separator { starts.append(place + 1) }
      if byte == 0x0A || byte == 0x0D { hasBreak = true }
    }
    if hasBreak { unwrap() }
    starts.append(bytes.count + 1)
    hasForeignBytes = flags >= 0x80
    (id, hasSmallID) = SegmentID(bytes, range(0)).inCapitals
  }

  /// Takes line breaks out.
  private mutating func unwrap() {
    lineBreak = bytes.firstIndex { $0 == 0x0A || $0 == 0x0D }
    bytes.removeAll { $0 == 0x0A || $0 == 0x0D }
    starts.removeAll(keepingCapacity: true)
    starts.append(0)
    for (place, byte) in bytes.enumerated() where byte == delimiters.element { starts.append(place + 1) }
  }
}

/// A segment's identifier as a number, which compares in one step.
package struct SegmentID: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
  private let packed: UInt32

  init(_ packed: UInt32) { self.packed = packed }

  package init(stringLiteral value: StaticString) {
    packed = value.withUTF8Buffer { $0.reduce(0) { $0 << 8 | UInt32($1) } }
  }

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    guard range.count <= 4 else {
      packed = .max
      return
    }
    packed = range.reduce(0) { $0 << 8 | UInt32(bytes[$1]) }
  }

  /// The same in capital letters, and whether it was not.
  var inCapitals: (id: SegmentID, wasSmall: Bool) {
    // Of a letter's bits 6 and 5, small ones have both.
    let small = packed & (packed << 1) & 0x4040_4040
    guard small != 0, packed != .max else { return (self, false) }
    return (SegmentID(packed & ~(small >> 1)), true)
  }

  package var description: String {
    let bytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: packed >> $0) }
    return ByteText.text(bytes.drop { $0 == 0 })
  }
}

/// A code of up to eight bytes as a number; anything longer is no code of any list.
package struct Code: Sendable, Hashable, Comparable, ExpressibleByStringLiteral, CustomStringConvertible {
  let packed: UInt64

  package init(stringLiteral value: StaticString) {
    packed = value.withUTF8Buffer { $0.reduce(0) { $0 << 8 | UInt64($1) } }
  }

  package init(_ text: String) { self.init(Array(text.utf8), 0..<text.utf8.count) }

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    guard range.count <= 8 else {
      packed = .max
      return
    }
    var packed: UInt64 = 0
    for place in range { packed = packed << 8 | UInt64(bytes[place]) }
    self.packed = packed
  }

  package var isEmpty: Bool { packed == 0 }

  package static func < (a: Code, b: Code) -> Bool { a.packed < b.packed }

  package var description: String {
    let bytes = stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: packed >> UInt64($0)) }
    return ByteText.text(bytes.drop { $0 == 0 })
  }
}
