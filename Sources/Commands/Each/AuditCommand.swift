internal import Databases
internal import JSON
internal import Storage
internal import Values

/// `connector audit`: who did what, and whether the log of it is still what was written.
struct AuditCommand: Command {
  static let since = Option<Instant?>.moment("since", "TIME", "Only what happened since this day or moment")
  static let limit = Option<Int>.number(
    "limit", "N", default: 50, in: 0...Int.max, "How many rows are listed, the latest; 0 lists all")
  static let verify = Option<Bool>.flag("verify", "Prove that no row was edited, moved or taken out")
  static let head = Option<String?>.text(
    "head", "HASH",
    "With --verify: the hash that an earlier --verify told, to prove that the end was not cut off")

  let name = "audit"
  let summary = "Show who signed in, changed settings, rotated keys, began runs or allowed deletions"
  let details = """
    Rows are written together with what they tell of, and hold no secret. Who acted is the account on this machine, or what \
    CONNECTOR_ACTOR says.

    Each row holds a hash over itself and the row before. `--verify` names the first row that is not what was written. Only a \
    hash that is kept elsewhere proves that rows at the end are still there: keep what `--verify` tells, and give it to the \
    next one.
    """
  let examples = [
    CommandExample("connector audit", "the latest rows"),
    CommandExample("connector audit --since 2026-11-01 --format json", "for another program"),
    CommandExample("connector audit --verify", "is the log what was written?"),
  ]
  let options: [any AnyOption] = [
    Self.since, Self.limit, Self.verify, Self.head, AnswerForm.option, RuntimeOptions.store,
    RuntimeOptions.organization,
  ]
  let exitCodes: [ExitCode] = [.negative, .nothing]

  func run(_ invocation: Invocation) async -> ExitCode {
    do throws(NamedConnector.Refusal) {
      let store = try await ExistingStore.open(invocation)
      do {
        return invocation[Self.verify]
          ? tell(try await store.auditProof(head: invocation[Self.head]?.lowercased()), invocation)
          : list(
            try await store.auditLog(
              organization: invocation.organization, since: invocation[Self.since]?.description,
              limit: invocation[Self.limit] == 0 ? Int.max : invocation[Self.limit]), invocation)
      } catch {
        throw NamedConnector.Refusal(error, connector: "")
      }
    } catch {
      return invocation.fail(error)
    }
  }

  private func tell(_ proof: AuditProof, _ invocation: Invocation) -> ExitCode {
    if invocation.answersInJSON { invocation.print(Self.json(proof)) }
    switch proof {
    case .intact(let rows, let head):
      if !invocation.answersInJSON {
        invocation.print("\(Sentence.counted(rows, "row")), none of them changed; the last one is \(head)")
      }
      return .success
    case .broken(let sequence):
      return invocation.fail(
        .negative, "row \(sequence) of the audit log is not what was written, or a row before it is gone")
    case .unknownHead:
      return invocation.fail(
        .negative, "no row of the audit log has that hash: its end was cut off, or it was written anew")
    }
  }

  private static func json(_ proof: AuditProof) -> String {
    let members: [(String, Value)] =
      switch proof {
      case .intact(let rows, let head):
        [("intact", .bool(true)), ("rows", .int(Int64(rows))), ("head", .string(head))]
      case .broken(let sequence): [("intact", .bool(false)), ("sequence", .int(sequence))]
      case .unknownHead: [("intact", .bool(false)), ("sequence", .null)]
      }
    return JSONText.of(.map(MapValue(members)))
  }

  private func list(_ records: [AuditRecord], _ invocation: Invocation) -> ExitCode {
    if invocation.answersInJSON {
      for record in records { invocation.print(Self.json(record)) }
    }
    guard !records.isEmpty else {
      return invocation.fail(.nothing, "the audit log has no such rows")
    }
    guard !invocation.answersInJSON else { return .success }
    let rows = records.map { record in
      [
        record.at.prefix(19) + "Z", Visible.word(record.actor), record.action, Visible.word(record.subject),
        Visible.word(record.details ?? "", limit: 200),
      ]
    }
    invocation.write(
      TextTable(["at", "who", "what", "of", "details"], rows).text(Emphasis(invocation.outputStyle).strong))
    return .success
  }

  private static func json(_ record: AuditRecord) -> String {
    let members: [(String, Value)] = [
      ("sequence", .int(record.sequence)), ("organization", .string(record.organization)),
      ("at", .string(record.at)), ("actor", .string(record.actor)), ("action", .string(record.action)),
      ("subject", .string(record.subject)), ("details", record.details.map(Value.string) ?? .null),
      ("hash", .string(record.hash)),
    ]
    return JSONText.of(members)
  }
}
