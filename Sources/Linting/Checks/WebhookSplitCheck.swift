internal import Diagnostics
internal import Expressions
internal import JSON
internal import Language

/// `split`, tried on the deliveries of the tests.
enum WebhookSplitCheck: Check {
  static let rules: [Rule] = [.webhookSplitFails]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard let webhooks = context.file[ConnectorFile.webhooks],
      let text = texts.under(DocumentPath(["webhooks", "split"])).first, text.checked.isValid
    else { return }
    let deliveries = context.deliveries(webhooks)
    // What needs a setting or the account is not known here.
    let failed = deliveries.unsplit.filter { delivery in
      if case .undeclared? = delivery.error?.kind { false } else { true }
    }
    guard let first = failed.first else { return }
    let whole = 0..<text.checked.source.utf8.count
    var suggestions: [String] = []
    if case .noSuchKey(let name)? = first.error?.kind {
      suggestions = Suggestions.nearest(to: name, among: Self.names(in: first.payload).sorted())
    }
    let total = deliveries.unsplit.count + deliveries.all.count { !$0.isChallenge }
    let reason = first.error?.message ?? "it gives no list"
    report.add(
      Finding(
        .webhookSplitFails, "fails on \(failed.count) of \(total) deliveries of the tests: \(reason)",
        at: text.place(first.error?.range ?? whole), path: text.path.description, suggestions: suggestions,
        fixes: suggestions.first.map {
          [
            .init(
              "a key of the delivery", isSafe: false, replace: text.place(first.error?.range ?? whole),
              with: $0)
          ]
        } ?? []))
  }

  /// The keys at any depth of a payload.
  private static func names(in view: JSONView, depth: Int = 0) -> Set<String> {
    guard depth < 8 else { return [] }
    var names: Set<String> = []
    for (key, value) in view.members {
      if let name = key.string { names.insert(name) }
      names.formUnion(self.names(in: value, depth: depth + 1))
    }
    for element in view.elements { names.formUnion(self.names(in: element, depth: depth + 1)) }
    return names
  }
}

extension Rule {
  static let webhookSplitFails = Rule(
    "webhook/split-fails", .error, .proven, "a delivery of the tests that cannot be taken apart",
    page: """
      The checker tries `split` on every delivery of the tests. What fails there fails when the provider sends it, and its events are \
      lost. Correct the path, or ask with `has` for what only some deliveries have.
      """,
    failing: Rule.webhooks(
      more: marked(
        "  split: \"type(payload) == list ? payload : payload.evnts\"", at: "payload.|evnts",
        "webhook/split-fails"),
      kind: "  kind: event.type", events: splitEvents, tests: splitDeliveries),
    passing: Rule.webhooks(
      more: "  split: \"type(payload) == list ? payload : payload.events\"", kind: "  kind: event.type",
      events: splitEvents, tests: splitDeliveries))

  private static let splitEvents = """
        - {when: kind == 'employee.updated', stream: employees, then: upsert, records: "[event.employee]"}
        - then: ignore
    """

  /// One delivery that is a list of events, and one that holds such a list.
  private static let splitDeliveries = """
      - name: an employee changed
        webhook:
          body: '[{"type": "employee.updated", "employee": {"id": "1", "lastName": "Byron"}}]'
        expect: {employee: [{id: "1", last_name: Byron}]}
        partial: true
      - name: an employee changed, otherwise told
        webhook:
          body: '{"events": [{"type": "employee.updated", "employee": {"id": "2", "lastName": "Bloggs"}}]}'
        expect: {employee: [{id: "2", last_name: Bloggs}]}
        partial: true
    """
}
