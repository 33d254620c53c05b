internal import Commands
internal import Testing

/// Help, the first screen, the version.
struct HelpTests {
  @Test func `the first screen says what to do first`() async {
    let outcome = await run()
    #expect(outcome.code == .success)
    #expect(
      outcome.output == """
        connector \(Version.number): describe a provider of business data in YAML and read it, without code.

          Start   connector new acme           or --from openapi.json, a HAR capture, a curl command
          Check   connector lint               what is wrong, where, and how to fix it
          Try     connector test               every case played from recordings, with mishaps; no network
          Run     connector sync acme          what changed, as canonical rows in connector.db
          Look    connector list               connectors, their streams, models and settings
          Learn   connector explain connector  or any key, rule, model or file:line
          Help    connector help               all commands

        """)
  }

  @Test func `inside a project the first screen names its connectors`() async throws {
    let project = try TemporaryProject.acme()
    #expect(await run(in: project.root).output.hasSuffix("\nThis project has 1 connector: acme\n"))
    for number in 1...9 { try project.write("", to: "connectors/c\(number)/connector.yaml") }
    let many = await run(in: project.root).output
    #expect(
      many.hasSuffix(
        "\nThis project has 10 connectors and families: acme, c1, c2, c3, c4, c5, c6, c7 and 2 more\n"))
  }

  @Test func `a page of help begins with examples`() async {
    let outcome = await run("help", "completions")
    #expect(
      outcome.output == """
        Print the completion script for bash, zsh or fish.

        Examples:
          source <(connector completions bash)             for this bash; in ~/.bashrc for every one
          connector completions zsh > ~/.zfunc/_connector  zsh, with ~/.zfunc in fpath
          connector completions fish | source              for this fish

        Usage: connector completions SHELL

        The script asks the program what fits: commands, options and their words, files, and the names of
        connectors, streams, models, rules and constructs of the project at hand.

        Argument:
          SHELL  bash, zsh or fish.

        Options of every command:
          --project DIR, --color WHEN, --quiet, --help, --version

        Exit codes:
          0  fine
          2  the command line or a named file is wrong

        """)
  }

  @Test(arguments: CommandList.all.map(\.name)) func `help and --help are the same page`(_ name: String) async
  {
    let page = await run("help", name)
    #expect(page.code == .success)
    #expect(page.output == (await run(name, "--help")).output)
    #expect(page.output == (await run("--help", name)).output)
    for line in page.output.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
  }

  @Test func `the overview has every command that is not hidden`() async {
    let overview = await run("help").output
    #expect(overview == (await run("--help")).output)
    for command in CommandList.all {
      #expect(overview.contains("\n  \(command.name) ") == !command.isHidden, "\(command.name)")
    }
  }

  @Test func `the version comes for people and for programs`() async {
    #expect(await run("--version").output == "connector \(Version.number)\n")
    #expect(await run("-V").output == "connector \(Version.number)\n")
    #expect(
      await run("--version", "--format", "json").output
        == "{\"name\": \"connector\", \"version\": \"\(Version.number)\", \"edition\": 1}\n")
  }

  @Test func `colour follows the terminal, the flag and NO_COLOR`() async {
    #expect(await run(onTerminal: true).output.contains("\u{1B}["))
    #expect(!(await run(environment: ["NO_COLOR": "1"], onTerminal: true)).output.contains("\u{1B}["))
    #expect(!(await run("--color", "never", onTerminal: true)).output.contains("\u{1B}["))
    #expect(await run("--color=always").output.contains("\u{1B}["))
  }
}

/// Rules that every command's description follows.
struct CommandListTests {
  @Test func `names are unique and say what they are`() {
    let names = CommandList.all.map(\.name)
    #expect(Set(names).count == names.count)
    for command in CommandList.all {
      #expect(!command.summary.hasSuffix("."), "\(command.name)")
      #expect(command.isHidden || !command.examples.isEmpty, "\(command.name)")
      let options = command.options.map(\.info.name)
      #expect(Set(options).count == options.count, "\(command.name)")
      let shorts = command.options.compactMap(\.info.short)
      #expect(Set(shorts).count == shorts.count, "\(command.name)")
      #expect(Set(shorts).isDisjoint(with: ["q", "h", "V"]), "\(command.name)")
      for option in command.options { #expect(!option.info.summary.hasSuffix("."), "\(option.info.name)") }
    }
  }

  @Test func `every command answers a program`() {
    // What these print is a text by nature, or is JSON.
    let others = ["completions", "help", "schema"]
    for command in CommandList.all where !command.isHidden && !others.contains(command.name) {
      let format = command.options.first { $0.info.name == "format" }
      #expect(format?.info.choices.contains { $0.name == "json" } == true, "\(command.name)")
    }
  }

  @Test func `every example is a command line that can be read`() async {
    for command in CommandList.all {
      for example in command.examples {
        #expect(example.line.contains("connector \(command.name)"), "\(example.line)")
      }
    }
  }
}
