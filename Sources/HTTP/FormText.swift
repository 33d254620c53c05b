/// `name=value&name=value`, as queries and forms are written.
package enum FormText {
  package static func pairs(_ text: String) -> [(name: String, value: String)] { pairs(text.utf8) }

  /// The pairs in bytes, decoded; what is empty between two `&` is no pair.
  package static func pairs(_ bytes: some Collection<UInt8>) -> [(name: String, value: String)] {
    // A collection of unknown type is asked for each byte through the runtime: what lies in one piece is read there.
    bytes.withContiguousStorageIfAvailable { pairs(in: $0) }
      ?? Array(bytes).withUnsafeBufferPointer { pairs(in: $0) }
  }

  private static func pairs(in bytes: UnsafeBufferPointer<UInt8>) -> [(name: String, value: String)] {
    bytes.split(separator: UInt8(ascii: "&")).map { pair in
      let name = pair.prefix { $0 != UInt8(ascii: "=") }
      return (decoded(name), decoded(pair.dropFirst(name.count + 1)))
    }
  }

  private static func decoded(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
    String(decoding: bytes, as: UTF8.self).percentDecoded(plusIsBlank: true)
  }
}

extension String {
  /// The text without percent escapes; what is no escape stays as it is.
  ///
  /// A query and a form write a blank as `+`; in a path a `+` is itself.
  package func percentDecoded(plusIsBlank: Bool) -> String {
    let (percent, plus) = (UInt8(ascii: "%"), UInt8(ascii: "+"))
    guard utf8.contains(where: { $0 == percent || plusIsBlank && $0 == plus }) else { return self }
    var bytes: [UInt8] = []
    var rest = Array(utf8)[...]
    while let byte = rest.popFirst() {
      if byte == plus, plusIsBlank {
        bytes.append(UInt8(ascii: " "))
      } else if byte == percent, rest.count >= 2,
        // A number may begin with a sign, and an escape may not.
        rest.first != plus, rest.first != UInt8(ascii: "-"),
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
