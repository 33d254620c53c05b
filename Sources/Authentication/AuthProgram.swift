internal import Diagnostics
package import HTTP
package import Language
package import Programs
package import Storage
package import Values

/// The `auth` block of a connector, compiled: makes the proofs of any number of integrations.
package struct AuthProgram: Sendable {
  private let style: any AuthStyle

  /// Compiles the block; without one every API is open.
  package init(_ connector: ConnectorFile) throws(RunFailure) {
    let base = ConnectBase(connector)
    guard let block = connector[ConnectorFile.auth] else {
      style = NoStyle()
      return
    }
    style = try AuthStyleList.style(block, base)
  }

  /// The proof of one integration.
  ///
  /// Make one for each use of an integration and keep it: it holds the token between calls.
  package func authenticator(_ connection: Connection) throws(RunFailure) -> any Authenticator {
    try style.authenticator(connection)
  }

  /// The proof of one integration, from its parts.
  package func authenticator(
    settings: [String: Value], integration: IntegrationID, credentials: any CredentialStore,
    client: any HTTPClient, clock: any RunClock
  ) throws(RunFailure) -> any Authenticator {
    try authenticator(
      Connection(
        settings: settings, integration: integration, credentials: credentials, client: client, clock: clock))
  }

  /// The consent of a person that an integration needs; nil when its settings are enough.
  package func consent(_ connection: Connection) throws(RunFailure) -> ConsentFlow? {
    try style.consent(connection)
  }
}

/// One way of proving who is asking, compiled from its block.
protocol AuthStyle: Sendable {
  /// The blocks that it reads.
  static var constructs: [any Construct.Type] { get }
  /// Nil when the block is damaged.
  init?(_ block: Block, _ base: ConnectBase) throws(RunFailure)
  func authenticator(_ connection: Connection) throws(RunFailure) -> any Authenticator
  /// The consent of a person that comes before the first request.
  func consent(_ connection: Connection) throws(RunFailure) -> ConsentFlow?
}

extension AuthStyle {
  func consent(_ connection: Connection) throws(RunFailure) -> ConsentFlow? { nil }
}

/// All ways there are.
///
/// A new one is a file in `Styles` and a line here.
enum AuthStyleList {
  static let all: [any AuthStyle.Type] = [
    NoStyle.self, APIKeyStyle.self, BasicStyle.self, BearerStyle.self, OAuth2Style.self, SessionStyle.self,
    JWTStyle.self, HMACStyle.self, AWSStyle.self, OAuth1Style.self, MutualTLSStyle.self, DigestStyle.self,
    CombinedStyle.self, ChosenStyle.self,
  ]

  static func style(_ block: Block, _ base: ConnectBase) throws(RunFailure) -> any AuthStyle {
    let wanted = ObjectIdentifier(block.construct as Any.Type)
    for type in all where type.constructs.contains(where: { ObjectIdentifier($0 as Any.Type) == wanted }) {
      if let style = try type.init(block, base) { return style }
    }
    throw RunFailure(.request, "`\(block.path)` cannot be used; see `connector lint`", at: block.head)
  }
}

extension AuthProgram {
  /// The blocks that some style reads.
  package static var constructs: [any Construct.Type] { AuthStyleList.all.flatMap { $0.constructs } }
}
