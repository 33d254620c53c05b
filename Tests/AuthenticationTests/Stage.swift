import Authentication
import Diagnostics
import HTTP
import Language
import Programs
import Storage
import TestSupport
import Testing
import Values

/// A connector with an `auth` block, and one integration of it.
struct Stage {
  let program: AuthProgram
  let client: ScriptedClient
  let store: MemoryCredentialStore
  let clock: TestClock
  var settings: [String: Value]

  /// `auth` is the block below the key; settings named in it are declared as texts or secrets.
  init(
    _ auth: String, settings: [String: String] = [:], client: ScriptedClient = ScriptedClient([]),
    store: MemoryCredentialStore = MemoryCredentialStore(), clock: TestClock = TestClock(),
    streamScopes: String = "[]", actionScopes: String = "[]", errors: String = "[]", query: String = "{}"
  ) throws {
    let declared = settings.keys.sorted()
      .map { "  \($0): {type: \($0 == "password" ? "secret" : "string"), title: \($0)}\n" }.joined()
    let block = auth.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)\n" }.joined()
    let text = """
      spec: 1
      name: acme
      title: Acme
      category: hris
      docs: https://developer.example.com
      settings:
      \(declared.isEmpty ? "  unused: {type: string, title: Unused, optional: true}" : declared)
      auth:
      \(block)
      http: {base_url: https://api.example.com/v1, headers: {X-Common: common}, query: \(query), errors: \(errors)}
      check: {get: /me}
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: none}
          scopes: \(streamScopes)
      actions:
        hire:
          title: Hire
          request: {post: /employees}
          scopes: \(actionScopes)

      """
    let project = ExampleProject.project(["connectors/acme/connector.yaml": text])
    let file = try #require(project.connector("acme")?.file)
    #expect(project.findings.all.filter { $0.severity == .error }.map(\.message) == [], "\(text)")
    program = try AuthProgram(file)
    self.client = client
    self.store = store
    self.clock = clock
    self.settings = settings.mapValues(Value.string)
  }

  var connection: Connection {
    Connection(
      settings: settings, integration: MemoryCredentialStore.sample, credentials: store, client: client,
      clock: clock)
  }

  func authenticator() throws -> any Authenticator { try program.authenticator(connection) }

  /// A request as it would be sent.
  func sent(
    _ draft: RequestDraft = RequestDraft(method: "GET", target: "/employees"),
    by authenticator: (any Authenticator)? = nil
  ) async throws -> HTTPRequest {
    let authenticator = try authenticator ?? self.authenticator()
    var draft = draft
    try await authenticator.prepare(&draft)
    var request = try draft.request(to: WebAddress("https://api.example.com/v1"))
    try await authenticator.sign(&request)
    return request
  }

  func authorization(by authenticator: (any Authenticator)? = nil) async throws -> String? {
    try await sent(by: authenticator).headers["Authorization"]
  }
}
