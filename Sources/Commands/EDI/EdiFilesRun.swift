internal import Databases
internal import EDI
internal import Exchange
internal import Reports
internal import Storage
internal import Values

/// Lists files that were exchanged, shows one, and takes a person's word on what became of one.
struct EdiFilesRun {
  /// What can be done with one file, by its number.
  static let verbs = ["show", "accept", "reject", "resend"]

  private let words: [String]
  private let invocation: Invocation

  init(_ words: [String], _ invocation: Invocation) {
    self.words = words
    self.invocation = invocation
  }

  func run() async -> ExitCode {
    do throws(NamedConnector.Refusal) {
      let store = try await ExistingStore.open(invocation)
      guard let verb = words.first, Self.verbs.contains(verb) else {
        guard words.count <= 1 else {
          return invocation.fail(
            .usage, "`connector edi files` takes one NAME", help: "connector edi files show ID")
        }
        return try await list(words.first, store)
      }
      guard words.count == 2, let id = Int64(words[1]) else {
        return invocation.fail(.usage, "`connector edi files \(verb)` takes the number of one file")
      }
      guard
        let file = try await Self.guarded({ () async throws(StoreFailure) in
          try await store.file(id, organization: invocation.organization)
        })
      else {
        return invocation.fail(
          .nothing, "there is no file \(id)", help: "`connector edi files` lists the latest")
      }
      switch verb {
      case "show": show(file)
      case "resend":
        await store.close()
        return await EdiExchangeRun(file.integration.connector, invocation).resend(file)
      default: return try await settle(file, verb == "accept" ? .accepted : .rejected, store)
      }
      return .success
    } catch {
      return invocation.fail(error)
    }
  }

  private static func guarded<Result: Sendable>(
    _ body: () async throws(StoreFailure) -> Result
  ) async throws(NamedConnector.Refusal) -> Result {
    do {
      return try await body()
    } catch {
      throw NamedConnector.Refusal(error, connector: "")
    }
  }

  private func list(
    _ integration: String?, _ store: SQLiteStore
  ) async throws(NamedConnector.Refusal) -> ExitCode {
    let files = try await Self.guarded { () async throws(StoreFailure) in
      try await store.files(
        organization: invocation.organization, integration: integration, limit: invocation[EdiCommand.limit])
    }
    if invocation[EdiCommand.format] == .json {
      for file in files { invocation.print(JSONText.of(file.value)) }
    }
    guard !files.isEmpty else {
      return invocation.fail(
        .nothing, "no file was exchanged yet", help: "`connector edi exchange NAME` exchanges files")
    }
    guard invocation[EdiCommand.format] != .json else { return .success }
    let rows = files.map { file in
      [
        "\(file.id)", file.integration.name, file.direction.rawValue, file.content.rawValue, file.name,
        file.controlNumber.map { "\($0)" } ?? "",
        file.state.rawValue
          + (file.attempts > 1 ? ", \(file.direction == .sent ? "sent" : "came") again" : ""),
        RunText.moment(file.settledAt ?? file.sentAt ?? file.createdAt),
      ].map { Visible.word($0, limit: 80) }
    }
    let heads = ["file", "partner", "direction", "content", "name", "number", "state", "since"]
    invocation.write(TextTable(heads, rows).text(Emphasis(invocation.outputStyle).strong))
    return .success
  }

  private func show(_ file: ExchangedFile) {
    if invocation[EdiCommand.format] == .json { return invocation.print(JSONText.of(file.value)) }
    var lines: [(String, String?)] = [
      ("file", "\(file.id)"), ("partner", file.integration.name), ("name", file.name),
      ("what", "\(file.direction.rawValue), \(file.content.rawValue), \(file.size) bytes"),
      ("state", file.state.rawValue), ("why", file.problem), ("number", file.controlNumber.map { "\($0)" }),
      ("answers", file.answers.map { "file \($0)" }), ("content", "sha256 \(file.hash)"),
      ("kept as", file.archivedAs), ("noted", file.createdAt), ("sent", file.sentAt),
      ("settled", file.settledAt),
    ]
    if file.attempts > 1 {
      let times = file.attempts == 2 ? "once" : "\(file.attempts - 1) times"
      lines.append((file.direction == .sent ? "sent again" : "came again", times))
    }
    for (head, value) in lines {
      guard let value else { continue }
      invocation.print(
        head + String(repeating: " ", count: 12 - head.count) + Visible.word(value, limit: 400))
    }
    for part in file.parts {
      let what = part.set.map { "set \($0) of group \(part.group)" } ?? "group \(part.group)"
      let reasons = part.reasons.map { " (\($0))" } ?? ""
      invocation.print("  \(what): \(part.state == .sent ? "no answer" : part.state.rawValue)\(reasons)")
    }
  }

  /// For partners whose answer is a letter or a call.
  private func settle(
    _ file: ExchangedFile, _ state: ExchangedFile.State, _ store: SQLiteStore
  ) async throws(NamedConnector.Refusal) -> ExitCode {
    switch (file.direction, file.state) {
    case (.sent, .prepared), (.sent, .sent):
      let parts = file.parts.map { ExchangedFile.Part(group: $0.group, set: $0.set, state: state) }
      let answer = FileAnswer(file: file.id, state: state, parts: parts, problem: nil)
      try await Self.guarded { () async throws(StoreFailure) in try await store.settle([answer], of: nil) }
    case (.received, .received):
      let settled = state == .accepted ? ExchangedFile.State.processed : .rejected
      try await Self.guarded { () async throws(StoreFailure) in
        try await store.settle(file.id, settled, problem: "decided by hand", answer: nil)
      }
    default:
      return invocation.fail(.negative, "file \(file.id) is \(file.state.rawValue) already")
    }
    return .success
  }
}
