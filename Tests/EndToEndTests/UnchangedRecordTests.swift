internal import Testing

/// What has not changed is not mapped again, and nothing else is taken for it.
@Suite(.timeLimit(.minutes(10)))
struct UnchangedRecordTests {
  private let workspace = Workspace()

  init() throws {
    let made = try workspace.run(
      #"""
      mkdir -p connectors/acme mappings/acme served && cat > connectors/acme/connector.yaml <<'END'
      spec: 1
      name: acme
      title: Acme HR
      category: hris
      docs: https://developer.example.com
      settings:
        server: {type: string, title: Address of the server, pattern: 'http://127\.0\.0\.1:[0-9]+'}
      auth: {type: none}
      http: {base_url: "${settings.server}", throttled: {status: [429], wait: {header: Retry-After}}}
      check: {get: /employees}
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: none}
          changes: {type: none}
          deletions: {type: listing, at_most: 100}
      END
      cat > mappings/acme/employees.yaml <<'END'
      mapping: 1
      models:
        - model: employee
          fields:
            last_name: name
            employment_status: {match: status, cases: {A: active}, otherwise: unknown}
      END
      cat > people <<'END'
      {"id": "1", "name": "Ada", "status": "A", "seen": 1}
      {"id": "2", "name": "Joe", "status": "A", "seen": 1}
      {"id": "3", "name": "Kim", "status": "A", "seen": 1}
      END
      """#)
    #expect(made.code == 0, "\(made.errors)")
  }

  /// Runs a script in which `sync` reads what `people` holds, a record a line, and tells what was created, updated, unchanged,
  /// deleted and quarantined.
  private func run(_ script: String) throws -> [String] {
    let process = try workspace.run(
      """
      python3 -u - > address <<'END' &
      import functools, http.server
      class Handler(http.server.SimpleHTTPRequestHandler):
          def log_message(self, *words): pass
      server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory="served"))
      print(f"http://127.0.0.1:{server.server_address[1]}")
      server.serve_forever()
      END
      server=$!
      trap 'kill $server' EXIT
      for i in $(seq 2400); do [ -s address ] && break; sleep 0.05; done
      sync() {
        echo "{\\"data\\": [$(paste -sd, people)]}" > served/employees
        $CONNECTOR sync acme --allow-host 127.0.0.1 --set "server=$(cat address)" --format json -q "$@" > report
        python3 -c 'import json
      counts = json.load(open("report"))["streams"][0]
      print(*(counts[name] for name in ("created", "updated", "unchanged", "deleted", "quarantined")))'
      }
      \(script)
      """)
    #expect(process.code == 0, "\(process.output)\(process.errors)")
    return process.output.split(separator: "\n").map(String.init)
  }

  @Test func `records are counted the same whether they are mapped or not`() throws {
    let lines = try run(
      """
      sync; sync; sync --full
      sed -i 's/Joe/Joseph/' people; sync; sync
      sed -i 's/"seen": 1/"seen": 2/' people; sync; sync
      sed -i '/"3"/d' people; sync; sync
      """)
    #expect(
      lines == [
        "3 0 0 0 0", "0 0 3 0 0", "0 0 3 0 0", "0 1 2 0 0", "0 0 3 0 0", "0 0 3 0 0", "0 0 3 0 0",
        "0 0 2 1 0",
        "0 0 2 0 0",
      ])
  }

  @Test func `a row that was gone comes back with the record`() throws {
    let lines = try run(
      """
      cp people all; sync
      sed -i '/"3"/d' people; sync
      cp all people; sync; sync
      $CONNECTOR records employee --format json -q | grep -c '"last_name": *"Kim"'
      """)
    #expect(lines == ["3 0 0 0 0", "0 0 2 1 0", "1 0 2 0 0", "0 0 3 0 0", "1"])
  }

  @Test func `of records with one key the last one counts though it is known`() throws {
    let lines = try run(
      """
      sync
      sed -i '2i {"id": "2", "name": "Joseph", "status": "A", "seen": 1}' people; sync; sync
      $CONNECTOR records employee --format json -q | grep -c '"last_name": *"Joe"'
      """)
    #expect(lines == ["3 0 0 0 0", "0 2 2 0 0", "0 2 2 0 0", "1"])
  }

  @Test func `another mapping is run over records that are the same`() throws {
    let lines = try run(
      """
      sync
      sed -i 's/last_name: name/last_name: name.upperAscii()/' mappings/acme/employees.yaml; sync; sync
      sed -i 's/A: active/A: terminated/' mappings/acme/employees.yaml; sync; sync
      sed -i 's/^mapping: 1/# Nothing else.\\nmapping: 1/' mappings/acme/employees.yaml; sync
      """)
    #expect(lines == ["3 0 0 0 0", "0 3 0 0 0", "0 0 3 0 0", "0 3 0 0 0", "0 0 3 0 0", "0 0 3 0 0"])
  }

  @Test func `a record that is good again leaves quarantine though its row never changed`() throws {
    let lines = try run(
      """
      cp people all; sync
      sed -i 's/"name": "Joe"/"name": 7/' people; sync; sync
      cp all people; sync; sync
      """)
    #expect(lines == ["3 0 0 0 0", "0 0 2 0 1", "0 0 2 0 1", "0 0 3 0 0", "0 0 3 0 0"])
  }

  /// Runs that read only what changed do not meet such a record again.
  @Test func `no run is whole while a record that an earlier one could not map is missing`() throws {
    let lines = try run(
      """
      sed -i 's/changes: .*/changes: {type: since, field: at, send: {query: since}}/; s/deletions: .*/deletions: {type: none}/' \\
        connectors/acme/connector.yaml
      sed -i 's/"seen": 1/"at": "2026-01-01T00:00:00Z"/' people; cp people all
      outcome() { python3 -c 'import json; print(json.load(open("report"))["streams"][0]["outcome"])'; }
      sed -i 's/"name": "Joe"/"name": 7/' people; sync; outcome
      sed '/Kim/!d' all > people; sync; outcome
      cp all people; sync --full; outcome
      sed -i 's/"name": "Joe"/"name": 7/' people; sync; outcome
      sed '/Kim/!d' all > people; sync; outcome
      sync --full; outcome
      """)
    #expect(
      lines == [
        "2 0 0 0 1", "partial", "0 0 1 0 0", "partial", "1 0 2 0 0", "succeeded",
        "0 0 2 0 1", "partial", "0 0 1 0 0", "partial", "0 0 1 0 0", "succeeded",
      ])
  }
}
