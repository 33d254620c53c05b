internal import Values

/// A sealed text packed: what it begins with as it is, `v1.3.`, and behind that the bytes themselves instead of their base64.
///
/// A quarter shorter, which counts where every row has one.
package enum PackedSeal {
  private static let dot = UInt8(ascii: ".")

  /// Nil for what is no sealed text.
  package static func packed(_ sealed: String) -> [UInt8]? {
    guard let start = start(of: sealed.utf8), let bytes = Base64.decode(String(sealed[start...])) else {
      return nil
    }
    return Array(sealed.utf8[..<start]) + bytes
  }

  /// The text that was packed; nil for anything else.
  package static func text(_ packed: [UInt8]) -> String? {
    guard let start = start(of: packed), let prefix = String(validating: packed[..<start], as: UTF8.self)
    else { return nil }
    return prefix + Base64.encode(Array(packed[start...]))
  }

  /// Where the sealed bytes begin: behind the versions of the form and of the key.
  private static func start<Bytes: Collection<UInt8>>(of sealed: Bytes) -> Bytes.Index? {
    guard sealed.first == UInt8(ascii: "v"), let first = sealed.firstIndex(of: dot) else { return nil }
    let rest = sealed[sealed.index(after: first)...]
    return rest.firstIndex(of: dot).map { rest.index(after: $0) }
  }
}
