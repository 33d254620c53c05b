extension Exchange {
  /// A path as it goes over the wire, with what is beyond ASCII in percent: a recording may show it either way.
  package static func asSent(_ path: String) -> String {
    guard !path.utf8.allSatisfy({ $0 < 0x80 }) else { return path }
    return path.utf8.map { byte in
      byte < 0x80 ? String(Unicode.Scalar(byte)) : "%" + String(byte, radix: 16, uppercase: true)
    }.joined()
  }
}
