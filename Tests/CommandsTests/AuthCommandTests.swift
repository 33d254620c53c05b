internal import Commands
internal import Glibc
internal import HTTP
internal import Synchronization
internal import Testing
internal import WebServer

/// Answers questions as a test says, and remembers them.
final class ScriptedPerson: Person {
  struct Question: Sendable, Equatable {
    let text: String
    let isSecret: Bool
  }
  private let reply: @Sendable (String) -> String?
  private let asked = Mutex<[Question]>([])

  init(_ reply: @escaping @Sendable (String) -> String?) { self.reply = reply }

  var questions: [Question] { asked.withLock { $0 } }

  func answer(_ question: String, isSecret: Bool, hasLines: Bool) -> String? {
    asked.withLock { $0.append(Question(text: question, isSecret: isSecret)) }
    return reply(question)
  }
}

/// A provider that knows one key and one code.
final class Provider: Sendable {
  private let listener: WebListener
  private let log: Log

  private final class Log: Sendable {
    let requests = Mutex<[WebRequest]>([])
  }

  init() throws {
    let log = Log()
    self.log = log
    listener = try WebListener { request in
      log.requests.withLock { $0.append(request) }
      return Provider.reply(request)
    }
  }

  var place: String { "http://127.0.0.1:\(listener.port)" }
  var paths: [String] { log.requests.withLock { $0.map(\.path) } }

  private static func reply(_ request: WebRequest) -> WebReply {
    let authorization = request.headers["Authorization"]
    let body = String(decoding: request.body, as: UTF8.self)
    switch request.path {
    case "/token":
      guard body.contains("code=g00d-code") || body.contains("refresh_token=rt-canary") else {
        return WebReply(400, json: #"{"error":"invalid_grant"}"#)
      }
      return WebReply(
        200, json: #"{"access_token":"at-canary","refresh_token":"rt-canary","expires_in":3600,"scope":"a"}"#)
    case "/revoke": return WebReply(200, json: "{}")
    case "/v1/me":
      let isKnown = authorization == "Bearer key-canary" || authorization == "Bearer at-canary"
      return isKnown ? WebReply(200, json: "{}") : WebReply(401, json: "{}")
    default: return WebReply(404, json: "{}")
    }
  }
}

/// A project with one connector, and command lines run in it.
struct AuthStage {
  let provider: Provider
  let project: TemporaryProject

  static let consent = """
    auth:
      type: oauth2
      grant: authorization_code
      authorize_url: https://login.example.com/authorize
      token_url: https://login.example.com/token
      client_id: app
      client_secret: ${settings.api_key}
      scopes: [a, b]
      revoke: {post: "https://login.example.com/revoke", form: {token: "${refresh_token}"}}
    """

  init(consent: Bool = false) throws {
    provider = try Provider()
    var text = TemporaryProject.acmeText()
    if consent {
      let line = "auth: {type: bearer, token: \"${settings.api_key}\"}"
      text = text.split(separator: line, omittingEmptySubsequences: false).joined(separator: Self.consent)
    }
    project = try TemporaryProject(["connectors/acme/connector.yaml": text])
  }

  func run(
    _ words: String..., environment: [String: String] = [:], input: String = "", person: (any Person)? = nil,
    errors: RecordingSink = RecordingSink()
  ) async -> Outcome {
    let output = RecordingSink()
    let console = Console(
      output: output, errors: errors, environment: environment, workingDirectory: project.root,
      readInput: { () throws(FileProblem) in Array(input.utf8) }, person: person)
    let isCall = words.first == "auth" && words.count > 2
    let code = await Tool.run(words + (isCall ? ["--divert", provider.place] : []), console)
    return Outcome(code: code, output: output.text, errors: errors.text)
  }

  /// Everything that lies in the project's folder in plain sight.
  func holds(_ canary: String) -> Bool {
    ["connector.db", "connector.db-wal"].contains { project.bytes($0).contains(canary) }
  }
}

extension TemporaryProject {
  fileprivate func bytes(_ name: String) -> String { read(name) ?? "" }
}

@Suite(.timeLimit(.minutes(10))) struct AuthCommandTests {
  @Test func `a key from standard input is tried, sealed and found again`() async throws {
    let stage = try AuthStage()
    let login = await stage.run("auth", "login", "acme", "--set", "api_key=-", input: "key-canary\n")
    #expect(login.code == .success, "\(login.errors)")
    #expect(login.errors.contains("acme: connected"))
    #expect(login.errors.contains("A master key was made"))
    #expect(stage.provider.paths == ["/v1/me"])
    #expect(!stage.holds("key-canary"))
    var information = stat()
    #expect(stat(stage.project.path("connector.db.key"), &information) == 0)
    #expect(information.st_mode & 0o777 == 0o600)
    let status = await stage.run("auth", "status", "acme", "--format", "json")
    #expect(status.code == .success)
    #expect(status.output.contains(#""ready":true"#))
    #expect(status.output.contains(#"{"name":"api_key","from":"store"}"#))
    // What was kept is enough the next time, and the key is announced once.
    let again = await stage.run("auth", "login", "acme")
    #expect(again.code == .success)
    #expect(!again.errors.contains("master key"))
    for outcome in [login, status, again] { #expect(!(outcome.output + outcome.errors).contains("canary")) }
  }

  @Test func `a wrong key is refused and not kept`() async throws {
    let stage = try AuthStage()
    let login = await stage.run("auth", "login", "acme", "--set", "api_key=-", input: "wrong-canary")
    #expect(login.code == .refused)
    #expect(!login.errors.contains("canary"))
    #expect(await stage.run("auth", "status", "acme").code == .negative)
  }

  @Test func `what is missing is named with the ways to supply it`() async throws {
    let stage = try AuthStage()
    let login = await stage.run("auth", "login", "acme")
    #expect(login.code == .usage)
    #expect(login.errors.contains("--set api_key=@FILE, or CONNECTOR_ACME_API_KEY"))
    let shown = await stage.run("auth", "login", "acme", "--set", "api_key=visible")
    #expect(shown.code == .usage)
    #expect(!shown.errors.contains("visible"))
    let named = await stage.run(
      "auth", "login", "acme", environment: ["CONNECTOR_ACME_API_KEY": "key-canary"])
    #expect(named.code == .success)
  }

  @Test func `a person is asked for the secret, and asked again when it does not work`() async throws {
    let stage = try AuthStage()
    let person = ScriptedPerson { _ in "  key-canary\n" }
    let login = await stage.run("auth", "login", "acme", person: person)
    #expect(login.code == .success, "\(login.errors)")
    #expect(person.questions == [.init(text: "API key: ", isSecret: true)])
    // Whoever signs in again has another key.
    let other = ScriptedPerson { _ in "another" }
    #expect(await stage.run("auth", "login", "acme", person: other).code == .refused)
    #expect(other.questions.count == 1)
    let silent = ScriptedPerson { _ in nil }
    #expect(await stage.run("auth", "login", "acme", person: silent).code == .usage)
  }

  @Test func `the answer of a consent page can be pasted`() async throws {
    let stage = try AuthStage(consent: true)
    let errors = RecordingSink()
    let secret = ["CONNECTOR_ACME_API_KEY": "client-canary"]
    let person = ScriptedPerson { _ in
      let state = errors.text.split(separator: "state=").last?.prefix { $0 != "&" && $0 != "\n" } ?? ""
      return "http://127.0.0.1:8765/callback?code=g00d-code&state=\(state)"
    }
    let login = await stage.run(
      "auth", "login", "acme", "--paste", environment: secret, person: person, errors: errors)
    #expect(login.code == .success, "\(login.errors)")
    #expect(login.errors.contains("https://login.example.com/authorize?response_type=code"))
    #expect(stage.provider.paths == ["/token", "/v1/me"])
    let status = await stage.run("auth", "status", "acme", environment: secret)
    #expect(status.code == .success)
    #expect(status.output.contains("connected, the token is good until"))
    #expect(status.output.contains("not granted: b"))
    #expect(await stage.run("auth", "refresh", "acme", environment: secret).code == .success)
    #expect(stage.provider.paths.filter { $0 == "/token" }.count == 2)
    for canary in ["client-canary", "at-canary", "rt-canary", "g00d-code"] {
      #expect(!stage.holds(canary))
      #expect(!(login.output + login.errors + status.output).contains(canary))
    }
    let logout = await stage.run("auth", "logout", "acme", environment: secret)
    #expect(logout.code == .success, "\(logout.errors)")
    #expect(stage.provider.paths.last == "/revoke")
    let after = await stage.run("auth", "status", "acme", environment: secret)
    #expect(after.code == .negative)
    #expect(after.output.contains("not connected"))
    let again = await stage.run("auth", "logout", "acme", environment: secret)
    #expect(again.code == .nothing && again.errors.contains("nothing is kept of acme"), "\(again.errors)")
  }

  @Test(arguments: [
    "error=access_denied&state=S", "code=bad&state=S", "code=g00d-code&state=other", "nothing",
  ])
  func `a bad answer connects nothing`(_ query: String) async throws {
    let stage = try AuthStage(consent: true)
    let errors = RecordingSink()
    let person = ScriptedPerson { _ in
      let state = errors.text.split(separator: "state=").last?.prefix { $0 != "&" && $0 != "\n" } ?? ""
      let answer = query.split(separator: "=S", omittingEmptySubsequences: false)
        .joined(separator: "=\(state)")
      return query == "nothing" ? "nothing" : "http://127.0.0.1:8765/callback?\(answer)"
    }
    let secret = ["CONNECTOR_ACME_API_KEY": "client-canary"]
    let login = await stage.run(
      "auth", "login", "acme", "--paste", environment: secret, person: person, errors: errors)
    #expect(login.code == (query == "nothing" ? .usage : .refused), "\(login.errors)")
    #expect(await stage.run("auth", "status", "acme", environment: secret).code == .negative)
    #expect(!stage.provider.paths.contains("/v1/me"))
  }

  @Test(arguments: [
    (["auth"], "needs one of"), (["auth", "logon", "acme"], "knows no `logon`"),
    (["auth", "login"], "takes one NAME"), (["auth", "login", "nobody"], "no connector `nobody`"),
    (["keys"], "ACTION"), (["keys", "turn"], "needs one of"),
  ])
  func `a wrong command line is told what is right`(_ words: [String], _ expected: String) async throws {
    let stage = try AuthStage()
    let outcome = await plainly(words, in: stage.project.root)
    #expect(outcome.code == .usage)
    #expect(outcome.errors.contains(expected), "\(outcome.errors)")
  }
}

/// A plain command line in a folder.
private func plainly(_ words: [String], in folder: String) async -> Outcome {
  let (output, errors) = (RecordingSink(), RecordingSink())
  let console = Console(
    output: output, errors: errors, environment: [:], workingDirectory: folder,
    readInput: { () throws(FileProblem) in [] })
  let code = await Tool.run(words, console)
  return Outcome(code: code, output: output.text, errors: errors.text)
}

@Suite(.timeLimit(.minutes(10))) struct KeysCommandTests {
  static let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
  static let other = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="

  private static func sealed(_ environment: [String: String] = [:]) async throws -> AuthStage {
    let stage = try AuthStage()
    let login = await stage.run(
      "auth", "login", "acme", "--set", "api_key=-", environment: environment, input: "key-canary")
    #expect(login.code == .success, "\(login.errors)")
    return stage
  }

  @Test func `without anything sealed there is nothing to see`() async throws {
    let stage = try AuthStage()
    #expect(await stage.run("keys", "status").code == .nothing)
  }

  @Test func `both kinds of key rotate, and what was sealed stays readable`() async throws {
    let stage = try await Self.sealed()
    let before = try #require(stage.project.read("connector.db.key"))
    #expect(await stage.run("keys", "rotate").code == .success)
    let rotated = await stage.run("keys", "rotate", "--master")
    #expect(rotated.code == .success, "\(rotated.errors)")
    let after = try #require(stage.project.read("connector.db.key"))
    #expect(after != before)
    let status = await stage.run("keys", "status", "--format", "json")
    #expect(status.output.contains(#""version":2"#))
    #expect(status.output.contains(#""stale":0"#))
    #expect(!status.output.contains(after.prefix(20)))
    #expect(await stage.run("auth", "login", "acme").code == .success)
    // The old key opens nothing any more.
    try stage.project.write(before, to: "connector.db.key")
    let stale = await stage.run("auth", "login", "acme")
    #expect(stale.code != .success)
    #expect(stale.errors.contains("was sealed with the master key"))
  }

  @Test func `a key in the environment makes no file, and another one is refused`() async throws {
    let stage = try await Self.sealed(["CONNECTOR_MASTER_KEY": Self.key])
    #expect(stage.project.read("connector.db.key") == nil)
    for environment in [["CONNECTOR_MASTER_KEY": Self.other], [:], ["CONNECTOR_MASTER_KEY": "short"]] {
      let refused = await stage.run("auth", "status", "acme", environment: environment)
      #expect(refused.code == .usage)
      #expect(refused.errors.contains("master key"), "\(refused.errors)")
      #expect(stage.project.read("connector.db.key") == nil)
    }
    let both = ["CONNECTOR_MASTER_KEY": "\(Self.other) \(Self.key)"]
    #expect(await stage.run("keys", "rotate", "--master", environment: both).code == .success)
    #expect(
      await stage.run("auth", "login", "acme", environment: ["CONNECTOR_MASTER_KEY": Self.other]).code
        == .success)
  }

  @Test func `a key comes from a file or a command as well`() async throws {
    let stage = try await Self.sealed(["CONNECTOR_MASTER_KEY_COMMAND": "echo \(Self.key)"])
    try stage.project.write(Self.key + "\n", to: "elsewhere.key")
    let file = ["CONNECTOR_MASTER_KEY_FILE": "elsewhere.key"]
    #expect(await stage.run("auth", "login", "acme", environment: file).code == .success)
    let failing = await stage.run(
      "auth", "login", "acme", environment: ["CONNECTOR_MASTER_KEY_COMMAND": "exit 3"])
    #expect(failing.errors.contains("the command for the master key failed"))
    let two = file.merging(["CONNECTOR_MASTER_KEY": Self.key]) { $1 }
    #expect(await stage.run("auth", "login", "acme", environment: two).code == .usage)
  }

  @Test func `a key that others may read is refused`() async throws {
    let stage = try await Self.sealed()
    #expect(chmod(stage.project.path("connector.db.key"), 0o644) == 0)
    let refused = await stage.run("auth", "status", "acme")
    #expect(refused.code == .usage)
    #expect(refused.errors.contains("chmod 600"))
  }
}
