package import HTTP

/// A request as a server gets it.
package struct WebRequest: Sendable {
  package let method: String
  /// As it was sent, percent-encoded.
  package let path: String
  /// Without the question mark.
  package let query: String
  package let headers: HeaderFields
  package let body: [UInt8]

  package init(method: String, path: String, query: String, headers: HeaderFields, body: [UInt8]) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
  }

  /// The values of the query by name, decoded.
  package var queryValues: [(name: String, value: String)] { FormText.pairs(query) }
}

/// What a server answers.
package struct WebReply: Sendable {
  /// Ways to be a bad server on purpose, for tests.
  package enum Fault: Sendable, Hashable {
    /// The connection breaks after this many bytes of the body.
    case cut(after: Int)
    /// A pause before each piece of the body.
    case slow(pieces: Int, pause: Duration)
  }

  package var status: Int
  package var headers: HeaderFields
  package var body: [UInt8]
  package var fault: Fault?

  package init(_ status: Int, headers: HeaderFields = HeaderFields(), body: [UInt8] = [], fault: Fault? = nil)
  {
    self.status = status
    self.headers = headers
    self.body = body
    self.fault = fault
  }

  package init(_ status: Int, text: String, type: String = "text/plain; charset=utf-8") {
    self.init(status, headers: HeaderFields([.init("Content-Type", type)]), body: Array(text.utf8))
  }

  package init(_ status: Int, json: String) { self.init(status, text: json, type: "application/json") }
}
