internal import Expressions
internal import HTTP
internal import Language
internal import Programs
internal import WebServer

/// A queue of a pretend provider whose replies are one message each, named by a header: the recorded ones in turns, under names of their own.
///
/// Queues of plain records are streams like others (`PretendStream.isQueue`).
struct PretendQueue: Sendable {
  let name: String
  private let target: RequestTarget
  private let acknowledgement: RequestTarget
  /// The header that names a message, and the place of the acknowledgement where that name stands.
  private let header: String
  private let place: String
  private let messages: [WebReply]
  private let end: WebReply?

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
      }.map { recording.reply(in: $0) }
    }
    let places = OpenText(address.source).places
    let named = replies.lazy.flatMap(\.headers.fields).compactMap { field in
      let header = field.name.lowercased()
      return places.first { $0 == "headers['\(header)']" }.map { (header: header, place: $0) }
    }.first
    guard let named else { return nil }
    name = stream.name
    (self.target, self.acknowledgement, header, place) = (target, acknowledgement, named.header, named.place)
    messages = replies.filter { $0.headers[named.header] != nil }
    end = replies.first { $0.headers[named.header] == nil }
  }

  /// How well a request for the next message fits.
  func weight(_ request: WebRequest) -> Int? { target.fit(request)?.weight }

  /// What stands first when so many messages were acknowledged, of so many in all.
  func reply(after acknowledged: Int, of count: Int) -> WebReply {
    guard acknowledged < count else { return end ?? WebReply(204) }
    var reply = messages[acknowledged % messages.count]
    reply.headers.set(header, Self.name(of: acknowledged))
    return reply
  }

  /// Whether a request says that the message was taken which stands first after so many.
  func acknowledges(_ request: WebRequest, after acknowledged: Int) -> Bool {
    acknowledgement.fit(request)?.values[place] == Self.name(of: acknowledged)
  }

  private static func name(of message: Int) -> String { "mock-message-\(message + 1)" }
}
