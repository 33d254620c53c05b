internal import HTTP
internal import Language
internal import Programs
internal import Threads

/// Another program, run to its end.
enum ChildProgram {
  struct Outcome {
    let code: Int32
    /// What it wrote, in a file without a name: nothing of it stays, also when this process is killed.
    let content: BodyFile
    let errors: String

    /// What it wrote, where that is known to be short.
    var output: String {
      get throws(RunFailure) {
        String(decoding: try content.bytes(limit: ChildProgram.mostSaid), as: UTF8.self)
      }
    }

    /// The last thing it complained about.
    var reason: String {
      let lines = errors.split(separator: "\n").map(String.init)
      let last = lines.last ?? "it ended with \(code)"
      return last.hasPrefix("gpg: ") ? String(last.dropFirst(5)) : last
    }
  }

  private static let mostSaid = 1 << 20

  static func run(
    _ name: String, _ arguments: [String], input: BodyFile? = nil
  ) throws(RunFailure) -> Outcome {
    guard let output = BodyFile.Draft(), let errors = BodyFile.Draft() else {
      throw LocalFiles.noRoom(for: "what `\(name)` writes")
    }
    let code = ChildProcess.run(
      [name] + arguments, environment: ["PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8"],
      input: input?.path ?? "/dev/null", output: output.path, errors: errors.path)
    guard let code else {
      throw RunFailure(.not_found, "`\(name)` is not there: install it to use encrypted files")
    }
    let said = errors.finish().bytes(from: 0, count: mostSaid) ?? []
    return Outcome(code: code, content: output.finish(), errors: String(decoding: said, as: UTF8.self))
  }
}
