internal import Diagnostics
internal import Expressions
internal import JSON
internal import Language
internal import YAML

/// By what a delivery is told from another one, and whose it is: what those of the tests say of both is used.
enum WebhookIdentityCheck: Check {
  static let rules: [Rule] = [.webhookNoEventID, .webhookNoAccount]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard let webhooks = context.file[ConnectorFile.webhooks], context.isComplete, !webhooks.block.isDamaged,
      !report.touch(webhooks.block)
    else { return }
    let deliveries = context.deliveries(webhooks).all.filter { !$0.isChallenge && $0.isAccepted }
    if !webhooks.block.has("id"), let finding = id(webhooks, deliveries, context, texts) {
      report.add(finding)
    }
    if !webhooks.block.has("account"), let finding = account(webhooks, deliveries, context) {
      report.add(finding)
    }
  }

  // MARK: Ids

  private static let idNames: Set<String> = [
    "eventid", "deliveryid", "webhookeventid", "notificationid", "messageid", "webhookid", "eventuuid",
  ]

  /// An id that deliveries carry, and that tells nothing else.
  private static func id(
    _ webhooks: WebhooksBlock, _ deliveries: [WebhookDeliveries.Delivery], _ context: ConnectorContext,
    _ texts: CheckedTexts
  ) -> Finding? {
    let path = webhooks.block.path
    // What names a record is not the event's own.
    let read = texts.under(path.appending("events")) + texts.under(path.appending("split"))
    let used = Set(read.flatMap { $0.fieldNames(of: "payload") })
    func isID(_ name: String) -> Bool {
      let word = name.lowercased().filter { $0 != "_" && $0 != "-" }
      return idNames.contains(word) || ["id", "uuid", "guid"].contains(word) && !used.contains(name)
    }
    for delivery in deliveries {
      let named = delivery.payload.members.first { member in
        // A null tells nothing, and an object is none.
        (member.key.string.map(isID) ?? false) && (member.value.string ?? member.value.numberText) != nil
      }
      let header = (delivery.block[DeliveryBlock.headers] ?? []).first {
        let name = $0.name.lowercased()
        return name == "webhook-id"
          || ["-delivery", "-event-id", "-message-id"].contains(where: name.hasSuffix)
      }
      let source =
        named?.key.string.map { "payload.\($0)" } ?? header.map { "headers['\($0.name.lowercased())']" }
      guard let source else { continue }
      return Finding(
        .webhookNoEventID,
        "deliveries carry an `id`, and it is not used: the same event delivered twice is taken twice when its body differs",
        at: context.own(webhooks.block.head), about: "id", path: "webhooks",
        related: [.init("this delivery", at: delivery.block.block.head)],
        evidence: [.init("add", "`id: \(source)`")])
    }
    return nil
  }

  // MARK: Accounts

  /// A value by which a delivery says to which of the connected accounts it belongs.
  private static func account(
    _ webhooks: WebhooksBlock, _ deliveries: [WebhookDeliveries.Delivery], _ context: ConnectorContext
  ) -> Finding? {
    let tests = context.connector.tests?.file
    let settings = context.file[ConnectorFile.settings] ?? []
    let isPlain = { (name: String) in settings.named(name)?.value.as(StringSetting.self) != nil }
    var known: [String: String] = [:]
    for given in tests?[TestFile.settings] ?? [] where isPlain(given.name) {
      if let text = given.value.scalar?.text { known[text] = "settings.\(given.name)" }
    }
    for captured in tests?[TestFile.account] ?? [] {
      if let text = captured.value.scalar?.text { known[text] = "account.\(captured.name)" }
    }
    // What is short may be the same by chance.
    known = known.filter { $0.key.utf8.count > 3 }
    guard !known.isEmpty else { return nil }
    for delivery in deliveries {
      guard let (path, value) = place(of: Set(known.keys), in: delivery.payload), let own = known[value]
      else {
        continue
      }
      return Finding(
        .webhookNoAccount,
        "deliveries say whose they are, and no `account` holds it against the account that is connected",
        at: context.own(webhooks.block.head), about: "account", path: "webhooks",
        related: [.init("this delivery", at: delivery.block.block.head)],
        evidence: [.init("add", "`account: {value: payload.\(path), is: \(own)}`")])
    }
    return nil
  }

  /// Where one of the values stands: in the payload itself, or in an object of it.
  private static func place(of values: Set<String>, in payload: JSONView) -> (path: String, value: String)? {
    func own(_ view: JSONView, _ prefix: String) -> (String, String)? {
      for member in view.members {
        guard let text = member.value.string ?? member.value.numberText, values.contains(text),
          let name = member.key.string
        else { continue }
        return (prefix + name, text)
      }
      return nil
    }
    if let found = own(payload, "") { return found }
    for member in payload.members where member.value.kind == .object {
      if let found = own(member.value, "\(member.key.string ?? "").") { return found }
    }
    return nil
  }
}

extension Rule {
  private static func delivered(_ more: String, _ mark: String = "") -> Diagnostics.Example {
    """
    settings:
      api_key: {type: secret, title: API key}
      hook_secret: {type: secret, title: Secret of the webhook, optional: true}
      tenant: {type: string, title: Tenant}
    http:
      base_url: https://api.example.com/v1
      headers: {X-Tenant: "${settings.tenant}"}
      rate_limit: {requests: 100, per: 1m}
      throttled: {status: [429], wait: {header: Retry-After}}
    webhooks:
    \(mark)
      signature: {type: hmac, hash: sha256, key: "${settings.hook_secret}", header: X-Signature, encoding: hex, signed: "${body}"}
      kind: payload.type
    \(more)
      events:
        - {when: kind == 'employee.updated', stream: employees, then: upsert, records: "[payload.employee]"}
        - then: ignore
    --- connectors/acme/tests.yaml
    settings: {api_key: made-up, hook_secret: made-up, tenant: acme-west}
    cases:
      - name: two pages of employees
        stream: employees
        recording: employees
        expect:
          employee:
            - {id: "1", last_name: Byron}
            - {id: "2", last_name: Bloggs}
        partial: true
      - name: an employee changed
        webhook: {body: '{"type": "employee.updated", "tenant": "acme-west", "employee": {"id": "1", "lastName": "Byron"}}'}
        expect: {employee: [{id: "1", last_name: Byron}]}
        partial: true
    """
  }

  static let webhookNoAccount = Rule(
    "webhook/no-account", .info, .likely, "deliveries that say whose they are, and nothing looks at it",
    page: """
      Where several accounts are connected, the deliveries of all of them come to one address. One that names the account that it belongs \
      to is held against the connected one by `account: {value: payload.tenant, is: settings.tenant}`; without it the events of one account \
      are taken for those of another.
      """,
    failing: delivered("", "# ^ webhook/no-account connectors/acme/connector.yaml:30:1"),
    passing: delivered("  account: {value: payload.tenant, is: settings.tenant}"))
}
