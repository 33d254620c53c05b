/// Writes the recordings: of each stream, of a run that finds nothing new, of the check, and of a refused request.
struct RecordingText {
  var name: String
  var text: String

  static func recordings(of sketch: ProviderSketch, _ streams: [StreamDraft]) -> [RecordingText] {
    let streams = streams.map { stream in
      var stream = stream
      stream.endpoint.path = asSent(filled(stream.endpoint.path, sketch))
      for place in stream.query.indices {
        stream.query[place].value.value = filled(stream.query[place].value.value, sketch)
      }
      stream.endpoint.secretParameter = sketch.auth.parameter
      return stream
    }
    var recordings: [RecordingText] = []
    for stream in streams {
      let exchanges = exchanges(of: stream, base: filled(sketch.baseURL.value, sketch))
      recordings.append(RecordingText(name: stream.name, text: exchanges.joined(separator: "\n")))
      guard let changes = stream.changes else { continue }
      let request = stream.request(stream.firstQuery + [(changes.parameter, changes.example.sent)])
      let body = stream.lastBody(with: [])
      recordings.append(
        .init(
          name: sinceName(stream), text: exchange("nothing changed since", request, headers: [], body: body)))
    }
    if let check = sketch.check {
      var request = RecordedRequest(target: asSent(filled(check.value, sketch)))
      request.prove(by: sketch.auth.parameter)
      let reply = exchange("who am I", request, headers: [], body: sketch.checkReply)
      recordings.append(.init(name: "check", text: reply))
    }
    if let stream = streams.first(where: \.endpoint.isGraphQL) {
      let told = Sample.object([.init(key: "message", value: .text("made up"))])
      let body = Sample.object([.init(key: "errors", value: .list([told]))])
      let refused = exchange(
        "an error with status 200", stream.request(stream.firstQuery), headers: [], body: body)
      recordings.append(.init(name: errorName, text: refused))
    }
    if let stream = streams.first {
      let request = stream.request(stream.firstQuery)
      let refusal = Sample.object([.init(key: "message", value: .text("too many requests"))])
      let slow = exchange(
        "slow down", request, status: 429, headers: [(sketch.retryAfter.value, "2")], body: refusal)
      let again = exchange(
        "the same request once more", request, headers: [], body: stream.lastBody(with: []))
      recordings.append(.init(name: "throttled", text: slow + "\n" + again))
    }
    return recordings
  }

  /// The recording of an error that comes with status 200.
  static let errorName = "error"

  /// The recording of a run that begins with a cursor.
  static func sinceName(_ stream: StreamDraft) -> String { stream.name + "_since" }

  /// An address with the settings of the test in it.
  private static func filled(_ address: String, _ sketch: ProviderSketch) -> String {
    (sketch.settings + sketch.auth.settings).reduce(address) { address, setting in
      address.replacing("${settings.\(setting.name)}", with: setting.testValue)
    }
  }

  private static func exchanges(of stream: StreamDraft, base: String) -> [String] {
    var result: [String] = []
    let split = stream.hasSecondPage ? max(1, stream.samples.count / 2) : stream.samples.count
    var first = stream.body(with: Array(stream.samples[..<split]))
    var headers: [(String, String)] = []
    var second: RecordedRequest?
    switch stream.pages.style {
    case .none: break
    case .offset:
      if stream.hasSecondPage || stream.fillsPage { second = stream.request(stream.query(page: "\(split)")) }
    case .page(let start):
      if stream.hasSecondPage || stream.fillsPage {
        second = stream.request(stream.query(page: "\(start + 1)"))
      }
    case .cursor(let token):
      first.set(.text("c2"), at: token)
      second = stream.request(stream.query(page: "c2"))
    case .keyset(let key):
      second = stream.request(stream.query(page: stream.samples[split - 1][key]?.scalarText ?? ""))
    case .nextURL(let path) where stream.endpoint.method == "POST":
      let next = RecordedRequest(target: stream.endpoint.path + "?page=2")
      first.set(.text(base + next.target), at: path)
      second = next
    case .nextURL(let path):
      let next = stream.request(stream.firstQuery + [("page", "2")], isProven: false)
      first.set(.text(base + next.target), at: path)
      second = next
    case .linkHeader:
      let next = stream.request(stream.firstQuery + [("page", "2")], isProven: false)
      headers = [("Link", "<\(base)\(next.target)>; rel=\"next\"")]
      second = next
    case .relay(let connection):
      first.set(.bool(true), at: connection + ["pageInfo", "hasNextPage"])
      first.set(.text("c1"), at: connection + ["pageInfo", "endCursor"])
      second = stream.request(stream.query(page: "c1"))
    }
    // An address that the provider gives has no proof in it, and the request for it has.
    switch stream.pages.style {
    case .nextURL, .linkHeader: second?.prove(by: stream.endpoint.secretParameter)
    default: break
    }
    if let more = stream.pages.more { first.set(.bool(second != nil), at: more) }
    result.append(
      exchange(
        "first page", stream.request(stream.firstQuery), headers: headers, body: first))
    if let second {
      let body = stream.lastBody(with: Array(stream.samples[split...]))
      result.append(exchange("second page", second, headers: [], body: body))
    }
    return result
  }

  private static func exchange(
    _ title: String, _ request: RecordedRequest, status: Int = 200, headers: [(String, String)], body: Sample
  ) -> String {
    let lines = headers.map { "\($0.0): \($0.1)\n" }.joined()
    let sent = request.body.flatMap { body in
      body.text.map { "Content-Type: \(body.contentType)\n\n\($0)\n" }
    }
    return """
      ### \(title)
      \(request.method) \(request.target)
      \(sent ?? "")
      HTTP \(status)
      \(lines)Content-Type: application/json

      \(body.json)

      """
  }

  /// A path with its letters beyond ASCII as they go over the wire.
  private static func asSent(_ path: String) -> String {
    path.unicodeScalars.map { $0.isASCII ? String($0) : encoded(String($0)) }.joined()
  }

  static func query(_ pairs: [(name: String, value: String)]) -> String {
    pairs.isEmpty ? "" : "?" + pairs.map { "\(encoded($0.name))=\(encoded($0.value))" }.joined(separator: "&")
  }

  static func encoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return result
  }
}

/// A request as a recording shows it.
struct RecordedRequest {
  var method = "GET"
  var target: String
  var body: BodySketch?

  /// Adds the parameter that proves who is asking.
  mutating func prove(by parameter: String?) {
    guard let parameter else { return }
    target += (target.contains("?") ? "&" : "?") + RecordingText.encoded(parameter) + "={secret}"
  }
}

extension StreamDraft {
  /// The request that sends these values, each where the provider takes it.
  func request(_ pairs: [(name: String, value: String)], isProven: Bool = true) -> RecordedRequest {
    var request = RecordedRequest(method: endpoint.method, target: endpoint.path, body: endpoint.body)
    var query: [(name: String, value: String)] = []
    for pair in pairs {
      if endpoint.placement(of: pair.name).kind == "query" {
        query.append(pair)
      } else {
        let isNumber = !(endpoint.body?.isForm ?? true) && Int(pair.value) != nil
        let path = pair.name.split(separator: ".").map(String.init)
        request.body?.values.set(isNumber ? .number(pair.value) : .text(pair.value), at: path)
      }
    }
    request.target += RecordingText.query(query)
    if isProven { request.prove(by: endpoint.secretParameter) }
    if let secret = endpoint.secret { request.body?.values.set(.text("{secret}"), at: secret) }
    return request
  }

  /// The query of the first request.
  var firstQuery: [(name: String, value: String)] {
    switch pages.style {
    case .page(let start): query(page: "\(start)")
    case .offset: query(page: "0")
    default: query(page: nil)
    }
  }

  func query(page: String?) -> [(name: String, value: String)] {
    var pairs = query.map { (name: $0.name, value: $0.value.value) }
    if let page, let parameter = pages.parameter { pairs.append((parameter, page)) }
    if let size = pages.size { pairs.append((size.parameter, "\(size.value)")) }
    return pairs
  }

  /// The reply with these records in place of its own.
  func body(with records: [Sample]) -> Sample {
    var body = endpoint.reply
    let elements =
      wrap.map { wrap in records.map { Sample.object([.init(key: wrap, value: $0)]) } } ?? records
    body.set(.list(elements), at: self.records.value)
    if let total = pages.total { body.set(.number("\(samples.count)"), at: total) }
    if let count = pages.pageCount { body.set(.number(hasSecondPage ? "2" : "1"), at: count) }
    return body
  }

  /// The reply that ends the stream.
  func lastBody(with records: [Sample]) -> Sample {
    var body = body(with: records)
    if records.isEmpty, let total = pages.total { body.set(.number("0"), at: total) }
    switch pages.style {
    case .cursor(let token), .nextURL(let token): body.set(.null, at: token)
    case .relay(let connection): body.set(.bool(false), at: connection + ["pageInfo", "hasNextPage"])
    default: break
    }
    if let more = pages.more { body.set(.bool(false), at: more) }
    return body
  }
}
