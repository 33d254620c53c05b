package import Diagnostics
internal import HTTP
package import JSON

/// Captured exchanges with a provider: `connectors/<name>/recordings/<recording>.http`, readable text.
///
/// `###` begins an exchange and carries its title. Then come the request line, headers, an empty line, perhaps a body; then `HTTP` and a
/// status, headers, an empty line and the body up to the next `###`. A body line that itself begins with `###` is written with a `\` before it.
///
/// A class, as is what it holds, because checks pass them on and on.
package final class Recording: Sendable {
  package let name: String
  package let file: SourceFile
  package let exchanges: [Exchange]
  package let findings: [Finding]

  /// Recordings are shrunk to what keeps every shape; a larger one is a dump, not a recording.
  package static let largest = 4_194_304

  init(name: String, file: SourceFile, exchanges: [Exchange], findings: [Finding]) {
    self.name = name
    self.file = file
    self.exchanges = exchanges
    self.findings = findings
  }
}

/// A request and its reply.
package final class Exchange: Sendable {
  package struct Header: Sendable {
    package let name: String
    /// As headers are compared.
    package let lowercaseName: String
    package let value: String
    package let range: SourceRange
  }

  package let title: String
  package let titleRange: SourceRange
  package let method: String
  /// The path with its query, relative to the base address, or a whole address.
  package let target: String
  package let targetRange: SourceRange
  package let requestHeaders: [Header]
  package let requestBody: Range<Int>?
  package let status: Int
  package let statusRange: SourceRange
  package let headers: [Header]
  package let body: Range<Int>
  /// The reply's body when it is JSON.
  package let json: JSONDocument?

  /// The path without its query.
  package let path: String
  /// The query's names and values, decoded.
  package let query: [(name: String, value: String)]

  init(
    title: String, titleRange: SourceRange, method: String, target: String, targetRange: SourceRange,
    requestHeaders: [Header], requestBody: Range<Int>?, status: Int, statusRange: SourceRange,
    headers: [Header],
    body: Range<Int>, json: JSONDocument?
  ) {
    self.title = title
    self.titleRange = titleRange
    self.method = method
    self.target = target
    self.targetRange = targetRange
    self.requestHeaders = requestHeaders
    self.requestBody = requestBody
    self.status = status
    self.statusRange = statusRange
    self.headers = headers
    self.body = body
    self.json = json
    let end = target.utf8.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
    path = end.map { String(target[..<$0]) } ?? target
    query = Self.query(of: target)
  }

  private static func query(of target: String) -> [(name: String, value: String)] {
    var target = target
    return target.withUTF8 { bytes in
      guard let mark = bytes.firstIndex(of: UInt8(ascii: "?")) else { return [] }
      let written = bytes[mark...].dropFirst().prefix { $0 != UInt8(ascii: "#") }
      return FormText.pairs(written)
    }
  }
}
