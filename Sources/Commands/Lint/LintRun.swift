internal import Diagnostics
internal import Language
internal import Reports

/// One check from the files to the exit code.
struct LintRun {
  private let targets: LintTargets
  private let invocation: Invocation

  init(_ targets: LintTargets, _ invocation: Invocation) {
    self.targets = targets
    self.invocation = invocation
  }

  func run() -> ExitCode {
    let scope = invocation[LintCommand.fix] ?? (invocation[LintCommand.diff] ? .safe : nil)
    let pass =
      scope.map { LintPass.fixing(targets, $0, failOn: failOn) }
      ?? LintPass(targets, tree: targets.tree, failOn: failOn)
    if pass.fileCount == 0, pass.findings.isEmpty { return nothing() }
    if invocation[LintCommand.diff] { return showDifference(pass) }
    if scope != nil, let problem = keep(pass) { return invocation.fail(problem) }
    report(pass)
    if let problem = writeFiles(pass) { return invocation.fail(problem) }
    return pass.findings.contains { $0.fails(on: failOn) } ? .negative : .success
  }

  private var format: ReportFormat { invocation[LintCommand.format] ?? .text }

  private var failOn: Severity? {
    invocation[LintCommand.exitZero] ? nil : invocation[LintCommand.failOn].severity
  }

  private func nothing() -> ExitCode {
    let asked =
      targets.selection.paths.isEmpty ? "the project" : Sentence.enumeration(targets.selection.paths)
    let message = "nothing to check: \(Visible.word(asked)) holds no connector, mapping, test or model"
    if invocation[LintCommand.allowEmpty] {
      invocation.remark(message)
      return .success
    }
    return invocation.fail(
      .nothing, message,
      help:
        "a connector is `connectors/<name>/connector.yaml`; `connector new NAME` makes one; `--allow-empty` accepts this"
    )
  }

  // MARK: Fixes

  /// Writes the changed files; standard input goes back where a filter puts it.
  private func keep(_ pass: LintPass) -> FileProblem? {
    if let inputPath = targets.inputPath {
      let changed = pass.changes.first { $0.path == inputPath }?.new
      invocation.console.output.write(changed ?? targets.tree.bytes(of: inputPath, limit: .max) ?? [])
      return nil
    }
    for change in pass.changes {
      do throws(FileProblem) {
        try Files.write(change.new, to: Paths.joined(targets.folder.root, change.path))
      } catch {
        return error
      }
    }
    if pass.fixedCount > 0 {
      let findings = Sentence.counted(pass.fixedCount, "finding")
      invocation.remark("fixed \(findings) in \(Sentence.counted(pass.changes.count, "file"))")
    }
    return nil
  }

  private func showDifference(_ pass: LintPass) -> ExitCode {
    for change in pass.changes {
      invocation.write(
        UnifiedDiff(path: change.path, old: change.old, new: change.new).rendered(invocation.outputStyle))
    }
    let left = Report.summary(findings: pass.findings, style: invocation.errorStyle, context: pass.context)
    invocation.remark("\(Sentence.counted(pass.fixedCount, "finding")) would be fixed; then \(left)")
    return !pass.changes.isEmpty || pass.findings.contains { $0.fails(on: failOn) } ? .negative : .success
  }

  // MARK: Reports

  private func report(_ pass: LintPass) {
    // With standard input the fixed text has standard output for itself.
    let isFilter = targets.inputPath != nil && invocation[LintCommand.fix] != nil
    let sink = isFilter ? invocation.console.errors : invocation.console.output
    let style = isFilter ? invocation.errorStyle : invocation.outputStyle
    if invocation[LintCommand.statistics] {
      sink.write(RuleStatistics(pass.findings).text(style))
    } else {
      sink.write(Report.render(findings: pass.findings, format: format, style: style, context: pass.context))
    }
    if isAnnotated {
      sink.write(Report.render(findings: pass.findings, format: .github, style: style, context: pass.context))
    }
    if format != .text || invocation[LintCommand.statistics] {
      invocation.remark(
        Report.summary(findings: pass.findings, style: invocation.errorStyle, context: pass.context))
    }
  }

  /// In a GitHub workflow findings also appear beside the changed lines, unless a format was chosen.
  private var isAnnotated: Bool {
    invocation[LintCommand.format] == nil && invocation.console.environment["GITHUB_ACTIONS"] == "true"
  }

  private func writeFiles(_ pass: LintPass) -> FileProblem? {
    for file in invocation[LintCommand.output] {
      let text = Report.render(
        findings: pass.findings, format: file.format, style: .plain, context: pass.context)
      do throws(FileProblem) {
        try Files.write(Array(text.utf8), to: Paths.joined(invocation.console.workingDirectory, file.path))
      } catch {
        return error
      }
    }
    return nil
  }
}
