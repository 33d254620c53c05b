/// Options of all commands that run connectors.
enum RuntimeOptions {
  static let store = Option<String?>.text(
    "store", "STORE",
    "Where rows and credentials are kept, `sqlite:FILE`; `connector.db` in the project by default",
    environment: "CONNECTOR_STORE", completion: .files)
  static let organization = Option<String?>.name(
    "org", "NAME", "The organization; `default` when there is only one", environment: "CONNECTOR_ORG")
  static let integration = Option<String?>.name(
    "integration", "NAME", "Which integration, when an organization uses the connector several times")
  static let set = Option<[SettingValue]>.repeated(
    "set", "NAME=VALUE",
    "A setting for this run; a secret is read from a file, `NAME=@FILE`, or `NAME=-` from standard input",
    read: SettingValue.init(reading:))
  static let allowedHosts = Option<[String]>.repeated(
    "allow-host", "HOST", "Call this host although its address is private; for tests"
  ) { text throws(ValueProblem) in
    guard !text.isEmpty else { throw ValueProblem("expected a host, `host:port` or a network") }
    return text
  }

  static let authorities = Option<String?>.text(
    "ca-file", "FILE", "Certificates in PEM that are trusted in place of those of this machine",
    environment: "SSL_CERT_FILE", completion: .files)

  static let divert = Option<String?>.text(
    "divert", "URL", "Send every request to this place instead, to a `connector mock` for instance")

  static let curl = Option<Bool>.flag(
    "curl", "Show each request on standard error as a command line of curl, without credentials")
  static let log = Option<String?>.text(
    "log", "FILE",
    "Append each request as a line of JSON, with its phases in milliseconds and without credentials; `-` for standard error",
    completion: .files)

  /// Options of the commands that show their requests.
  static let requestLog: [any AnyOption] = [curl, log]

  static let all: [any AnyOption] = [
    store, organization, integration, set, allowedHosts, authorities, divert,
  ]
}

/// A setting as it stands on the command line.
struct SettingValue: Sendable, Hashable {
  enum Source: Sendable, Hashable {
    case text(String)
    case file(String)
    case standardInput
  }

  let name: String
  let source: Source

  init(reading text: String) throws(ValueProblem) {
    guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
      throw ValueProblem("expected NAME=VALUE")
    }
    name = String(text[..<sign])
    let value = String(text[text.index(after: sign)...])
    if value == "-" {
      source = .standardInput
    } else if value.hasPrefix("@") {
      source = .file(String(value.dropFirst()))
    } else {
      source = .text(value)
    }
  }
}
