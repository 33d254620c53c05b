/// The provider's notifications.
package struct WebhooksBlock: Construct {
  package static let about = About(
    "webhooks", "How the provider's notifications are verified, answered and understood.",
    example: """
      signature:
        type: hmac
        hash: sha256
        key: ${settings.signing_secret}
        header: X-Signature
        encoding: hex
        signed: "${body}"
      id: payload.event_id
      kind: payload.type
      events:
        - {when: kind == "user.updated", stream: users, then: upsert, records: "[payload.user]"}
      """)
  package static let signature = Field<[Block]>.required(
    "signature", .oneOrMore(.union(SignatureSchemes.self)),
    "How a delivery proves where it comes from; of several, any one suffices.",
    aka: ["signatures", "verification", "verify", "auth"])
  package static let challenges = Field<[ChallengeBlock]>.defaulted(
    "challenges", .oneOrMore(.block()), [], shown: "none",
    "Deliveries that only ask whether we are there, and what to answer.", aka: ["challenge", "handshake"])
  package static let split = Field<ExpressionText>.optional(
    "split", .expression(.webhook, .list),
    "Finds the events of a delivery that holds several; the payload itself by default.", aka: ["events_path"])
  package static let id = Field<ExpressionText>.optional(
    "id", .expression(.event),
    "Finds the event's id, so that a repeated delivery is taken once; a hash of the body by default.",
    aka: ["event_id", "dedupe"])
  package static let kind = Field<ExpressionText>.optional(
    "kind", .expression(.event, .text), "Finds the event's kind, seen as `kind` in the events below.",
    aka: ["type", "event_type"])
  package static let account = Field<AccountMatch>.optional(
    "account", .block(), "Tells which connected account an event belongs to, when one address serves many.",
    aka: ["account_id"])
  package static let events = Field<[EventRule]>.required(
    "events", .list(.block(), atLeast: 1), "What events mean; the first that fits.",
    aka: ["routes", "routing"])
  package static let answer = Field<ReplyBlock>.optional(
    "answer", .block(), "What to answer to every accepted delivery; 200 without a body by default.",
    aka: ["response", "reply"])
  package static let fields: [any AnyField] = [
    signature, challenges, split, id, kind, account, events, answer,
  ]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// What an event means.
package struct EventRule: Construct {
  package static let about = About(
    "webhooks/event", "What an event means.",
    example:
      "when: kind == \"employee.updated\"\nstream: employees\nthen: read_again\nkeys: \"[event.data.id]\"")
  package static let when = Field<ExpressionText>.optional(
    "when", .expression(.routing, .boolean), "Events for which this is true; all by default.",
    aka: ["if"])
  package static let stream = Field<Placed<String>>.optional(
    "stream", .placed(.text(.streamReference)), "The stream it is about.")
  package static let then = Field<EventAction>.required(
    "then", .choice(), "What to do.", aka: ["action", "do"])
  package static let records = Field<ExpressionText>.optional(
    "records", .expression(.routing, .records), "Finds the records it carries, for `upsert`.", aka: ["data"])
  package static let keys = Field<ExpressionText>.optional(
    "keys", .expression(.routing, .list), "Finds the keys it is about, for `delete` and `read_again`.",
    aka: ["key", "id"])
  package static let read = Field<EventRequest>.optional(
    "read", .block(),
    "The request that reads one record anew; the key is `key`. Without it the whole stream is synced.")
  package static let fields: [any AnyField] = [when, stream, then, records, keys, read]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Reading one record anew.
package struct EventRequest: Construct {
  package static let about = About(
    "webhooks/event/read", "The request that reads one record anew; the key is `key`.",
    example: "get: /employees/${key}\nrecords: \"[body]\"")
  package static let records = Field<ExpressionText>.required(
    "records", .expression(.response, .records), "Finds the record in the reply.")
  package static let fields: [any AnyField] = RequestBlock.commonFields(.routing) + [records]
  package static let constraints = RequestBlock.constraints
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// What to do about an event.
package enum EventAction: String, ChoiceValue {
  case upsert, delete, read_again, sync, ignore, disconnect
  package var summary: String {
    switch self {
    case .upsert: "store the records it carries"
    case .delete: "mark the records with its keys as gone"
    case .read_again: "read the records with its keys from the provider"
    case .sync: "run the stream now"
    case .ignore: "accept it and do nothing"
    case .disconnect: "the account was disconnected at the provider"
    }
  }
}

/// A question whether we are there.
package struct ChallengeBlock: Construct {
  package static let about = About(
    "webhooks/challenge", "A delivery that only asks whether we are there, and what to answer.",
    example:
      "when: payload.type == \"url_verification\"\nanswer: {text: \"${payload.challenge}\", content_type: text/plain}"
  )
  package static let when = Field<ExpressionText>.required(
    "when", .expression(.webhook, .boolean), "True of such a delivery.", aka: ["if"])
  package static let signed = Field<Bool>.defaulted(
    "signed", .boolean, true, shown: "true", "It is signed like any other; an unsigned one is refused.")
  package static let compute = Field<ComputeBlock>.optional(
    "compute", .block(), "A keyed hash that the answer needs, seen as `computed`.")
  package static let answer = Field<ReplyBlock>.required(
    "answer", .block(), "What to answer.", aka: ["response", "reply"])
  package static let refused = Field<Int>.optional(
    "refused_status", .integer(400...499),
    "The status for a delivery with a wrong signature, where the provider tests it.")
  package static let keep = Field<[Named<ExpressionText>]>.defaulted(
    "keep", .map(.expression(.webhook), keys: .name), [], shown: "{}",
    "Values of the delivery to store with the account as `account.<name>`, for signatures too; only a signed delivery replaces one.",
    aka: ["capture", "store", "save"])
  package static let request = Field<ChallengeRequest>.optional(
    "request", .block(),
    "A request that is made after the answer, for providers that want the challenge sent back.",
    aka: ["confirm", "verify", "callback"])
  package static let fields: [any AnyField] = [when, signed, compute, answer, refused, keep, request]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Sending a challenge back.
package struct ChallengeRequest: Construct {
  package static let about = About(
    "webhooks/challenge/request",
    "A request that is made after the answer to a challenge; it sees the delivery and what was kept of it.",
    example: "put: /webhooks/${payload.subscription}/verify\njson: {token: \"${payload.token}\"}")
  package static let fields: [any AnyField] = RequestBlock.commonFields(.webhook)
  package static let constraints = RequestBlock.constraints
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A keyed hash for an answer.
package struct ComputeBlock: Construct {
  package static let about = About(
    "webhooks/compute", "A keyed hash that an answer needs.",
    example: "hash: sha256\nkey: ${settings.secret}\nof: ${payload.payload.plainToken}\nencoding: hex")
  package static let hash = HMACAuth.hash
  package static let key = Field<Template>.required(
    "key", .template(.connect), "The shared secret.", aka: ["secret"])
  package static let of = Field<Template>.required(
    "of", .template(.webhook), "The text that is hashed.", aka: ["text", "signed"])
  package static let encoding = HMACAuth.encoding
  package static let fields: [any AnyField] = [hash, key, of, encoding]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// An answer.
package struct ReplyBlock: Construct {
  package static let about = About(
    "webhooks/answer", "What is answered.",
    example: "status: 200\ntext: ${query.challenge}\ncontent_type: text/plain")
  package static let status = Field<Int>.defaulted(
    "status", .integer(200...599), 200, shown: "200", "The status.", aka: ["code"])
  package static let text = Field<Template>.optional(
    "text", .template(.answer), "The body as text.", aka: ["body"])
  package static let json = Field<TemplateTree>.optional("json", .tree(.answer), "The body as JSON.")
  package static let contentType = Field<String>.optional(
    "content_type", .text(.mediaType), "Its type; told from the body by default.")
  package static let headers = Field<[Named<Template>]>.defaulted(
    "headers", .map(.template(.answer), keys: .header), [], shown: "{}", "Further headers.")
  package static let fields: [any AnyField] = [status, text, json, contentType, headers]
  package static let constraints: [Constraint] = [.atMostOne(["text", "json"])]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Which connected account an event belongs to.
package struct AccountMatch: Construct {
  package static let about = About(
    "webhooks/account",
    "Tells which connected account an event belongs to: the one for which both are the same.",
    example: "value: event.realmId\nis: account.realm_id")
  package static let value = Field<ExpressionText>.required(
    "value", .expression(.event), "What the event says.")
  package static let expected = Field<ExpressionText>.required(
    "is", .expression(.connect), "What the account or its settings say.", aka: ["equals"])
  package static let fields: [any AnyField] = [value, expected]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}
