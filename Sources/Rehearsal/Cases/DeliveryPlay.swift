internal import HTTP
internal import Interpreter
internal import Language
internal import Programs

/// Receives a delivery as a server would, and does what its events mean.
struct DeliveryPlay: Sendable {
  let connector: RehearsedConnector
  let session: Session
  let options: ReadOptions

  /// Where a rehearsal receives deliveries; some providers sign the address.
  static let address = "https://hooks.example.com/"

  /// Streams are read only from a recording: without one the case ends with what the delivery itself says.
  func receive(_ block: DeliveryBlock, hasRecording: Bool, into performance: inout Performance) async {
    do throws(RunFailure) {
      guard let webhooks = connector.program.webhooks else {
        throw RunFailure(
          .request, "the connector `\(connector.program.name)` has no `webhooks`", at: block.block.head)
      }
      var delivery = delivery(block)
      var isVouchedFor = false
      if block[DeliveryBlock.sign] ?? true {
        // What only the provider's own key could sign is taken as signed.
        isVouchedFor = try !webhooks.sign(&delivery, session)
      }
      let reception = try await webhooks.receive(delivery, session, isVouchedFor: isVouchedFor)
      performance.answer = reception.answer
      performance.refusal = reception.refusal
      if let challenge = reception.challenge { performance.events.insert(challenge) }
      for effect in reception.effects {
        try await apply(effect, webhooks, hasRecording: hasRecording, &performance)
      }
    } catch {
      performance.failure = error
    }
  }

  private func delivery(_ block: DeliveryBlock) -> WebhookDelivery {
    WebhookDelivery(
      method: block[DeliveryBlock.method] ?? "POST", url: Self.address,
      headers: HeaderFields((block[DeliveryBlock.headers] ?? []).map { .init($0.name, $0.value) }),
      query: (block[DeliveryBlock.query] ?? []).map { ($0.name, $0.value) },
      body: Array((block[DeliveryBlock.body] ?? "").utf8))
  }

  private func apply(
    _ effect: WebhookEffect, _ webhooks: WebhookProgram, hasRecording: Bool,
    _ performance: inout Performance
  ) async throws(RunFailure) {
    let play = StreamPlay(connector: connector, session: session)
    if let rule = effect.rule { performance.events.insert(rule) }
    switch effect.action {
    case .upsert(let stream, let records, let deleted):
      play.take(records, deleted: deleted, of: stream, into: &performance)
    case .delete(let stream, let keys):
      performance.delete(keys, in: connector.mapping(of: stream)?.models ?? [])
    case .readAgain(let stream, _, _):
      guard hasRecording else { return }
      guard webhooks.canReadAgain(effect, session) else {
        return await play.read(stream, options, into: &performance)
      }
      for found in try await webhooks.readAgain(effect, session) {
        play.take(found.records, deleted: found.deleted, of: stream, into: &performance)
      }
    case .sync(let stream):
      if hasRecording { await play.read(stream, options, into: &performance) }
    case .disconnect, .ignore, .otherAccount: return
    }
  }
}
