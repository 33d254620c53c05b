internal import Language
internal import Rehearsal

/// One comparison of a project with an older version of itself.
struct DiffRun {
  private let targets: LintTargets
  private let invocation: Invocation

  init(_ targets: LintTargets, _ invocation: Invocation) {
    self.targets = targets
    self.invocation = invocation
  }

  func run() async -> ExitCode {
    let name = invocation[DiffCommand.base] ?? "HEAD"
    let base: GitRevision
    do throws(GitRevision.Absence) {
      base = try GitRevision(name, of: targets.folder)
    } catch {
      return invocation.fail(.usage, error.message, help: error.help)
    }
    let old = ProjectLoader.load(base.tree, selecting: targets.selection)
    let new = ProjectLoader.load(targets.tree, selecting: targets.selection)
    let names = Set((old.connectors + new.connectors).filter { $0.isSelected && !$0.isFamily }.map(\.name))
    guard !names.isEmpty else {
      return invocation.fail(
        .nothing, "nothing to compare: no connector is there, and none was",
        help: "a connector is `connectors/<name>/connector.yaml`")
    }
    let differences = await differences(names.sorted(), old, new)
    let report = DiffReport(differences, base: "\(name) (\(base.commit))")
    switch invocation[DiffCommand.format] {
    case .text: invocation.write(report.text(invocation.outputStyle))
    case .json: invocation.print(report.json)
    }
    let hasChange = differences.contains { !$0.isEmpty }
    return hasChange && invocation[DiffCommand.failOnChange] ? .negative : .success
  }

  /// More at once would only make each seem slow.
  private static let sideBySide = 4

  private func differences(_ names: [String], _ old: Project, _ new: Project) async -> [ConnectorDifference] {
    await withTaskGroup(of: ConnectorDifference.self) { group in
      var waiting = names.makeIterator()
      func begin() {
        guard let name = waiting.next() else { return }
        let (before, now) = (old.version(name), new.version(name))
        group.addTask { await ConnectorDifference.between(before, now, named: name) }
      }
      for _ in 0..<Self.sideBySide { begin() }
      var differences: [ConnectorDifference] = []
      for await difference in group {
        differences.append(difference)
        begin()
      }
      return differences.sorted { $0.name < $1.name }
    }
  }
}

extension Project {
  /// A connector that can be played; nil when there is none.
  fileprivate func version(_ name: String) -> ConnectorVersion? {
    connector(name).flatMap { $0.isFamily || $0.file == nil ? nil : ConnectorVersion($0, models) }
  }
}
