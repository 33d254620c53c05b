internal import Diagnostics
internal import Expressions
internal import JSON
internal import Language
internal import YAML

/// The headers of deliveries in tests, held against what the connector reads and what other deliveries have.
enum TestDeliveryCheck: Check {
  static let rules: [Rule] = [.testMisnamedHeader, .testIncompleteDelivery]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard let webhooks = context.file[ConnectorFile.webhooks] else { return }
    let deliveries = (context.connector.tests?.file?[TestFile.cases] ?? []).compactMap {
      $0[TestCase.webhook]
    }
    let read = Set(
      texts.under(DocumentPath(["webhooks"])).flatMap(\.headerNames).map { $0.name.lowercased() })
    // Whoever signs a delivery writes the header of the signature, and the one of its moment.
    let signatures = webhooks[WebhooksBlock.signature] ?? []
    let moments = signatures.flatMap { texts.under($0.path.appending("timestamp")).flatMap(\.headerNames) }
    let signed = Set(
      signatures.compactMap { $0.node.mapping?["header"]?.scalar?.text.lowercased() }
        + moments.map { $0.name.lowercased() })
    let asked = Set(
      texts.under(DocumentPath(["webhooks"])).flatMap { $0.names(in: "query") }.map(\.name))
    for (position, delivery) in deliveries.enumerated() {
      let headers = delivery[DeliveryBlock.headers] ?? []
      let own = Set(headers.map { $0.name.lowercased() })
      let others = deliveries.indices.filter { $0 != position }.flatMap {
        deliveries[$0][DeliveryBlock.headers] ?? []
      }
      let elsewhere = Set(others.map { $0.name.lowercased() })
      let missing = read.union(elsewhere).union(signed).subtracting(own).sorted()
      for header in headers {
        let name = header.name.lowercased()
        guard !read.contains(name), !signed.contains(name), !elsewhere.contains(name),
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
      if let finding = misnamedParameter(delivery, asked) {
        report.add(finding)
        continue
      }
      let needed = delivery[DeliveryBlock.sign] == false ? read : read.subtracting(signed)
      let bodies = deliveries.indices.filter { $0 != position && deliveries[$0].block.has("body") }
      let isBodied = bodies.count > 1 && bodies.count >= deliveries.count - 2
      if let finding = incomplete(delivery, own, needed, others, isBodied, report)
        ?? odd(delivery, own, deliveries.filter { $0.block.node.range != delivery.block.node.range }, report)
      {
        report.add(finding)
      }
    }
  }

  /// A parameter of the address that nothing reads, and that is spelt much like one that the connector reads.
  private static func misnamedParameter(_ delivery: DeliveryBlock, _ asked: Set<String>) -> Finding? {
    let given = delivery[DeliveryBlock.query] ?? []
    let missing = asked.subtracting(given.map(\.name)).sorted()
    for parameter in given where !asked.contains(parameter.name) {
      guard let best = Suggestions.nearest(to: parameter.name, among: missing).first else { continue }
      return Finding(
        .testMisnamedHeader,
        "nothing reads the parameter `\(parameter.name)`, and the delivery lacks `\(best)`, which the connector reads",
        at: parameter.nameRange, path: delivery.block.path.description, suggestions: [best],
        fixes: [
          .init("a parameter with a similar name", isSafe: false, replace: parameter.nameRange, with: best)
        ])
    }
    return nil
  }

  /// The only delivery without a header that a provider sends with every one.
  private static func odd(
    _ delivery: DeliveryBlock, _ own: Set<String>, _ others: [DeliveryBlock], _ report: FindingList
  ) -> Finding? {
    // Fewer have nothing in common by which one of them is odd.
    guard !delivery.block.isDamaged, !report.touch(delivery.block) else { return nil }
    if let finding = unreadable(delivery, own, others) { return finding }
    guard others.count > 1, !own.isEmpty else { return nil }
    let first = others[0][DeliveryBlock.headers] ?? []
    let usual = first.first { header in
      !own.contains(header.name.lowercased())
        && others.allSatisfy { other in
          (other[DeliveryBlock.headers] ?? []).contains { $0.name.lowercased() == header.name.lowercased() }
        }
    }
    guard let usual else { return nil }
    return Finding(
      .testIncompleteDelivery, "this is the only delivery of \(others.count + 1) without `\(usual.name)`",
      at: delivery.block.keyRange("headers"), about: usual.name, path: delivery.block.path.description,
      related: [.init("sent with another", at: usual.nameRange)])
  }

  /// A body that is no JSON, of which nothing says what it is, as others do.
  private static func unreadable(
    _ delivery: DeliveryBlock, _ own: Set<String>, _ others: [DeliveryBlock]
  ) -> Finding? {
    guard let body = delivery[DeliveryBlock.body], !body.isEmpty, delivery.document == nil,
      !own.contains("content-type"), (try? JSONDocument(text: body)) == nil
    else { return nil }
    let said = others.lazy.flatMap { $0[DeliveryBlock.headers] ?? [] }
      .first { $0.name.lowercased() == "content-type" }
    return Finding(
      .testIncompleteDelivery, "the body is no JSON, and no header `Content-Type` says what it is",
      at: delivery.block.keyRange(delivery.block.has("headers") ? "headers" : "body"), about: "Content-Type",
      path: delivery.block.path.description,
      related: said.map { [.init("another delivery says it", at: $0.nameRange)] } ?? [])
  }

  /// A delivery without the header that the others show, or without anything at all.
  private static func incomplete(
    _ delivery: DeliveryBlock, _ own: Set<String>, _ read: Set<String>, _ others: [Named<String>],
    _ isBodied: Bool, _ report: FindingList
  ) -> Finding? {
    guard !delivery.block.isDamaged, !report.touch(delivery.block) else { return nil }
    let isAsked = !(delivery[DeliveryBlock.query] ?? []).isEmpty
    if !delivery.block.has("body"), !isAsked, isBodied || own.isDisjoint(with: read) {
      return Finding(
        .testIncompleteDelivery, "nothing is delivered: neither `body` nor `query` is given",
        at: delivery.block.head, path: delivery.block.path.description)
    }
    let all = Dictionary(others.map { ($0.name.lowercased(), $0) }) { first, _ in first }
    guard delivery.block.has("body"),
      let name = read.subtracting(own).sorted().first(where: { all[$0] != nil }), let other = all[name]
    else { return nil }
    // One that only some have is told apart by it.
    let sharing = others.filter { $0.name.lowercased() == name }.count
    guard sharing > 1 || others.count == Set(others.map { $0.name.lowercased() }).count else { return nil }
    return Finding(
      .testIncompleteDelivery, "the delivery lacks the header `\(other.name)`, which the connector reads",
      at: delivery.block.has("headers") ? delivery.block.keyRange("headers") : delivery.block.head,
      path: delivery.block.path.description, related: [.init("another delivery has it", at: other.nameRange)])
  }
}

extension Rule {
  static let testIncompleteDelivery = Rule(
    "test/incomplete-delivery", .info, .likely, "a delivery that lacks what the connector reads",
    page: """
      The connector reads a header that other deliveries of the tests have and this one lacks, or the delivery has neither body nor query. \
      A real delivery would have it, so that the test shows something else. Add what is missing.
      """,
    failing: Rule.webhooks(
      signature: signedMoment,
      tests: deliveries("X-Other", at: "|headers", "test/incomplete-delivery")),
    passing: Rule.webhooks(signature: signedMoment, tests: deliveries("X-Moment")))

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
