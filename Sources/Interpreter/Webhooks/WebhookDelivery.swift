package import Diagnostics
internal import Expressions
package import HTTP
internal import JSON
internal import Language
package import Values

/// A delivery of a provider's notifications, as it came in.
package struct WebhookDelivery: Sendable {
  package var method: String
  /// The whole address that it was sent to.
  package var url: String
  package var headers: HeaderFields
  package var query: [(name: String, value: String)]
  /// Byte for byte: signatures are over these.
  package var body: [UInt8]

  package init(
    method: String = "POST", url: String = "", headers: HeaderFields = HeaderFields(),
    query: [(name: String, value: String)] = [], body: [UInt8]
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.query = query
    self.body = body
  }

  /// Values by the names that expressions know them by.
  func bind(to variables: inout Activation) {
    variables["method"] = .string(method)
    variables["url"] = .string(url)
    variables["headers"] = Self.map(headers.fields.map { ($0.name.lowercased(), $0.value) })
    variables["query"] = Self.map(query.map { ($0.name, $0.value) })
    variables["body"] = .string(String(decoding: body, as: UTF8.self))
    variables["payload"] = payload
  }

  /// JSON, or the values of a form of either kind by name; null when it is none of these.
  private var payload: Value {
    if let document = try? JSONDocument(body) { return .json(document.root) }
    let type = headers["Content-Type"] ?? ""
    if type.lowercased().hasPrefix("multipart/form-data") { return Self.map(MultipartForm.pairs(body, type)) }
    guard type.lowercased().hasPrefix("application/x-www-form-urlencoded") else { return .null }
    return Self.map(FormText.pairs(body))
  }

  /// The first value of a name counts.
  private static func map(_ pairs: [(String, String)]) -> Value {
    var entries = MapValue.Entries()
    for (name, value) in pairs { _ = entries.insert(.string(name), .string(value)) }
    return .map(MapValue(entries))
  }
}

/// What a delivery is answered with.
package struct WebhookAnswer: Sendable {
  package var status: Int
  package var headers: HeaderFields
  package var body: [UInt8]
}

/// What became of a delivery.
package struct WebhookReception: Sendable {
  package let answer: WebhookAnswer
  /// What its events mean, in order; to be kept durably before the answer is sent.
  package let effects: [WebhookEffect]
  /// Why it was refused, for the log; nil when it was accepted.
  package let refusal: String?
  /// The challenge that it is, where it only asks whether we are there.
  package var challenge: SourceRange?
  /// What it brought for the account: to be kept with `KeptAccount` before the answer is sent.
  package var kept: [String: Value] = [:]
  /// A request that is to be made once the answer was sent; see `WebhookProgram.followUp`.
  var request: Outgoing?

  package var needsFollowUp: Bool { request != nil }
}

/// What one event means.
package struct WebhookEffect: Sendable {
  /// Tells a repeated delivery of the event.
  package let id: String
  package let action: Action
  /// The rule that says so; nil when none fits.
  package var rule: SourceRange?

  package enum Action: Sendable {
    /// The records it carries are to be stored; `deleted` are keys of those that it marks as gone.
    case upsert(stream: String, records: [SourceRecord], deleted: [String])
    case delete(stream: String, keys: [String])
    /// Records with these keys are to be read from the provider; see `WebhookProgram.readAgain`.
    case readAgain(stream: String, keys: [Value], rule: Int)
    case sync(stream: String)
    case disconnect
    /// Nothing is to be done.
    case ignore
    /// It belongs to another account than that of the session.
    case otherAccount
  }
}
