internal import Diagnostics
internal import Expressions
internal import Language

/// The headers of deliveries in tests, held against what the connector reads and what other deliveries have.
enum TestDeliveryCheck: Check {
  static let rules: [Rule] = [.testMisnamedHeader]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard context.file[ConnectorFile.webhooks] != nil else { return }
    let deliveries = (context.connector.tests?.file?[TestFile.cases] ?? []).compactMap {
      $0[TestCase.webhook]
    }
    let read = Set(
      texts.under(DocumentPath(["webhooks"])).flatMap(\.headerNames).map { $0.name.lowercased() })
    for (position, delivery) in deliveries.enumerated() {
      let headers = delivery[DeliveryBlock.headers] ?? []
      let own = Set(headers.map { $0.name.lowercased() })
      let others = deliveries.indices.filter { $0 != position }.flatMap {
        deliveries[$0][DeliveryBlock.headers] ?? []
      }
      let elsewhere = Set(others.map { $0.name.lowercased() })
      let missing = read.union(elsewhere).subtracting(own).sorted()
      for header in headers {
        let name = header.name.lowercased()
        guard !read.contains(name), !elsewhere.contains(name),
          let best = Suggestions.nearest(to: name, among: missing).first
        else { continue }
        let written = others.first { $0.name.lowercased() == best }?.name ?? best
        report.add(
          Finding(
            .testMisnamedHeader,
            read.contains(best)
              ? "nothing reads `\(header.name)`, and the delivery lacks `\(written)`, which the connector reads"
              : "no other delivery has `\(header.name)`, and this one lacks their `\(written)`",
            at: header.nameRange, path: delivery.block.path.description, suggestions: [written],
            fixes: [
              .init("a header with a similar name", isSafe: false, replace: header.nameRange, with: written)
            ]))
      }
    }
  }
}

extension Rule {
  static let testMisnamedHeader = Rule(
    "test/misnamed-header", .warning, .likely, "a header of a delivery that seems misspelt",
    page: """
      The delivery of a test has a header that nothing reads and no other delivery has, and lacks one with a similar name. The test \
      then shows something other than what the provider sends. Correct the name.
      """,
    failing: Rule.webhooks(
      signature: signedMoment, tests: deliveries("X-Momnet", at: "|X-Momnet", "test/misnamed-header")),
    passing: Rule.webhooks(signature: signedMoment, tests: deliveries("X-Moment")))

  private static let signedMoment = """
      signature:
        type: hmac
        hash: sha256
        key: ${settings.hook_secret}
        header: X-Signature
        encoding: hex
        signed: "${headers['x-moment']}.${body}"
        timestamp: {value: "headers['x-moment']"}
    """

  /// Two deliveries, the second with a header of this name.
  private static func deliveries(_ name: String, at mark: String = "", _ rule: String = "") -> String {
    """
      - name: another employee changed
        webhook:
          headers: {X-Moment: "1795176000"}
          body: '{"type": "employee.updated", "employee": {"id": "2", "lastName": "Bloggs"}}'
        now: "2026-11-20T12:00:00Z"
        expect: {employee: [{id: "2", last_name: Bloggs}]}
        partial: true
      - name: an employee changed
        webhook:
    \(marked("      headers: {\(name): \"1795176000\"}", at: mark, rule))
          body: '{"type": "employee.updated", "employee": {"id": "1", "lastName": "Byron"}}'
        now: "2026-11-20T12:00:00Z"
        expect: {employee: [{id: "1", last_name: Byron}]}
        partial: true
    """
  }
}
