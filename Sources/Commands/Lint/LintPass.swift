internal import Diagnostics
internal import Language
internal import Linting
internal import Reports
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

  /// Fixes can make room for others; this many rounds end every chain that is not a quarrel.
  private static let mostRounds = 10

  init(_ targets: LintTargets, tree: any FileTree, failOn: Severity?) {
    let project = ProjectLoader.load(tree, selecting: targets.selection)
    let outcome = Linter.run(project, selecting: targets.selection)
    let recordings = project.connectors.flatMap(\.recordings).map(\.file.path)
    let checked = project.documents.map(\.file.path) + recordings.filter { targets.selection.contains($0) }
    findings = outcome.findings
    fileCount = checked.count
    context = ReportContext(
      checkedFiles: checked, rules: RuleList.all, toolVersion: Version.number,
      ignoredCount: outcome.ignoredCount, failOn: failOn)
  }

  /// Checks, applies fixes in memory, and checks again until nothing is left to apply.
  static func fixing(_ targets: LintTargets, _ scope: FixApplier.Scope, failOn: Severity?) -> LintPass {
    var changes: [Change] = []
    var fixedCount = 0
    var pass = LintPass(targets, tree: targets.tree, failOn: failOn)
    for _ in 0..<mostRounds {
      let outcome = FixApplier.apply(pass.findings, scope)
      if outcome.files.isEmpty { break }
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
    return pass
  }
}
