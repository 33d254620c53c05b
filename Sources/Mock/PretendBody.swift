internal import Diagnostics
internal import Formats
internal import HTTP
internal import JSON
internal import Language
internal import Programs
internal import Values
internal import WebServer

/// How the bodies of a listing are written: read from recordings, and written anew with other records.
struct PretendBody: Sendable {
  private enum Form: Sendable { case json, xml }

  private let form: Form
  private let decoder: BodyDecoder

  init(_ decode: Block?) {
    form = decode?.as(XMLDecoding.self) != nil ? .xml : .json
    decoder = BodyDecoder(decode)
  }

  var type: String { form == .xml ? "application/xml" : "application/json" }

  /// The recorded body of a reply.
  func read(_ exchange: Exchange, _ bytes: [UInt8]) -> Value? {
    form == .json ? exchange.json.map { .json($0.root) } : try? decoder.decode(bytes)
  }

  func bytes(of body: Value) -> [UInt8]? {
    if form == .xml { return (try? WrittenXML.text(of: body)).map { Array($0.utf8) } }
    var steps = 100_000_000
    return (try? JSONWriter.text(of: body, steps: &steps, limit: 512 << 20)).map { Array($0.utf8) }
  }
}

extension Recording {
  /// The body of a request.
  func said(in exchange: Exchange) -> [UInt8]? { exchange.requestBody.map { Array(file.bytes[$0]) } }

  /// The body of a reply.
  func replied(in exchange: Exchange) -> [UInt8] { Array(file.bytes[exchange.body]) }

  /// The same to be answered: where a secret was, one stands again.
  func answered(in exchange: Exchange) -> [UInt8] {
    let text = String(decoding: replied(in: exchange), as: UTF8.self)
    return Array(
      text.split(separator: "{secret}", omittingEmptySubsequences: false).joined(separator: "mock-secret")
        .utf8)
  }

  /// The reply as it was recorded.
  func reply(in exchange: Exchange) -> WebReply {
    var reply = WebReply(exchange.status, body: answered(in: exchange))
    for header in exchange.headers
    where !["content-length", "content-encoding", "transfer-encoding"].contains(header.lowercaseName) {
      reply.headers.append(header.name, header.value)
    }
    return reply
  }
}
