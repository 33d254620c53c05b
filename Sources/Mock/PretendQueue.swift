internal import Expressions
internal import HTTP
internal import Language
internal import Programs
internal import WebServer

/// A queue of a pretend provider whose replies are one message each, named by a header: the recorded ones in turns, under names of their own.
///
/// Queues of plain records are streams like others (`PretendStream.isQueue`).
struct PretendQueue: Sendable {
  private struct Message: Sendable {
    let status: Int
    let headers: [(name: String, value: String)]
    let body: [UInt8]

    init(_ exchange: Exchange, in recording: Recording) {
      status = exchange.status
      headers = exchange.headers.filter {
        !["content-length", "content-encoding", "transfer-encoding"].contains($0.lowercaseName)
      }
      .map { ($0.lowercaseName, $0.value) }
      body = recording.answered(in: exchange)
    }
  }

  let name: String
  private let target: RequestTarget
  private let acknowledgement: RequestTarget
  /// The header that names a message, and the place of the acknowledgement where that name stands.
  private let header: String
  private let place: String
  private let messages: [Message]
  private let end: Message?

  /// Nil when it is no such queue, or no recording shows a message.
  init?(_ stream: Named<StreamBlock>, _ connector: LoadedConnector, base: String) {
    guard let read = stream.value[StreamBlock.read]?.block, let target = RequestTarget(read, base: base),
      let confirm = stream.value[StreamBlock.acknowledge]?[AcknowledgeBlock.request]?.block,
      let acknowledgement = RequestTarget(confirm, base: base),
      let address = RequestBlock.target(of: confirm)?.address
    else { return nil }
    let replies = connector.recordings.flatMap { recording in
      recording.exchanges.filter {
        (200..<300).contains($0.status) && target.fits($0, saying: recording.said(in: $0))
      }.map { Message($0, in: recording) }
    }
    let places = OpenText(address.source).places
    let named = replies.lazy.flatMap(\.headers).compactMap { header in
      places.first { $0 == "headers['\(header.name)']" }.map { (header: header.name, place: $0) }
    }.first
    guard let named else { return nil }
    name = stream.name
    (self.target, self.acknowledgement, header, place) = (target, acknowledgement, named.header, named.place)
    messages = replies.filter { reply in reply.headers.contains { $0.name == named.header } }
    end = replies.first { reply in !reply.headers.contains { $0.name == named.header } }
  }

  /// How well a request for the next message fits.
  func weight(_ request: WebRequest) -> Int? { target.fit(request)?.weight }

  /// What stands first when so many messages were acknowledged, of so many in all.
  func reply(after acknowledged: Int, of count: Int) -> WebReply {
    guard acknowledged < count else { return end.map { Self.reply($0) } ?? WebReply(204) }
    var reply = Self.reply(messages[acknowledged % messages.count], without: header)
    reply.headers.append(header, Self.name(of: acknowledged))
    return reply
  }

  /// Whether a request says that the message was taken which stands first after so many.
  func acknowledges(_ request: WebRequest, after acknowledged: Int) -> Bool {
    acknowledgement.fit(request)?.values[place] == Self.name(of: acknowledged)
  }

  private static func name(of message: Int) -> String { "mock-message-\(message + 1)" }

  private static func reply(_ message: Message, without left: String? = nil) -> WebReply {
    var reply = WebReply(message.status, body: message.body)
    for header in message.headers where header.name != left {
      reply.headers.append(header.name, header.value)
    }
    return reply
  }
}
