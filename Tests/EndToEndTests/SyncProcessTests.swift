internal import Testing

/// `connector sync` and what shows its rows, against a pretend provider in a process of its own.
@Suite(.timeLimit(.minutes(10)))
struct SyncProcessTests {
  private let workspace = Workspace()
  private static let settings = [
    "CONNECTOR_BAMBOOHR_SUBDOMAIN": "acme", "CONNECTOR_BAMBOOHR_API_KEY": "made-up-key",
    "CONNECTOR_ACTOR": "ada@example.com",
  ]

  init() throws {
    let root = String(#filePath.dropLast("/Tests/EndToEndTests/SyncProcessTests.swift".count))
    let copied = try workspace.run(
      """
      mkdir connectors mappings && cp -r "$FROM/connectors/bamboohr" connectors/ && cp -r "$FROM/mappings/bamboohr" mappings/
      """, environment: ["FROM": root])
    #expect(copied.code == 0, "\(copied.errors)")
  }

  /// Runs a script while the pretend provider serves; `sync` reads its employees.
  private func run(
    _ script: String, records: Int = 30, environment: [String: String] = [:]
  ) throws -> ChildProcess {
    try workspace.run(
      """
      $CONNECTOR mock bamboohr --records \(records) --quiet > address & mock=$!
      trap 'kill $mock' EXIT
      for i in $(seq 2400); do [ -s address ] && break; sleep 0.05; done
      sync() { $CONNECTOR sync bamboohr employees --divert "$(head -1 address)" --format json "$@"; }
      \(script)
      """, environment: Self.settings.merging(environment) { $1 })
  }

  @Test func `records of the provider lie sealed and are opened for who has the key`() throws {
    let process = try run(
      """
      sync --raw > out || echo "sync failed"
      grep -aqF '"firstName":' connector.db* && echo "in plain text"
      $CONNECTOR records employee --raw --limit 1 -q | grep -oF '"firstName":' || echo "not opened"
      id=$($CONNECTOR records employee --limit 1 --format json -q | sed 's/.*"id":"\\([^"]*\\)".*/\\1/')
      $CONNECTOR why employee "$id" first_name | grep -qF 'firstName = "' || echo "not told"
      mv connector.db.key elsewhere
      $CONNECTOR records employee --raw > out; echo "code $?"
      $CONNECTOR runs > out && $CONNECTOR records employee > out && echo "the rest lies open"
      """)
    #expect(
      process.output == "\"firstName\":\ncode 2\nthe rest lies open\n", "\(process.output)\(process.errors)")
    #expect(process.errors.contains("A master key was made"))
    #expect(process.errors.contains("connector.db.key is gone"))
  }

  @Test func `without a good key nothing is kept open by mistake`() throws {
    let process = try run(
      """
      sync --raw > out; echo "code $?"
      sync --raw=plain > out; echo "code $?"
      grep -aqF '"firstName":' connector.db* && echo "in plain text"
      $CONNECTOR records employee --raw --limit 1 -q | grep -oF '"firstName":'
      """, environment: ["CONNECTOR_MASTER_KEY": "too short"])
    #expect(
      process.output == "code 2\ncode 0\nin plain text\n\"firstName\":\n",
      "\(process.output)\(process.errors)")
    #expect(process.errors.contains("`--raw=plain` keeps them as they are"))
  }

  @Test func `a program is told what a pretend provider pretends`() throws {
    let process = try run(
      """
      $CONNECTOR mock bamboohr --format json --quiet > told & other=$!
      while ! [ -s told ]; do sleep 0.05; done; kill $other; cat told
      """, records: 3)
    let start = #"{"url":"http://127.0.0.1:"#
    let rest = #","connector":"bamboohr","streams":["employees","#
    #expect(process.output.hasPrefix(start) && process.output.contains(rest), "\(process.output)")
  }

  @Test func `a file of records is whole, and a table the beginning of them`() throws {
    let process = try run(
      """
      sync > out || echo "sync failed"
      for form in json csv table; do $CONNECTOR records employee --format $form -q | wc -l; done
      $CONNECTOR records employee --format json --limit 3 -q | wc -l
      """, records: 130)
    #expect(process.output == "130\n131\n101\n3\n", "\(process.output)\(process.errors)")
  }

  @Test func `the same people in two integrations are linked after a run`() throws {
    let process = try run(
      """
      sync > out || echo "sync failed"
      $CONNECTOR identities; echo "code $?"
      sync --integration second > out || echo "sync failed"
      $CONNECTOR identities employee --format json -q | wc -l
      $CONNECTOR identities employee --limit 1 -q | grep -oE 'bamboohr/[^ ]* = second/'
      """, records: 3)
    #expect(process.output.hasPrefix("code 3\n3\nbamboohr/"), "\(process.output)\(process.errors)")
  }

  @Test func `what a person did is written down`() throws {
    let process = try run(
      """
      printf made-up-key | $CONNECTOR auth login bamboohr --set api_key=- --set subdomain=acme --divert "$(head -1 address)" -q
      sync > out || echo "sync failed"
      $CONNECTOR keys rotate -q
      $CONNECTOR audit | cut -c23- | sed 's/  */ /g; s/ $//'
      $CONNECTOR audit --verify | grep -o '^[0-9]* rows, none of them changed'
      $CONNECTOR audit --verify --head 00 -q; echo "code $?"
      $CONNECTOR audit --since 2999-01-01; echo "code $?"
      """)
    let lines = process.output.split(separator: "\n").map(String.init)
    #expect(
      lines == [
        "who what of details", "ada@example.com setting.changed bamboohr subdomain",
        "ada@example.com setting.changed bamboohr api_key", "ada@example.com auth.login bamboohr",
        "ada@example.com sync.begun bamboohr run 1, first: employees",
        "ada@example.com key.rotated data key 2", "5 rows, none of them changed", "code 1", "code 3",
      ], "\(process.output)\(process.errors)")
    #expect(!process.output.contains("made-up-key"))
  }
}
