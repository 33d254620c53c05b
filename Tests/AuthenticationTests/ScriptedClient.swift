import HTTP
import Synchronization

/// Answers calls as a test says, and remembers them.
final class ScriptedClient: HTTPClient, Sendable {
  typealias Answer = @Sendable (HTTPRequest) async throws(HTTPFailure) -> HTTPResponse

  private let answer: Answer
  private let made = Mutex<[HTTPRequest]>([])

  init(_ answer: @escaping Answer) { self.answer = answer }

  /// One answer after the other; the last one again and again.
  convenience init(_ replies: Reply...) { self.init(replies) }

  convenience init(_ replies: [Reply]) {
    let rest = Mutex(replies[...])
    self.init { request throws(HTTPFailure) in
      let reply = rest.withLock {
        $0.count > 1 ? $0.removeFirst() : $0.first ?? .failure(.noRecording, false)
      }
      return try reply.response(to: request)
    }
  }

  var requests: [HTTPRequest] { made.withLock { $0 } }

  func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
    made.withLock { $0.append(request) }
    return try await answer(request)
  }
}

/// One scripted answer.
enum Reply: Sendable {
  case json(Int, String)
  case text(Int, String, type: String)
  case failure(HTTPFailure.Kind, Bool)

  func response(to request: HTTPRequest) throws(HTTPFailure) -> HTTPResponse {
    switch self {
    case .json(let status, let body): return Self.response(request, status, body, "application/json")
    case .text(let status, let body, let type): return Self.response(request, status, body, type)
    case .failure(let kind, let mayHaveBeenReceived):
      throw HTTPFailure(kind, "the call failed", mayHaveBeenReceived: mayHaveBeenReceived)
    }
  }

  private static func response(
    _ request: HTTPRequest, _ status: Int, _ body: String, _ type: String
  ) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: HeaderFields([.init("Content-Type", type)]), body: Array(body.utf8),
      address: request.address)
  }
}

extension HTTPRequest {
  var text: String { String(decoding: body ?? [], as: UTF8.self) }

  /// The values of a form body.
  var form: [String: String] { Self.pairs(text) }

  var queryValues: [String: String] { Self.pairs(address.query ?? "") }

  private static func pairs(_ text: String) -> [String: String] {
    var values: [String: String] = [:]
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      values[String(parts[0])] = parts.count > 1 ? decoded(String(parts[1])) : ""
    }
    return values
  }

  private static func decoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == 0x25, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
