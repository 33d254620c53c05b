internal import TestSupport
internal import Testing

/// A folder for one test, with the scripts to fill it.
struct Workspace {
  private let folder = TemporaryFolder()
  var root: String { folder.path }

  func run(_ script: String, environment: [String: String] = [:]) throws -> ChildProcess {
    try ChildProcess(script, in: root, environment: environment)
  }

  /// A project of one connector, whose credential is given under the key `token`.
  func makeProject(token: String = "token") throws {
    let made = try run(
      """
      mkdir -p connectors/acme && cat > connectors/acme/connector.yaml <<'END'
      spec: 1
      name: acme
      title: Acme HR
      category: hris
      docs: https://developer.example.com
      settings:
        api_key: {type: secret, title: API key}
      auth: {type: bearer, \(token): "${settings.api_key}"}
      http: {base_url: https://api.example.com/v1}
      check: {get: /me}
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: none}
      END
      """)
    #expect(made.code == 0, "\(made.errors)")
  }
}
