internal import Diagnostics
internal import EDI
internal import Reports

/// Checks files of segments and reports what was found.
struct EdiCheckRun {
  private let paths: [String]
  private let invocation: Invocation

  /// Files up to this size are shown with their lines; of larger ones only what is around a finding is held.
  private static let mostShown = 64 << 20

  init(_ paths: [String], _ invocation: Invocation) {
    self.paths = paths
    self.invocation = invocation
  }

  func run() -> ExitCode {
    var findings = FindingList()
    var members = 0
    var segments = 0
    for path in paths {
      do throws(FileProblem) {
        let file = try EdiFile(path, in: invocation.console.workingDirectory)
        let check = FileCheck.run(file.feed)
        members += check.members
        segments += check.segments
        findings.add(contentsOf: Self.findings(of: check, in: file))
      } catch {
        return invocation.fail(error)
      }
    }
    let format = invocation[EdiCommand.format] ?? .text
    let context = ReportContext(checkedFiles: paths, rules: EDIRules.all, toolVersion: Version.number)
    let sorted = findings.sorted()
    invocation.write(
      Report.render(findings: sorted, format: format, style: invocation.outputStyle, context: context))
    invocation.remark(
      "\(Sentence.counted(members, "member")) in \(Sentence.counted(segments, "segment")) of \(Sentence.counted(paths.count, "file"))"
    )
    return findings.hasErrors ? .negative : .success
  }

  private static func findings(of check: FileCheck, in file: EdiFile) -> [Finding] {
    guard !check.issues.isEmpty else { return [] }
    var findings: [Finding] = []
    if let size = file.size, size <= mostShown, let bytes = file.bytes(from: 0, count: size) {
      let source = SourceFile(path: file.path, bytes: bytes)
      findings = check.issues.map { $0.finding(in: source) }
    } else {
      findings = check.issues.map { excerpt($0, file) }
    }
    for (id, count) in check.unkept {
      guard let index = findings.lastIndex(where: { $0.rule.id == id }) else { continue }
      findings[index].evidence.append(.init("note", "\(count) more like this in this file are not shown"))
    }
    return findings
  }

  /// A finding in a file that is not held in memory: only the bytes around it are shown.
  private static func excerpt(_ issue: Issue, _ file: EdiFile) -> Finding {
    let bytes = file.bytes(from: issue.place.offset, count: min(issue.place.length, 200)) ?? []
    let piece = SourceFile(path: file.path, bytes: bytes, firstLine: max(1, issue.place.line))
    var finding = issue.finding(in: piece, from: issue.place.offset)
    finding.evidence.append(.init("place", "byte \(issue.place.offset)"))
    return finding
  }
}
