internal import Language
internal import Programs
internal import YAML

/// Which settings prove who is asking, and where their values came from: what to look at when a provider does not accept them.
struct CredentialOrigins {
  private let named: NamedConnector
  private let invocation: Invocation

  init(_ named: NamedConnector, _ invocation: Invocation) {
    self.named = named
    self.invocation = invocation
  }

  /// `user` from `--set`, `password` from CONNECTOR_ACME_PASSWORD; nil where no setting is a proof.
  var text: String? {
    let origins = proving.map { "`\($0)` from \(SettingSources(invocation, named).origin(of: $0))" }
    return origins.isEmpty ? nil : origins.joined(separator: ", ")
  }

  /// `--set` as it can be used for a setting: the value of a secret does not belong on a command line.
  func argument(for setting: String) -> String {
    "--set \(setting)=\(isSecret(setting) ? "@FILE" : "...")"
  }

  func isSecret(_ setting: String) -> Bool {
    settings.named(setting)?.value.as(SecretSetting.self) != nil
  }

  private var settings: [Named<Block>] { named.connector.file?[ConnectorFile.settings] ?? [] }

  /// Those that `auth` names, and all secrets where it names none: a connector may put them into its requests by itself.
  private var proving: [String] {
    let auth = named.connector.file?[ConnectorFile.auth]?.node
    let inAuth = settings.map(\.name).filter { auth?.mentions(setting: $0) ?? false }
    guard inAuth.isEmpty else { return inAuth }
    return settings.filter { $0.value.as(SecretSetting.self) != nil }.map(\.name)
  }
}

extension Node {
  fileprivate func mentions(setting name: String) -> Bool {
    if let text = scalar?.text {
      return text.split(separator: "settings.").dropFirst(text.hasPrefix("settings.") ? 0 : 1).contains {
        part in
        part.prefix { $0.isLetter || $0.isNumber || $0 == "_" } == name
      }
    }
    return list?.contains { $0.mentions(setting: name) }
      ?? mapping?.entries.contains { $0.value.mentions(setting: name) } ?? false
  }
}
