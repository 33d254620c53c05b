package import HTTP
internal import Language
internal import Values

extension RequestDraft {
  /// The request below a base address, or to the whole address that the draft names.
  package func request(to base: WebAddress) throws(RunFailure) -> HTTPRequest {
    var request = HTTPRequest(method, try address(below: base), headers: headers)
    request.secretHeaders = secretHeaders
    request.holdsSecretElsewhere = holdsSecretElsewhere
    if let timeout { request.deadlines.total = timeout }
    if let (bytes, type) = try encodedBody() {
      request.body = bytes
      if request.headers["Content-Type"] == nil, let type { request.headers.append("Content-Type", type) }
    }
    return request
  }

  /// The whole address with its query.
  package func address(below base: WebAddress) throws(RunFailure) -> WebAddress {
    var address: WebAddress
    do {
      if WebAddress.isWhole(target) {
        address = try WebAddress(target)
      } else {
        var root = base.description
        if let query = base.query { root = String(root.dropLast(query.utf8.count + 1)) }
        if root.hasSuffix("/") { root.removeLast() }
        address = try WebAddress(
          root + (target.isEmpty || target.hasPrefix("/") || target.hasPrefix("?") ? "" : "/") + target)
        if let query = base.query { address.query = address.query.map { "\(query)&\($0)" } ?? query }
      }
    } catch {
      throw RunFailure(.request, "`\(target)` is no address that can be called: \(error.message)")
    }
    let added = Self.encoded(query)
    if !added.isEmpty { address.query = address.query.map { $0.isEmpty ? added : "\($0)&\(added)" } ?? added }
    return address
  }

  /// `name=value` pairs as a query or a form has them.
  package static func encoded(_ pairs: [(name: String, value: String)]) -> String {
    pairs.map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)" }.joined(separator: "&")
  }

  /// The bytes of the body with the type that belongs to them.
  func encodedBody() throws(RunFailure) -> (bytes: [UInt8], type: String?)? {
    switch body {
    case .none: return nil
    case .json(let value): return (try Self.json(value), "application/json")
    case .form(let pairs): return (Array(Self.encoded(pairs).utf8), "application/x-www-form-urlencoded")
    case .multipart(let parts): return Self.multipart(parts)
    case .graphql(let query, let variables, let operation):
      var entries = MapValue.Entries()
      entries.set(.string("query"), to: .string(query))
      if !variables.isNull { entries.set(.string("variables"), to: variables) }
      if let operation { entries.set(.string("operationName"), to: .string(operation)) }
      return (try Self.json(.map(MapValue(entries))), "application/json")
    case .xml(let text): return (Array(text.utf8), "application/xml")
    case .text(let text): return (Array(text.utf8), nil)
    }
  }

  private static func json(_ value: Value) throws(RunFailure) -> [UInt8] {
    var steps = 10_000_000
    do {
      return Array(try JSONWriter.text(of: value, steps: &steps, limit: 256 << 20).utf8)
    } catch {
      throw RunFailure(.request, "the body cannot be written as JSON")
    }
  }

  private static func multipart(_ parts: [Part]) -> (bytes: [UInt8], type: String?) {
    // A boundary that occurs in no part, found without chance so that a request can be compared with a recording.
    var boundary = "connector-boundary"
    while parts.contains(where: { $0.content.holds(Array(boundary.utf8)) }) { boundary += "-x" }
    var bytes: [UInt8] = []
    for part in parts {
      var head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(quotable(part.name))\""
      if let name = part.fileName { head += "; filename=\"\(quotable(name))\"" }
      if let type = part.type { head += "\r\nContent-Type: \(quotable(type))" }
      bytes += Array((head + "\r\n\r\n").utf8)
      bytes += part.content
      bytes += [0x0D, 0x0A]
    }
    bytes += Array("--\(boundary)--\r\n".utf8)
    return (bytes, "multipart/form-data; boundary=\(boundary)")
  }

  /// A name that cannot end the quotes or the line that it stands in.
  private static func quotable(_ text: String) -> String {
    var safe = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": safe += "%22"
      case "\r": safe += "%0D"
      case "\n": safe += "%0A"
      default: safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }
}

extension [UInt8] {
  /// Whether other bytes occur among these.
  fileprivate func holds(_ other: [UInt8]) -> Bool {
    guard let first = other.first, count >= other.count else { return false }
    var start = startIndex
    while let found = self[start...].firstIndex(of: first), found + other.count <= count {
      if self[found..<found + other.count].elementsEqual(other) { return true }
      start = found + 1
    }
    return false
  }
}
