internal import Testing

/// The program as a process: streams, codes, pipes, environment.
@Suite(.timeLimit(.minutes(10)))
struct ProgramTests {
  let workspace = Workspace()

  @Test func `without words it says what to do first`() throws {
    let process = try workspace.run("$CONNECTOR")
    #expect(process.code == 0)
    #expect(process.output.contains("connector lint"))
    #expect(process.errors == "")
  }

  @Test func `the version is one line`() throws {
    let process = try workspace.run("$CONNECTOR --version")
    #expect(process.code == 0)
    #expect(process.output.hasPrefix("connector "))
    #expect(process.output.split(separator: "\n").count == 1)
  }

  @Test func `complaints go to standard error`() throws {
    let process = try workspace.run("$CONNECTOR lnt")
    #expect(process.code == 2)
    #expect(process.output == "")
    #expect(process.errors == "error: there is no command `lnt`\nhelp: did you mean `lint`?\n")
  }

  @Test func `a reader that goes away is no error`() throws {
    let process = try workspace.run(
      "for i in $(seq 40); do $CONNECTOR completions zsh; done >/dev/null; "
        + "$CONNECTOR completions zsh | head -1; echo ${PIPESTATUS[0]}")
    #expect(process.output == "#compdef connector\n0\n")
    #expect(process.errors == "")
  }

  @Test func `a full disk is an error`() throws {
    let process = try workspace.run("$CONNECTOR help >/dev/full")
    #expect(process.code == 74)
    #expect(process.errors == "error: cannot write the output: no space left on device\n")
  }

  @Test func `no colour goes into a pipe, unless it is asked for`() throws {
    #expect(!(try workspace.run("$CONNECTOR help | cat")).output.contains("\u{1B}["))
    #expect(try workspace.run("$CONNECTOR help --color always | cat").output.contains("\u{1B}["))
    #expect(
      try workspace.run("$CONNECTOR help", environment: ["FORCE_COLOR": "1"]).output.contains("\u{1B}["))
    let both = try workspace.run("$CONNECTOR help", environment: ["FORCE_COLOR": "1", "NO_COLOR": "1"])
    #expect(!both.output.contains("\u{1B}["))
  }

  @Test func `bash takes its completion script`() throws {
    let process = try workspace.run(
      """
      source <($CONNECTOR completions bash) || exit 1
      try() {
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
        _connector; echo "${COMPREPLY[*]}"
      }
      try $CONNECTOR lis
      try $CONNECTOR lint --form
      try $CONNECTOR lint --format co
      try $CONNECTOR lint --format = co
      try $CONNECTOR lint --fix = a
      try $CONNECTOR --color nev
      try $CONNECTOR auth lo
      try $CONNECTOR edi check /etc/hostn
      try $CONNECTOR edi write --from = /etc/hostn
      """)
    #expect(process.errors == "")
    let lines = process.output.split(separator: "\n").map(String.init)
    #expect(
      lines == [
        "list", "--format", "concise", "concise", "all", "never", "login logout", "/etc/hostname",
        "/etc/hostname",
      ])
  }
}

/// `connector lint` as a process.
@Suite(.timeLimit(.minutes(10)))
struct LintProcessTests {
  let workspace = Workspace()

  @Test func `a good project ends with 0, a bad one with 1, an empty one with 3`() throws {
    #expect(try workspace.run("$CONNECTOR lint").code == 3)
    #expect(try workspace.run("mkdir connectors; $CONNECTOR lint").code == 3)
    #expect(try workspace.run("$CONNECTOR lint --allow-empty").code == 0)
    try workspace.makeProject()
    let good = try workspace.run("$CONNECTOR lint --fail-on error -f concise")
    #expect(good.code == 0, "\(good.output)\(good.errors)")
    try workspace.makeProject(token: "tokn")
    #expect(try workspace.run("$CONNECTOR lint").code == 1)
    #expect(try workspace.run("$CONNECTOR lint --exit-zero").code == 0)
    #expect(try workspace.run("$CONNECTOR lint --fail-on never").code == 0)
  }

  @Test func `findings can be piped on`() throws {
    try workspace.makeProject(token: "tokn")
    let first = try workspace.run("$CONNECTOR lint | head -1")
    #expect(first.output == "error[spec/unknown-key]: `tokn` is not a key of an `auth/bearer` block\n")
    #expect(first.errors == "")
  }

  @Test func `standard input is checked in place of a file`() throws {
    try workspace.makeProject(token: "tokn")
    let name = "connectors/acme/connector.yaml"
    let found = try workspace.run("$CONNECTOR lint --stdin-filename \(name) -f concise < \(name)")
    #expect(found.code == 1)
    #expect(found.output.hasPrefix("connectors/acme/connector.yaml:8:22: error"))
    let fixed = try workspace.run("$CONNECTOR lint --stdin-filename \(name) --fix -q < \(name)")
    #expect(fixed.output.contains("auth: {type: bearer, token: "))
    #expect(try workspace.run("grep -c tokn \(name)").output == "1\n")
  }

  @Test func `watching goes on through mistakes until it is interrupted`() throws {
    try workspace.makeProject()
    let process = try workspace.run(
      """
      file=connectors/acme/connector.yaml
      $CONNECTOR lint --watch -f concise > out 2> err &
      watcher=$!
      wait_for() { for i in $(seq 2400); do grep -q "$1" "$2" 2>/dev/null && return 0; sleep 0.05; done; return 1; }
      wait_for ' file' err || echo "never checked"
      sed -i 's/token:/tokn:/' $file
      wait_for unknown-key out || echo "mistake not seen"
      echo ': - {' > $file
      wait_for 'error\\[yaml/' out || echo "bad YAML not seen"
      kill -INT $watcher
      wait $watcher
      echo "code $?"
      """)
    #expect(process.output == "code 130\n", "\(process.output)\(process.errors)")
  }

  @Test func `the cases of a connector are played again when its files change`() throws {
    try workspace.makeProject()
    let process = try workspace.run(
      """
      $CONNECTOR test --watch > out 2> err &
      watcher=$!
      wait_for() { for i in $(seq 2400); do grep -q "$1" "$2" 2>/dev/null && return 0; sleep 0.05; done; return 1; }
      wait_for 'run/no-tests' out || echo "never played"
      mkdir -p connectors/acme/recordings
      printf '### all\nGET /employees\n\nHTTP 200\nContent-Type: application/json\n\n{"data": []}\n' > connectors/acme/recordings/none.http
      printf 'tests: 1\ncases:\n  - {name: nobody, stream: employees, settings: {api_key: x}, recording: none, expect: {}}\n' > connectors/acme/tests.yaml
      wait_for '1 passed' out || echo "change not seen"
      kill -INT $watcher
      wait $watcher
      echo "code $?"
      """)
    #expect(process.output == "code 130\n", "\(process.output)\(process.errors)")
  }
}
