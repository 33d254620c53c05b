internal import Commands
internal import TestSupport
internal import Testing

/// What a shell may offer for the last word of a line.
struct CompletionTests {
  struct Line: Sendable, CustomTestStringConvertible {
    let text: String
    let offers: [String]
    var testDescription: String { text }

    init(_ text: String, _ offers: String...) {
      self.text = text
      self.offers = offers
    }

    /// A blank at the end begins a word.
    var words: [String] { text.split(separator: " ", omittingEmptySubsequences: false).map(String.init) }
  }

  static let lines = [
    Line("li", "lint", "list"),
    Line("--color nev", "never"),
    Line("--color=nev", "--color=never"),
    Line("--project ", ":folders"),
    Line("nothing "),
    Line("lint --form", "--format"),
    Line("lint --format co", "concise"),
    Line("lint --format=co", "--format=concise"),
    Line("lint -f co", "concise"),
    Line("lint --fix=a", "--fix=all"),
    Line("lint --quiet ", "acme", ":files"),
    Line("lint -- --form", ":files"),
    Line("check ", "acme"),
    Line("check acme "),
    Line("sync ", "acme"),
    Line("sync acme ", "employees"),
    Line("sync --limit 5 acme emp", "employees"),
    Line("sync acme employees ", "employees"),
    Line("sync other "),
    Line("sync --limit "),
    Line("preview acme ", "employees"),
    Line("record acme e", "employees"),
    Line("auth ", "login", "status", "refresh", "logout"),
    Line("auth login ", "acme"),
    Line("auth login acme ", "employees"),
    Line("auth status acme "),
    Line("keys ", "status", "rotate"),
    Line("runs ", "show", "acme"),
    Line("runs show "),
    Line("edi s", "show", "send"),
    Line("edi check ", ":files"),
    Line("edi check one.834 ", ":files"),
    Line("edi exchange "),
    Line("edi files ", "show", "accept", "reject", "resend"),
    Line("schema t", "tests"),
    Line("help comp", "completions"),
    Line("completions ", "bash", "zsh", "fish"),
    Line("explain auth/no-c", "auth/no-check", ":files"),
  ]

  @Test(arguments: lines) func `the last word is offered what fits`(_ line: Line) async throws {
    let project = try TemporaryProject(ExampleProject.files)
    let outcome = await run(["complete", "--"] + line.words, in: project.root)
    let names = outcome.output.split(separator: "\n").map { $0.prefix { $0 != "\t" } }
    #expect(names.map(String.init) == line.offers)
    #expect(outcome.code == .success)
  }

  @Test func `every offer has a line of its own, and a meaning after a tab`() async throws {
    let project = try TemporaryProject(ExampleProject.files)
    for line in ["", "lint --", "explain ", "records ", "list "] {
      let output = await run(["complete", "--"] + Line(line).words, in: project.root).output
      let lines = output.split(separator: "\n")
      #expect(!lines.isEmpty)
      for line in lines {
        #expect(line.split(separator: "\t", omittingEmptySubsequences: false).count == 2, "\(line)")
      }
    }
  }

  @Test func `a project that the line names is the one that is asked`() async throws {
    let project = try TemporaryProject(ExampleProject.files)
    for line in ["--project \(project.root) check ", "check --project=\(project.root) "] {
      let output = await run(["complete", "--"] + Line(line).words).output
      #expect(output.hasPrefix("acme\t"), "\(line)")
    }
  }
}
