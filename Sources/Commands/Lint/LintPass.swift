internal import Diagnostics
internal import Language
internal import Linting
internal import Reports
internal import Threads
internal import YAML

/// The files of a project and what was found in them.
struct LintPass: Sendable {
  let findings: [Finding]
  let context: ReportContext
  let fileCount: Int
  /// Files that fixes changed: their paths, what they held, what they hold now.
  private(set) var changes: [Change] = []
  private(set) var fixedCount = 0

  struct Change: Sendable {
    let path: String
    let old: [UInt8]
    var new: [UInt8]
  }

  /// Fixes can make room for others, and of a rule only the first findings of a file are kept, so that many take several rounds; a file
  /// that still changes after so many has fixes that undo each other.
  private static let mostRounds = 50

  init(_ targets: LintTargets, tree: any FileTree, failOn: Severity?) {
    let memory = LintMemory(of: targets.folder, in: targets.cache, reading: tree)
    let outcome = Linter.run(selecting: targets.selection, threads: Processors.count) {
      guard let memory else { return .init(tree) }
      let ahead = FilesReadAhead(tree)
      return .init(ahead) { name in
        ahead.forget()
        return memory.files(ofClean: name, in: ahead)
      }
    }
    memory?.keep(outcome.clean)
    findings = outcome.findings
    fileCount = outcome.files.count
    context = ReportContext(
      checkedFiles: outcome.files, rules: RuleList.all, toolVersion: Version.number,
      ignoredCount: outcome.ignoredCount, failOn: failOn)
  }

  /// Checks, applies fixes in memory, and checks again until nothing is left to apply.
  ///
  /// A file whose fixes never settle stays as it was: a second run must find nothing to do that the first has not done.
  static func fixing(_ targets: LintTargets, _ scope: FixApplier.Scope, failOn: Severity?) -> LintPass {
    var unsettled: Set<String> = []
    while true {
      let (pass, restless) = fixing(targets, scope, failOn: failOn, leaving: unsettled)
      if restless.isEmpty { return pass }
      unsettled.formUnion(restless)
    }
  }

  /// One series of rounds, and the files that still change in its last.
  private static func fixing(
    _ targets: LintTargets, _ scope: FixApplier.Scope, failOn: Severity?, leaving unsettled: Set<String>
  ) -> (LintPass, restless: Set<String>) {
    var changes: [Change] = []
    var fixedCount = 0
    var restless: Set<String> = []
    var pass = LintPass(targets, tree: targets.tree, failOn: failOn)
    for round in 1...mostRounds {
      let usable = unsettled.isEmpty ? pass.findings : pass.findings.map { $0.withoutFixes(in: unsettled) }
      let outcome = FixApplier.apply(usable, scope)
      if outcome.files.isEmpty { break }
      if round == mostRounds { restless = Set(outcome.files.map(\.file.path)) }
      fixedCount += outcome.applied
      for fixed in outcome.files {
        if let index = changes.firstIndex(where: { $0.path == fixed.file.path }) {
          changes[index].new = fixed.bytes
        } else {
          changes.append(Change(path: fixed.file.path, old: fixed.file.bytes, new: fixed.bytes))
        }
      }
      let files = Dictionary(changes.map { ($0.path, $0.new) }) { _, last in last }
      pass = LintPass(targets, tree: MemoryTree(bytes: files, over: targets.tree), failOn: failOn)
    }
    pass.changes = changes.filter { $0.old != $0.new }
    pass.fixedCount = fixedCount
    return (pass, restless)
  }
}

extension Finding {
  /// The finding without the fixes that would touch one of some files.
  fileprivate func withoutFixes(in paths: Set<String>) -> Finding {
    var finding = self
    finding.fixes.removeAll { fix in fix.edits.contains { paths.contains($0.range.file.path) } }
    return finding
  }
}
