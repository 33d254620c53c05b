extension RowHash {
  /// The hash of one text.
  package init(of text: String) {
    var text = text
    var hasher = RowHasher()
    text.withUTF8 { bytes in
      hasher.add(UInt64(bytes.count), 0)
      hasher.add(UnsafeRawBufferPointer(bytes))
    }
    self = hasher.finish()
  }

  /// The hash of some bytes in the light of another one.
  package init(of bytes: UnsafeRawBufferPointer, in context: RowHash) {
    var hasher = RowHasher()
    hasher.add(context.high, context.low)
    hasher.add(UInt64(bytes.count), 0)
    hasher.add(bytes)
    self = hasher.finish()
  }

  /// The hash of some texts in their order.
  package init(of texts: [String]) {
    var hasher = RowHasher()
    for text in texts {
      let part = RowHash(of: text)
      hasher.add(part.high, part.low)
    }
    self = hasher.finish()
  }

  /// 32 hexadecimal digits.
  package var text: String {
    [high, low].map { half in
      let digits = String(half, radix: 16)
      return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }.joined()
  }
}
