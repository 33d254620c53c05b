internal import Commands
internal import Testing

/// How the program answers words it cannot follow: one error, one piece of advice, code 2.
struct UsageTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let words: [String]
    let errors: String
    var testDescription: String { words.joined(separator: " ") }

    init(_ line: String, _ errors: String) {
      words = line.split(separator: " ").map(String.init)
      self.errors = errors
    }
  }

  static let cases: [Case] = [
    Case("lnt", "error: there is no command `lnt`\nhelp: did you mean `lint`?\n"),
    Case("xylophone", "error: there is no command `xylophone`\nhelp: `connector help` lists the commands\n"),
    Case(
      "\u{1B}[31m", "error: there is no command `\\u{1b}[31m`\nhelp: `connector help` lists the commands\n"),
    Case(
      "lint --fromat json",
      "error: there is no option `--fromat` for `connector lint`\nhelp: did you mean `--format`?\n"),
    Case(
      "lint --format=jsn",
      """
      error: `--format` cannot be `jsn`: expected `text`, `concise`, `json`, `sarif`, `github`, `gitlab` or `junit`
      help: did you mean `json`?

      """),
    Case("lint --format", "error: option `--format` needs a value\nhelp: write `--format=FORMAT`\n"),
    Case("lint --format --fix", "error: option `--format` needs a value\nhelp: write `--format=FORMAT`\n"),
    Case("lint -f", "error: option `-f` needs a value\nhelp: write `-f FORMAT`\n"),
    Case(
      "lint -fjson",
      "error: there is no option `-fjson` for `connector lint`\nhelp: write `-f FORMAT` by itself, with a blank before what follows\n"
    ),
    Case(
      "records --limit=-1", "error: `--limit` cannot be `-1`: expected a whole number, 0 or more\n"),
    Case(
      "runs --limit=0",
      "error: `--limit` cannot be `0`: expected a whole number from 1 to 10000\n"),
    Case(
      "sync acme --full --since 2026-01-01",
      "error: `--full` and `--since` exclude each other: everything, or what changed since\n"),
    Case(
      "lint --diff --format json",
      "error: `--diff` shows changes and cannot be written as `--format json`\nhelp: `connector lint --help` shows examples\n"
    ),
    Case(
      "edi ack x --format json",
      "error: `connector edi ack` does not know `--format json`\nhelp: it knows `text`\n"),
    Case("validate acme", "error: there is no command `validate`\nhelp: did you mean `lint`?\n"),
    Case("lint --diff=yes", "error: option `--diff` takes no value\n"),
    Case(
      "lint --fix=al",
      "error: `--fix` cannot be `al`: expected `safe` or `all`\nhelp: did you mean `all`?\n"),
    Case(
      "lint --output sarif",
      "error: `--output` cannot be `sarif`: expected FORMAT=FILE, such as `sarif=lint.sarif`\n"),
    Case(
      "lint -o json=-",
      "error: `-o` cannot be `json=-`: standard output is written with `--format json`\n"),
    Case(
      "lint -o json=x -o sarif=y -o junit=x",
      """
      error: two reports cannot be written into the one file `x`
      help: `connector lint --help` shows examples

      """),
    Case(
      "--color blue", "error: `--color` cannot be `blue`: expected `auto`, `always` or `never`\n"),
    Case(
      "completions",
      "error: `connector completions` needs a SHELL\nhelp: usage: connector completions SHELL\n"),
    Case(
      "completions bash zsh",
      """
      error: `connector completions` takes one SHELL, not 2
      help: put quotes around text with spaces; usage: connector completions SHELL

      """),
    Case(
      "completions csh",
      "error: there are no completions for `csh`\nhelp: did you mean `zsh`?\n"),
    Case("help lnt", "error: there is no command `lnt`\nhelp: did you mean `lint`?\n"),
    Case(
      "help --statistics",
      "error: there is no option `--statistics` for `connector help`\nhelp: it belongs to `connector lint`\n"),
    Case(
      "lint --statistics --format json",
      """
      error: `--statistics` is a form of its own and cannot be written as `--format json`
      help: `connector lint --help` shows examples

      """),
  ]

  @Test(arguments: cases) func `a wrong command line is answered`(_ wrong: Case) async {
    let console = RecordingSink()
    let errors = RecordingSink()
    let code = await Tool.run(
      wrong.words,
      Console(
        output: console, errors: errors, environment: [:], workingDirectory: "/",
        readInput: { () throws(FileProblem) in [] }))
    #expect(errors.text == wrong.errors)
    #expect(console.text == "")
    #expect(code == .usage)
  }

  @Test func `a value may follow after a blank or a sign, for long and short names`() async {
    for words in [["-f", "json"], ["--format", "json"], ["--format=json"]] {
      let outcome = await run("lint", words[0], words.count > 1 ? words[1] : "--allow-empty", "--allow-empty")
      #expect(outcome.code == .success, "\(words)")
      #expect(outcome.errors.hasPrefix("nothing to check"), "\(words)")
    }
  }

  @Test func `options before the name of the command count as well`() async throws {
    let project = try TemporaryProject.acme(token: "tokn")
    let outcome = await run("--project", project.root, "--format", "concise", "lint", "-q")
    #expect(outcome.code == .negative)
    #expect(outcome.output.hasPrefix("connectors/acme/connector.yaml:8:22: error[spec/unknown-key]"))
    #expect(outcome.errors == "")
  }

  @Test func `an option's variable stands in for the option`() async throws {
    let project = try TemporaryProject.acme()
    let variables = ["CONNECTOR_PROJECT": project.root]
    #expect(await run("complete", "--", "check", "a", environment: variables).output == "acme\tAcme HR\n")
    let wrong = await run("lint", environment: ["CONNECTOR_PROJECT": "/nowhere/at/all"])
    #expect(wrong.errors == "error: there is no folder `/nowhere/at/all`\n")
    #expect(wrong.code == .usage)
  }

  @Test func `output that cannot be written is an error of its own`() async {
    let errors = RecordingSink()
    let console = Console(
      output: RecordingSink(failure: "no space left on device"), errors: errors, environment: [:],
      workingDirectory: "/", readInput: { () throws(FileProblem) in [] })
    #expect(await Tool.run(["--version"], console) == .outputFailed)
    #expect(errors.text == "error: cannot write the output: no space left on device\n")
  }
}
