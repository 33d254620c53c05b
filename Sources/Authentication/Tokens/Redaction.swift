internal import HTTP

/// Keeps credentials out of a provider's words before they are shown.
struct Redaction: Sendable {
  private let secrets: [String]
  private static let longest = 300

  /// Very short values would blacken half of every text.
  init(_ secrets: [String]) { self.secrets = secrets.filter { $0.utf8.count >= 4 } }

  func clean(_ text: String?) -> String? {
    guard let text else { return nil }
    var cleaned = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
    for secret in secrets {
      for form in [secret, secret.percentEncoded] where cleaned.contains(form) {
        cleaned = cleaned.split(separator: form, omittingEmptySubsequences: false).joined(
          separator: "[secret]")
      }
    }
    return cleaned.count <= Self.longest ? cleaned : String(cleaned.prefix(Self.longest)) + "…"
  }
}
