internal import Diagnostics
internal import Expressions
internal import Language
internal import Values
internal import YAML

/// `since` where the request writes it itself: that it is there in the first run, and in the form that the provider reads.
enum ChangesMomentCheck: Check {
  static let rules: [Rule] = [.changesNullAtFirst, .changesFormatUnused]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    for named in context.streams {
      guard let stream = PagingStream(named), let changes = stream.stream[StreamBlock.changes],
        !report.touch(changes), !changes.isDamaged, let since = changes.as(SinceChanges.self),
        let read = stream.read?.block ?? stream.stream[StreamBlock.job]?.block, !report.touch(read)
      else { continue }
      let request = texts.own.filter { text in
        guard text.path.hasPrefix(stream.path), let part = text.path.components.dropFirst(2).first else {
          return false
        }
        return (part == "read" || part == "job") && text.usesBare("since")
      }
      if !changes.has("start") { for text in request { checkFirst(text, changes, &report) } }
      if !since.block.has("send") { for text in request { checkForm(text, since, &report) } }
    }
  }

  /// The first run has no moment to read from where there is no `start`.
  private static func checkFirst(_ text: CheckedText, _ changes: Block, _ report: inout FindingList) {
    let isInside = text.path.components.dropFirst(3).first == "json" && text.path.components.count > 5
    guard text.isMixed || isInside else { return checkNull(text, changes, &report) }
    report.add(
      Finding(
        .changesNullAtFirst,
        text.isMixed
          ? "`since` is null in the first run, and this text would go on without it"
          : "`since` is null in the first run, and the body would say null here",
        at: text.range, path: "\(text.path)",
        related: [.init("no `start` here", at: changes.valueRange("type"))],
        evidence: [
          .init(
            "add",
            text.isMixed
              ? "`start: 1970-01-01` to `changes`, or make it one expression that gives null: `${since == null ? null : \(text.joined ?? "...")}`"
              : "`start: 1970-01-01` to `changes`, or put it there with `send: {json: ...}`, which leaves it out in the first run"
          )
        ]))
  }

  /// What is made of the moment may not take null.
  private static func checkNull(_ text: CheckedText, _ changes: Block, _ report: inout FindingList) {
    guard text.checked.isValid else { return }
    var variables = Activation(["since": .null])
    variables["settings"] = .map(MapValue(text.fieldNames(of: "settings").map { ($0, .string("")) }))
    guard case .failure(let error) = text.program.evaluate(variables), !error.isAbsence else { return }
    // What else the expression reads is not known here.
    if case .undeclared = error.kind { return }
    let source = text.checked.source
    report.add(
      Finding(
        .changesNullAtFirst, "`since` is null in the first run, and \(error.message)",
        at: text.place(error.range), path: "\(text.path)",
        related: [.init("no `start` here", at: changes.valueRange("type"))],
        evidence: [
          .init("add", "`start: 1970-01-01` to `changes`, or leave the parameter out of the first run")
        ],
        suggestions: ["since == null ? null : \(source)"]))
  }

  /// `format` is how `send` writes the moment; an expression that takes it as it is gives RFC 3339.
  private static func checkForm(_ text: CheckedText, _ since: SinceChanges, _ report: inout FindingList) {
    guard text.checked.source.drop(while: { $0 == " " }).prefix(5) == "since", text.usesWhole("since"),
      text.checked.source.utf8.count <= 8, since.block.has("format"), let format = since[ChangeFields.format],
      !["rfc3339", "iso8601"].contains(format)
    else { return }
    let form =
      switch format {
      case "unix": "int(since)"
      case "unix_ms": "int(since) * 1000"
      default: "format(since, '\(format == "date" ? "yyyy-MM-dd" : format)')"
      }
    report.add(
      Finding(
        .changesFormatUnused,
        "`since` is written as RFC 3339 here: `format` is for what `send` puts into the request",
        at: text.range, path: "\(text.path)",
        related: [.init("the format", at: since.block.valueRange("format"))], suggestions: ["${\(form)}"]))
  }
}
