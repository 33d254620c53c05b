internal import Diagnostics
internal import Formatting
internal import Reference
internal import Reports
internal import Values

/// The formatting of some files, or of standard input.
struct FormatRun {
  private let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  private var isDry: Bool { invocation[FmtCommand.check] || invocation[FmtCommand.diff] }

  func run(_ paths: [String]) -> ExitCode {
    var (changed, refused) = (0, 0)
    var isBroken = false
    for path in paths {
      let place = Paths.joined(invocation.console.workingDirectory, path)
      do throws(FileProblem) {
        let bytes = try Files.read(place)
        switch format(bytes, path) {
        case .unchanged: continue
        case .refused(let refusal, _):
          refused += 1
          isBroken = report(refusal, path) == .negative || isBroken
        case .changed(let new):
          changed += 1
          if !isDry { try Files.write(new, to: place) }
          show(path, bytes, new)
        }
      } catch {
        return invocation.fail(.usage, "\(Visible.word(path)): \(error.reason)")
      }
    }
    let verb = isDry ? "would change" : "changed"
    let left = refused > 0 ? ", \(refused) left alone" : ""
    invocation.remark("\(Sentence.counted(paths.count, "file")), \(changed) \(verb)\(left)")
    return isBroken || (isDry && changed > 0) ? .negative : .success
  }

  /// Standard input goes to standard output, in its canonical form or as it was.
  func filter(named name: String) -> ExitCode {
    let bytes: [UInt8]
    do {
      bytes = try invocation.console.readInput()
    } catch {
      return invocation.fail(error)
    }
    var new = bytes
    var code = ExitCode.success
    switch format(bytes, name) {
    case .unchanged: break
    case .changed(let formatted): new = formatted
    case .refused(let refusal, _): code = report(refusal, name)
    }
    if isDry {
      if new != bytes { show(name, bytes, new) }
      return new != bytes ? .negative : code
    }
    invocation.console.output.write(new)
    return code
  }

  /// A file with mistakes is a failure; one that says what cannot be laid out anew is only mentioned.
  private func report(_ refusal: Refusal, _ path: String) -> ExitCode {
    let sentence = "\(Visible.word(path)) is left alone: \(refusal.reason)"
    if invocation.answersInJSON {
      invocation.answer([
        ("file", .string(path)), ("state", .string("left_alone")), ("reason", .string(refusal.reason)),
      ])
    }
    if refusal == .invalid { return invocation.fail(.negative, sentence) }
    invocation.remark(sentence)
    return .success
  }

  private func format(_ bytes: [UInt8], _ path: String) -> Formatter.Outcome {
    // A path that is given from inside a connector's folder says less than its full form.
    let full = Paths.normalized(Paths.joined(invocation.console.workingDirectory, path))
    return Formatter.format(SourceFile(path: path, bytes: bytes), as: RootDocument.of(path: full)?.construct)
  }

  private func show(_ path: String, _ old: [UInt8], _ new: [UInt8]) {
    if invocation.answersInJSON {
      let diff =
        invocation[FmtCommand.diff]
        ? UnifiedDiff(path: path, old: old, new: new).rendered(OutputStyle(width: .max)) : nil
      invocation.answer([
        ("file", .string(path)), ("state", .string(isDry ? "would_change" : "changed")),
        ("diff", diff.map { .string($0) }),
      ])
    } else if invocation[FmtCommand.diff] {
      invocation.write(UnifiedDiff(path: path, old: old, new: new).rendered(invocation.outputStyle))
    } else {
      invocation.print(Visible.word(path, limit: .max))
    }
  }
}
