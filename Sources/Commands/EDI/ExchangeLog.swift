internal import Exchange
internal import Reports
internal import Storage
internal import Synchronization
internal import Values

/// Tells what an exchange does, as it happens.
final class ExchangeLog: Sendable {
  let invocation: Invocation
  private let hasComplaint = Atomic<Bool>(false)

  init(_ invocation: Invocation) { self.invocation = invocation }

  /// Nothing went wrong and nothing waits.
  var isClean: Bool { !hasComplaint.load(ordering: .relaxed) }

  func tell(_ event: ExchangeEvent) {
    if needsSomebody(event) { hasComplaint.store(true, ordering: .relaxed) }
    if invocation[EdiCommand.format] == .json {
      invocation.print(JSONText.of(Self.members(event)))
    } else {
      write(event)
    }
  }

  /// Whether a person has to look.
  private func needsSomebody(_ event: ExchangeEvent) -> Bool {
    switch event {
    case .sent, .nothingToReceive, .nothingToSend, .repeated: false
    case .received(let file, let note):
      file.state == .rejected || file.problem != nil || note.contains("quarantine")
    case .passedOver, .stranger: true
    case .answered(let file): file.state == .rejected || file.state == .acceptedWithErrors
    }
  }

  private func write(_ event: ExchangeEvent) {
    switch event {
    case .sent(let file, let isAgain):
      invocation.print(
        "\(isAgain ? "sent again" : "sent")  \(Visible.word(file.name, limit: 200))\(Self.number(file))")
    case .nothingToReceive: invocation.remark("nothing to pick up")
    case .nothingToSend: invocation.print("nothing to send: the partner knows everything")
    case .received(let file, let note):
      let details = [note, file.problem ?? ""].filter { !$0.isEmpty }.joined(separator: "; ")
      invocation.print(
        "\(file.state.rawValue)  \(Visible.word(file.name, limit: 200))\(Self.number(file))"
          + (details.isEmpty ? "" : ": \(Visible.word(details, limit: 400))"))
    case .repeated(let name, let file):
      invocation.print(
        "known  \(Visible.word(name, limit: 200)): the same as file \(file.id), \(file.state.rawValue)")
    case .passedOver(let name, let reason):
      invocation.print("left  \(Visible.word(name, limit: 200)): \(reason)")
    case .answered(let file):
      let reason = file.problem.map { ": \(Visible.word($0, limit: 400))" } ?? ""
      invocation.print(
        "\(file.state.rawValue)  \(Visible.word(file.name, limit: 200))\(Self.number(file))\(reason)")
    case .stranger(let name, let what):
      invocation.print(
        "strange  \(Visible.word(name, limit: 200)): it answers to \(Visible.word(what)), which was not sent")
    }
  }

  private static func members(_ event: ExchangeEvent) -> [(String, Value)] {
    switch event {
    case .sent(let file, let isAgain):
      [("event", .string(isAgain ? "sent_again" : "sent")), ("file", file.value)]
    case .nothingToReceive: [("event", .string("nothing_to_receive"))]
    case .nothingToSend: [("event", .string("nothing_to_send"))]
    case .received(let file, let note):
      [("event", .string("received")), ("file", file.value), ("note", .string(note))]
    case .repeated(let name, let file):
      [("event", .string("repeated")), ("name", .string(name)), ("file", file.value)]
    case .passedOver(let name, let reason):
      [("event", .string("passed_over")), ("name", .string(name)), ("reason", .string(reason))]
    case .answered(let file): [("event", .string("answered")), ("file", file.value)]
    case .stranger(let name, let what):
      [("event", .string("stranger")), ("name", .string(name)), ("answers", .string(what))]
    }
  }

  private static func number(_ file: ExchangedFile) -> String {
    file.controlNumber.map { " (number \($0))" } ?? ""
  }
}
