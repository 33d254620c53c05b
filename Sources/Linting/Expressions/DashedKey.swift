internal import Expressions

/// A key with hyphens that was written like a name: `hw-address` reads as `hw` minus `address`.
struct DashedKey {
  let key: String
  /// What stands in place of the text at `range`.
  let written: String
  let range: Range<Int>

  /// Nil where no key of the shape goes on as the text does; `root` is what a bare name is read of.
  init?(_ name: String, in shape: ObjectShape, at range: Range<Int>, of source: String, root: String?) {
    let bytes = Array(source.utf8)
    guard range.upperBound < bytes.count, range.lowerBound >= 0 else { return nil }
    let rest = bytes[range.upperBound...].prefix { byte in
      byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte)
        || (0x61...0x7A).contains(byte | 0x20)
    }
    guard rest.first == UInt8(ascii: "-") else { return nil }
    key = name + String(decoding: rest, as: UTF8.self)
    guard shape.field(key) != nil else { return nil }
    let isMember = range.lowerBound > 0 && bytes[range.lowerBound - 1] == UInt8(ascii: ".")
    guard let owner = isMember ? "" : root else { return nil }
    written = "\(owner)['\(key)']"
    self.range = (isMember ? range.lowerBound - 1 : range.lowerBound)..<rest.endIndex
  }
}
