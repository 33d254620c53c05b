/// The description of one provider: `connectors/<name>/connector.yaml`.
package struct ConnectorFile: Construct {
  package static let about = About(
    "connector",
    "The description of one provider: how to sign in, what to read, how it pages, how fast one may call.",
    details: "The file is `connectors/<name>/connector.yaml`; `<name>` and the key `name` are the same.",
    example: """
      spec: 1
      name: acme
      title: Acme HR
      category: hris
      docs: https://developer.example.com
      settings:
        api_key: {type: secret, title: API key}
      auth: {type: bearer, token: "${settings.api_key}"}
      http: {base_url: https://api.example.com/v1}
      check: {get: /me}
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: none}
      """)

  package static let spec = Field<Int>.required(
    "spec", .integer(1...1), "The edition of the language; this is edition 1.", aka: ["version"])
  package static let name = Field<String>.required(
    "name", .text(.connectorName), "The connector's name, the same as its folder's.", aka: ["id"])
  package static let title = Field<String>.required(
    "title", .text, "The provider's name as people write it.",
    aka: ["display_name", "label"])
  package static let category = Field<Category>.required(
    "category", .choice(), "What kind of system the provider is.")
  package static let docs = Field<String>.required(
    "docs", .url, "The provider's API documentation.",
    aka: ["documentation", "docs_url", "documentation_url"])
  package static let verified = Field<Verified>.optional(
    "verified", .block(), "Where the facts in this file come from and how sure they are.")
  package static let apiVersion = Field<String>.optional(
    "api_version", .text, "The version of the provider's API that this describes; quote it.")
  package static let extends = Field<Placed<String>>.optional(
    "extends", .placed(.text(.connectorReference)),
    "The connector whose description this one completes: mappings are merged key by key, anything else is replaced, and `null` removes.",
    aka: ["inherits", "base"])
  package static let family = Field<Bool>.defaulted(
    "family", .boolean, false, shown: "false",
    "This file only serves to be extended; it describes no provider on its own.", aka: ["abstract"])
  package static let settings = Field<[Named<Block>]>.defaulted(
    "settings", .map(.union(SettingKinds.self), keys: .name, atMost: 200), [], shown: "{}",
    "What an organization supplies, by name.",
    aka: [
      "config", "configuration", "parameters", "connection_config", "inputs", "variables", "variable", "env",
    ])
  package static let auth = Field<Block>.optional(
    "auth", .union(AuthStyles.self), "How requests prove who is asking.",
    aka: ["authentication", "authenticator", "authorization", "credentials"])
  package static let http = Field<HTTPBlock>.optional(
    "http", .block(), "What all requests have in common.",
    aka: ["client", "requester", "base", "api", "connection", "proxy", "provider"])
  package static let check = Field<CheckRequest>.optional(
    "check", .block(), "The cheap call that proves the credentials.",
    aka: ["verification", "test_connection", "health", "healthcheck", "ping"])
  package static let streams = Field<[Named<StreamBlock>]>.defaulted(
    "streams", .map(.block(), keys: .name), [], shown: "{}", "What can be read, by name.",
    aka: ["resources", "endpoints", "entities", "tables", "syncs"])
  package static let webhooks = Field<WebhooksBlock>.optional(
    "webhooks", .block(), "How the provider's notifications are verified and what they mean.",
    aka: ["webhook", "hooks"])
  package static let actions = Field<[Named<ActionBlock>]>.defaulted(
    "actions", .map(.block(), keys: .name), [], shown: "{}", "Writes to the provider, by name.",
    aka: ["writes", "operations"])
  package static let exchange = Field<ExchangeBlock>.optional(
    "exchange", .block(), "How files are exchanged with the provider.", aka: ["files", "sftp"])

  package static let fields: [any AnyField] = [
    spec, name, title, category, docs, verified, apiVersion, extends, family, settings, auth, http, check,
    streams, webhooks, actions, exchange,
  ]

  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// What kind of system a provider is.
package enum Category: String, ChoiceValue {
  case hris, payroll, accounting, insurance, benefits, pension, learning, communication, documents, calendar,
    email, sms
  case time_tracking, background_check, recruiting, payments, crm, support, commerce
  case analytics, ai, directory, file_exchange, generic

  package var summary: String {
    switch self {
    case .hris: "people, jobs, time off"
    case .payroll: "pay runs and pay statements"
    case .accounting: "ledgers, invoices, payments"
    case .insurance: "group insurance: members, coverages, claims"
    case .benefits: "benefit plans and enrolment"
    case .pension: "retirement plans and contributions"
    case .learning: "courses and completions"
    case .communication: "channels and messages"
    case .documents: "files, folders, signatures"
    case .calendar: "calendars and events"
    case .email: "sending of mail"
    case .sms: "sending of text messages"
    case .time_tracking: "time entries and projects"
    case .background_check: "candidates and reports"
    case .recruiting: "job postings and applicants"
    case .payments: "charges and payouts"
    case .crm: "contacts, companies and deals"
    case .support: "requests and those who answer them"
    case .commerce: "orders and products"
    case .analytics: "reports and dashboards"
    case .ai: "models that read or write text"
    case .directory: "users and groups"
    case .file_exchange: "files that are dropped and picked up"
    case .generic: "any system of a standard kind"
    }
  }
}

/// Where facts come from.
package struct Verified: Construct {
  package static let about = About(
    "verified", "Where the facts in a connector come from and how sure they are.",
    example: """
      date: 2026-11-20
      confidence: documented
      sources: [https://developer.example.com/reference]
      notes: Rate limits are not published.
      """)
  package static let date = Field<String>.required(
    "date", .text(.date), "The day the facts were last compared with their sources.")
  package static let confidence = Field<FactConfidence>.required(
    "confidence", .choice(), "How sure the facts are, taken together.")
  package static let sources = Field<[Placed<String>]>.defaulted(
    "sources", .list(.placed(.text)), [], shown: "[]", "Pages, specifications or packages that were read.")
  package static let notes = Field<String>.optional(
    "notes", .text, "What is not known, or known from one source only.")
  package static let access = Field<ProviderAccess>.defaulted(
    "access", .choice(), .open, shown: "open", "Who can get credentials for this API.")
  package static let fields: [any AnyField] = [date, confidence, sources, notes, access]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// How sure facts are.
package enum FactConfidence: String, ChoiceValue {
  case observed, documented, secondary, unconfirmed
  package var summary: String {
    switch self {
    case .observed: "seen in answers of the live system"
    case .documented: "read in the provider's own documentation or code"
    case .secondary: "read in other public code or articles"
    case .unconfirmed: "general knowledge, not confirmed"
    }
  }
}

/// Who can get credentials.
package enum ProviderAccess: String, ChoiceValue {
  case open, customers, partners
  package var summary: String {
    switch self {
    case .open: "anyone who signs up"
    case .customers: "customers of the provider, for their own data"
    case .partners: "partners that the provider has approved"
    }
  }
}

/// The call that proves the credentials.
package struct CheckRequest: Construct {
  package static let about = About(
    "check", "The cheap call that proves the credentials and answers within a second or two.",
    details:
      "The reply may be JSON or XML, or plain text where it calls itself that; a web page is no answer.",
    example: """
      get: /users/me
      expect: body.active
      """)
  package static let expect = Field<ExpressionText>.optional(
    "expect", .expression(.response, .boolean),
    "Must be true of the reply; for providers that answer 200 to wrong credentials.")
  package static let fields: [any AnyField] = RequestBlock.commonFields(.request) + [expect]
  package static let constraints = RequestBlock.constraints
  package let block: Block
  package init(_ block: Block) { self.block = block }
}
