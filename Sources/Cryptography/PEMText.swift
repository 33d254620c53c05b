internal import COpenSSL
package import Values

/// PEM as people paste it.
package enum PEMText {
  /// When the first certificate in it ends; nil when there is none.
  package static func end(ofCertificate text: String) -> Instant? {
    let bytes = Array(text.utf8)
    let end = connector_certificate_end(bytes, bytes.count)
    return end == 0 ? nil : Instant(seconds: end)
  }

  /// Environment variables and form fields lose line breaks or keep them as `\n`; the text between the dashes has none to lose.
  package static func repaired(_ text: String) -> String {
    var text = text.split(separator: "\\n", omittingEmptySubsequences: false).joined(separator: "\n")
    if !text.contains("\n"), let repaired = brokenAnew(text) { text = repaired }
    return text.hasSuffix("\n") ? text : text + "\n"
  }

  /// `-----BEGIN X----- abc def -----END X-----` on one line becomes lines again.
  private static func brokenAnew(_ text: String) -> String? {
    let parts = text.split(separator: "-----", omittingEmptySubsequences: true).map { part in
      part.drop { $0 == " " }
    }
    guard parts.count >= 3, parts[0].hasPrefix("BEGIN "), parts[2].hasPrefix("END ") else { return nil }
    let body = parts[1].filter { !$0.isWhitespace }
    var lines = ["-----\(parts[0])-----"]
    var rest = body[...]
    while !rest.isEmpty {
      lines.append(String(rest.prefix(64)))
      rest = rest.dropFirst(64)
    }
    return (lines + ["-----\(parts[2])-----"]).joined(separator: "\n")
  }
}
