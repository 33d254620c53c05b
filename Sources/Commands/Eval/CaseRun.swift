internal import Expressions

/// Files of conformance cases: what fails is shown, and at the end what was counted.
///
/// A file that cannot be read is said and passed over, so that the others still count.
struct CaseRun {
  private let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func run() -> ExitCode {
    guard !invocation.arguments.isEmpty else {
      return invocation.fail(
        .usage, "`--cases` needs files", help: "connector eval --cases conformance/cel/*.json")
    }
    var (passed, failed) = (0, 0)
    var isUnreadable = false
    for path in invocation.arguments {
      do {
        let file = try read(path)
        for result in file.run() {
          if let failure = result.failure {
            failed += 1
            show(result, failure, path)
          } else {
            passed += 1
          }
        }
      } catch {
        isUnreadable = true
        invocation.complain(error.message)
      }
    }
    if passed + failed == 0, !isUnreadable {
      return invocation.fail(.nothing, "there is no case in these files")
    }
    invocation.print("\(passed) passed, \(failed) failed")
    if isUnreadable { return .usage }
    return failed == 0 ? .success : .negative
  }

  private struct Unreadable: Error {
    let message: String
  }

  private func read(_ path: String) throws(Unreadable) -> ConformanceFile {
    let bytes: [UInt8]
    do throws(FileProblem) {
      bytes = try Files.read(Paths.joined(invocation.console.workingDirectory, path))
    } catch {
      throw Unreadable(message: error.sentence)
    }
    do throws(ConformanceFile.Problem) {
      return try ConformanceFile(text: String(decoding: bytes, as: UTF8.self))
    } catch {
      throw Unreadable(message: "\(Visible.word(path)): \(error.message)")
    }
  }

  private func show(_ result: ConformanceResult, _ failure: String, _ path: String) {
    let name = [result.section, result.name].filter { !$0.isEmpty }.joined(separator: "/")
    invocation.print(
      "failed \(Visible.word(Paths.name(of: path))) \(Visible.word(name))",
      "  \(Visible.word(result.expression, limit: 400))", "  \(Visible.word(failure, limit: 400))")
  }
}
