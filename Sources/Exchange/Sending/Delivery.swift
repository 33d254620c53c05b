internal import HTTP
internal import Language
internal import Programs
package import Storage

extension FileExchange {
  /// Hands over everything that is prepared, oldest first.
  package func deliverPrepared() async throws {
    for file in try await store.files(integration.id, in: [.prepared], .sent) { try await deliver(file) }
  }

  /// Hands over the answers to what was received, also those of a process that died before it did.
  func deliverAnswers() async throws {
    let prepared = try await store.files(integration.id, in: [.prepared], .sent)
    for file in prepared where file.content == .acknowledgement { try await deliver(file) }
  }

  /// Sends a file once more, the same bytes under the same numbers.
  package func resend(_ file: ExchangedFile) async throws {
    guard file.direction == .sent, file.integration.id == integration.id else {
      throw RunFailure(.not_found, "file \(file.id) was not sent to this partner")
    }
    try await deliver(file, onRequest: true)
  }

  /// Hands a prepared file over.
  ///
  /// A process may have died after the file had arrived: one that lies there with the same content is the one that is meant.
  func deliver(_ file: ExchangedFile, onRequest: Bool = false) async throws {
    guard let folder = setup.outFolder else {
      throw RunFailure(.request, "this exchange sends no files: it has no `put`")
    }
    let content = try await setup.archive.content(of: file.archivedAs)
    if file.attempts > 0, !setup.place.isRepeatable, !onRequest {
      throw RunFailure(
        .provider,
        "\(file.name) may have arrived at \(setup.place.title) before; `connector edi files resend \(file.id)` sends it again"
      )
    }
    let begun = try await store.beginSending(file.id)
    failpoint("before \(file.name) is put")
    do {
      try await hand(over: file, content, in: folder)
    } catch let failure as RunFailure {
      try await store.markUnsent(
        file.id, problem: failure.message, mayHaveArrived: failure.isOutcomeUnknown)
      throw failure
    }
    failpoint("after \(file.name) is put")
    try await store.markSent(file.id)
    failpoint("after \(file.name) is noted as sent")
    let sent = try await store.file(file.id, organization: integration.organizationName)
    tell(.sent(sent ?? begun, isAgain: begun.attempts > 1))
  }

  private func hand(over file: ExchangedFile, _ content: BodyFile, in folder: String) async throws {
    if setup.place.canList, try await setup.place.list(folder).contains(where: { $0.name == file.name }) {
      guard try await setup.place.fetch(file.name, in: folder).hash() == content.hash() else {
        let advice =
          file.content == .acknowledgement
          ? "it must be taken away there first" : "`file_name` should hold `${file.number}`"
        throw RunFailure(
          .provider, "another file called \(file.name) lies in \(folder) of \(setup.place.title); \(advice)")
      }
    } else {
      try await setup.place.put(content, as: file.name, in: folder)
    }
  }
}
