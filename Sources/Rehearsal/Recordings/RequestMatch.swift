internal import Diagnostics
internal import HTTP
internal import Language

/// Holds a request against a recorded one.
///
/// Method, path, query, body and the headers that were recorded must agree; credentials are never recorded and never compared.
struct RequestMatch: Sendable {
  /// The first thing that differs, in words; nil when the exchange answers the request.
  let difference: String?
  /// How far the comparison came, to find the nearest.
  let likeness: Int

  var isExact: Bool { difference == nil }

  init(_ request: HTTPRequest, _ exchange: Exchange, base: WebAddress?, recording: Recording?) {
    let comparison = Comparison(request, exchange, base, recording)
    difference = comparison.difference
    likeness = comparison.likeness
  }

  private struct Comparison {
    private(set) var difference: String?
    private(set) var likeness = 0
    /// What is said of a value that no recording holds, where the request carries a credential outside of its headers.
    private let hint: String

    init(_ request: HTTPRequest, _ exchange: Exchange, _ base: WebAddress?, _ recording: Recording?) {
      hint = request.holdsSecretElsewhere ? "; a credential is written `{secret}`" : ""
      check(request.method == exchange.method, worth: 1, "the method is \(exchange.method) there")
      let path = Self.path(of: request.address, like: exchange, base)
      check(
        CredentialMatch.isSame(path, Exchange.asSent(exchange.path)), worth: 4,
        "the path is \(exchange.path) there")
      compareQuery(FormText.pairs(request.address.query ?? ""), exchange.query)
      compareHeaders(request.headers, exchange)
      compareBody(request.body ?? [], exchange, recording)
    }

    private mutating func check(_ isRight: Bool, worth points: Int, _ words: @autoclosure () -> String) {
      if isRight { likeness += points } else if difference == nil { difference = words() }
    }

    /// The path as recordings write it: below the base address, or whole on another host.
    private static func path(of address: WebAddress, like exchange: Exchange, _ base: WebAddress?) -> String {
      let isWhole = exchange.path.hasPrefix("http://") || exchange.path.hasPrefix("https://")
      if isWhole { return address.origin.description + address.path }
      guard let base, address.origin == base.origin else { return address.origin.description + address.path }
      let prefix = base.path.hasSuffix("/") ? String(base.path.dropLast()) : base.path
      guard address.path.hasPrefix(prefix) else { return address.path }
      let rest = String(address.path.dropFirst(prefix.count))
      if rest.isEmpty, exchange.path == "/" { return "/" }
      return rest
    }

    private mutating func compareQuery(
      _ given: [(name: String, value: String)], _ recorded: [(name: String, value: String)]
    ) {
      for pair in recorded {
        guard let found = given.first(where: { $0.name == pair.name }) else {
          check(false, worth: 0, "`\(pair.name)=\(pair.value)` is missing in the query")
          continue
        }
        let values = given.filter { $0.name == pair.name }.map(\.value)
        check(
          values.contains { CredentialMatch.isAsWritten($0, pair.value) }, worth: 2,
          "`\(pair.name)` is `\(found.value)`, and `\(pair.value)` in the recording")
      }
      let hint = hint
      for pair in given where !recorded.contains(where: { $0.name == pair.name }) {
        check(false, worth: 0, "`\(pair.name)=\(pair.value)` is not in the recorded query\(hint)")
      }
    }

    private mutating func compareHeaders(_ given: HeaderFields, _ exchange: Exchange) {
      for header in exchange.requestHeaders where header.value != "{secret}" {
        // What the body decides is not decided by the connector.
        if ["content-length", "host"].contains(header.lowercaseName) { continue }
        let found = given[header.name]
        check(
          found.map { CredentialMatch.isAsWritten($0, header.value) } ?? false, worth: 1,
          found.map { "the header `\(header.name)` is `\($0)`, and `\(header.value)` in the recording" }
            ?? "the header `\(header.name)` is missing")
      }
    }

    private mutating func compareBody(_ body: [UInt8], _ exchange: Exchange, _ recording: Recording?) {
      guard let range = exchange.requestBody, let recording else { return }
      let recorded = Array(recording.file.bytes[range])
      let difference = BodyMatch.difference(body, recorded)
      let isMore = difference?.hasSuffix("is not in the recorded body") ?? false
      let words = (difference ?? "") + (isMore ? hint : "")
      check(difference == nil, worth: 3, words)
    }
  }
}
