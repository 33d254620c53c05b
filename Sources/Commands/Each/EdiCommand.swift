internal import Diagnostics
internal import Reports

/// `connector edi`: enrolment files checked, shown, acknowledged, compared and written.
struct EdiCommand: Command {
  enum Action: String, CaseIterable, Sendable {
    case check, show, ack, match, diff, write, send, receive, exchange, files

    /// How it can tell what it found or did.
    var formats: [ReportFormat] {
      switch self {
      case .check: ReportFormat.allCases
      case .show, .diff, .files, .send, .receive, .exchange: [.text, .json]
      case .ack, .match, .write: [.text]
      }
    }

    /// What a shell may offer behind each.
    static let offers = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0.offer) })

    private var offer: Completion {
      switch self {
      case .check, .show, .ack, .match, .diff: .files
      case .write: .none
      case .send, .receive, .exchange: .listed(.partners)
      case .files: .any([.words(EdiFilesRun.verbs), .listed(.partners)])
      }
    }
  }

  static let format = Option<ReportFormat?>.choice(
    "format", short: "f", "FORMAT",
    "How it is told: findings in all forms, members and files in text and json",
    standardText: "text", meaning: \.summary)
  static let from = Option<String?>.text(
    "from", "FILE", "Members, coverages and plans as JSON lines, as `sync --output jsonl` writes them",
    completion: .files)
  static let profile = Option<String?>.text(
    "profile", "FILE", "What the trading partner wants: identifiers, separators, codes, form",
    completion: .files)
  static let output = Option<String?>.text(
    "output", short: "o", "FILE", "Where `write` and `ack` write instead of standard output",
    completion: .files)
  static let previous = Option<String?>.text(
    "previous", "FILE", "Members as they were sent last: `write` then writes changes only", completion: .files
  )
  static let full = Option<Bool>.flag("full", "Tell the partner everybody, and not only what changed")
  static let membersOf = Option<String?>.text(
    "members-of", "NAME", "The integration whose members are told, when several have some",
    completion: .listed(.connectors))
  static let deletions = Option<Bool>.flag(
    "allow-deletions", "Send also when suspiciously many members would end at once")
  static let limit = Option<Int>.number(
    "limit", "N", default: 50, in: 1...100_000, "How many files are listed, the latest first")
  static let controlNumber = Option<Int>.number(
    "control-number", "N", default: 1, in: 1...999_999_999, "The control number of what is written")

  let name = "edi"
  let summary = "Check, show, acknowledge, compare and write enrolment files (X12 834)"
  let details = """
    The first word is what to do: `check FILE...` tells everything that is wrong, with its SNIP level; `show FILE` lists \
    the members with their coverages; `ack FILE` writes the answer of a receiver, a 999, or a TA1 when the interchange \
    itself is bad; `match SENT ANSWER` tells what became of a file that was sent, `match ANSWER` notes it in the store; \
    `diff OLD NEW` compares two full files and tells who was added, changed or ended; `write --from FILE` writes a file \
    for a trading partner.

    `exchange NAME` does business with a partner, a connector that has an `exchange`: it picks up what lies there, works \
    on it once, answers it, and sends what changed since the partner was told last; `receive NAME` and `send NAME` do one half of \
    this. `files [NAME]` lists what was exchanged and what became of it, `files show ID` tells everything of one file, \
    `files resend ID` sends the same bytes once more, and `files accept ID` or `files reject ID` notes what a partner said by other means: \
    what a rejected file told is told again.

    `-` stands for standard input. Files may be of any size: members are read, compared and written one after the other, and \
    what must be brought into order waits in files without a name. A file holds 100,000 transaction sets at most.
    """
  let examples = [
    CommandExample("connector edi check incoming/*.834", "what is wrong with files"),
    CommandExample("connector edi check members.834 --format sarif", "the same for programs"),
    CommandExample("connector edi show members.834", "who is in a file"),
    CommandExample("connector edi ack members.834 --output answer.999", "the answer to its sender"),
    CommandExample("connector edi match members.834 reply.999", "whether it was accepted"),
    CommandExample("connector edi exchange edi-834", "pick up, answer and send"),
    CommandExample("connector edi files", "what was exchanged, and what became of it"),
    CommandExample("connector edi diff march.834 april.834", "what changed between two full files"),
    CommandExample(
      "connector edi write --from members.jsonl --profile acme-life.yaml", "a file for a trading partner"),
  ]
  let argument: Argument? = Argument(
    "ACTION [FILE... | NAME]", .any, "What to do, and then files or the name of a partner.",
    completion: .words(Action.allCases.map(\.rawValue)), .byFirst(Action.offers, otherwise: .none))
  let options: [any AnyOption] =
    [
      Self.format, Self.from, Self.profile, Self.output, Self.previous, Self.controlNumber, Self.full,
      Self.membersOf, Self.deletions, Self.limit,
    ] + RuntimeOptions.all
  let exitCodes: [ExitCode] = [.negative, .nothing, .providerFailed, .refused]

  func run(_ invocation: Invocation) async -> ExitCode {
    guard let word = invocation.arguments.first, let action = Action(rawValue: word) else {
      let words = Action.allCases.map(\.rawValue)
      let given = invocation.arguments.first.map { "not `\(Visible.word($0))`" } ?? "and none is given"
      return invocation.fail(
        .usage, "`connector edi` does one of \(Sentence.alternatives(words)), \(given)",
        help: "connector edi check FILE")
    }
    if let format = invocation[Self.format], !action.formats.contains(format) {
      return invocation.fail(
        .usage, "`connector edi \(word)` does not know `--format \(format.rawValue)`",
        help: "it knows \(Sentence.alternatives(action.formats.map(\.rawValue)))")
    }
    let files = Array(invocation.arguments.dropFirst())
    switch action {
    case .check: return files.isEmpty ? needs("a FILE", invocation) : EdiCheckRun(files, invocation).run()
    case .show:
      return files.count == 1 ? EdiShowRun(files[0], invocation).run() : needs("one FILE", invocation)
    case .ack: return files.count == 1 ? EdiAckRun(files[0], invocation).run() : needs("one FILE", invocation)
    case .match:
      switch files.count {
      case 1: return await EdiLedgerMatchRun(files[0], invocation).run()
      case 2: return EdiMatchRun(files[0], files[1], invocation).run()
      default: return needs("one or two FILEs", invocation)
      }
    case .send: return await exchange(files, .send, invocation)
    case .receive: return await exchange(files, .receive, invocation)
    case .exchange: return await exchange(files, [.send, .receive], invocation)
    case .files: return await EdiFilesRun(files, invocation).run()
    case .diff:
      return files.count == 2
        ? await EdiDiffRun(files[0], files[1], invocation).run() : needs("two FILEs", invocation)
    case .write: return await EdiWriteRun(invocation).run()
    }
  }

  private func exchange(
    _ names: [String], _ directions: EdiExchangeRun.Directions, _ invocation: Invocation
  ) async -> ExitCode {
    guard let name = names.first, names.count == 1 else { return needs("one NAME", invocation) }
    return await EdiExchangeRun(name, invocation).run(directions)
  }

  private func needs(_ what: String, _ invocation: Invocation) -> ExitCode {
    invocation.fail(.usage, "`connector edi \(invocation.arguments[0])` needs \(what)")
  }
}
