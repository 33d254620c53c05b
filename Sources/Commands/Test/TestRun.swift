internal import Diagnostics
internal import Language
internal import Linting
internal import Programs
internal import Rehearsal
internal import Reports

/// One run of the cases, from the files to the exit code.
struct TestRun {
  private let targets: LintTargets
  private let invocation: Invocation

  init(_ targets: LintTargets, _ invocation: Invocation) {
    self.targets = targets
    self.invocation = invocation
  }

  /// Plays the cases; of all, or of the connectors that changed files belong to.
  func run(touchedBy changed: [String]? = nil) async -> ExitCode {
    let clock = SystemClock()
    let start = clock.elapsed
    var project = ProjectLoader.load(targets.tree, selecting: targets.selection)
    var connectors = wanted(project, changed)
    guard !connectors.isEmpty else {
      if changed != nil { return .success }
      return invocation.fail(
        .nothing, "nothing to test: no connector is there",
        help: "a connector is `connectors/<name>/connector.yaml`; `connector new NAME` makes one")
    }
    var rehearsals = await play(connectors, project.models)
    if invocation[TestCommand.review] != nil {
      var session = ReviewSession(invocation, targets.folder)
      do throws(FileProblem) {
        if try session.run(rehearsals.flatMap(\.cases)) {
          project = ProjectLoader.load(targets.tree, selecting: targets.selection)
          connectors = wanted(project, changed)
          rehearsals = await play(connectors, project.models)
        }
      } catch {
        return invocation.fail(error)
      }
    }
    let outcome = TestOutcome(
      rehearsals, broken: project.findings.all.filter { $0.severity == .error },
      duration: clock.elapsed - start)
    guard outcome.caseCount > 0 || !outcome.findings.isEmpty else {
      return invocation.fail(
        .nothing, "no case holds `\(Visible.word(invocation[TestCommand.filter] ?? ""))` in its name")
    }
    write(outcome)
    return outcome.hasPassed ? .success : .negative
  }

  /// The connectors that are asked for and, with changed files, those that these files belong to.
  private func wanted(_ project: Project, _ changed: [String]?) -> [LoadedConnector] {
    let all = project.connectors.filter { $0.isSelected && !$0.isFamily }
    guard let changed, !changed.contains(where: { $0.hasPrefix("schemas/") }) else { return all }
    let touched = Set(changed.compactMap { $0.split(separator: "/").dropFirst().first.map(String.init) })
    return all.filter { project.family(of: $0).contains { touched.contains($0) } }
  }

  /// More at once would only make each seem slow.
  private static let sideBySide = 4

  /// Connectors side by side, in their own order.
  private func play(_ connectors: [LoadedConnector], _ models: ModelCatalogue) async -> [ConnectorRehearsal] {
    var options = ConnectorRehearsal.Options()
    options.filter = invocation[TestCommand.filter]
    options.playsScenarios = !invocation[TestCommand.noScenarios]
    options.reviews = invocation[TestCommand.review] != nil
    options.measuresCoverage = invocation[TestCommand.coverage]
    options.leastCoverage = invocation[TestCommand.leastCoverage]
    return await withTaskGroup(of: (Int, ConnectorRehearsal).self) { [options] group in
      var waiting = connectors.enumerated().makeIterator()
      func begin() {
        guard let (place, connector) = waiting.next() else { return }
        group.addTask { (place, await ConnectorRehearsal.play(connector, models: models, options)) }
      }
      for _ in 0..<Self.sideBySide { begin() }
      var rehearsals: [(Int, ConnectorRehearsal)] = []
      for await rehearsal in group {
        rehearsals.append(rehearsal)
        begin()
      }
      return rehearsals.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private func write(_ outcome: TestOutcome) {
    let style = invocation.outputStyle
    let context = ReportContext(
      checkedFiles: outcome.files, rules: RunRules.all, toolVersion: Version.number)
    switch invocation[TestCommand.format] {
    case .text:
      let lists = invocation[TestCommand.verbose] || outcome.rehearsals.count == 1
      invocation.write(TestText(outcome, style).text(listsCases: lists, context))
    case .json:
      invocation.write(
        CaseReport.json(
          outcome.reported, coverage: outcome.coverages.map { ReportedCoverage($0) }, context: context))
    case .junit: invocation.write(CaseReport.junit(outcome.reported, duration: outcome.duration))
    case .github:
      invocation.write(
        Report.render(findings: outcome.findings, format: .github, style: style, context: context))
    }
    if invocation[TestCommand.format] != .text {
      invocation.remark(TestText(outcome, invocation.errorStyle).summary)
    } else if invocation.console.environment["GITHUB_ACTIONS"] == "true" {
      invocation.write(
        Report.render(findings: outcome.findings, format: .github, style: style, context: context))
    }
  }
}

extension Project {
  /// The names of a connector and of those that it extends.
  fileprivate func family(of connector: LoadedConnector) -> [String] {
    var names = [connector.name]
    var next = connector.file?[ConnectorFile.extends]?.value
    while let name = next, !names.contains(name) {
      names.append(name)
      next = self.connector(name)?.file?[ConnectorFile.extends]?.value
    }
    return names
  }
}

/// What all cases came to.
struct TestOutcome: Sendable {
  let rehearsals: [ConnectorRehearsal]
  /// Errors of form: a connector that cannot be read is not tested, and that is no success.
  let broken: [Finding]
  let duration: Duration

  init(_ rehearsals: [ConnectorRehearsal], broken: [Finding], duration: Duration) {
    self.rehearsals = rehearsals
    self.broken = broken
    self.duration = duration
  }

  var cases: [CaseOutcome] { rehearsals.flatMap(\.cases) }
  var caseCount: Int { rehearsals.reduce(0) { $0 + $1.cases.count } }
  var scenarioCount: Int { cases.reduce(0) { $0 + $1.scenarioCount } }
  var failedCount: Int { cases.count { !$0.hasPassed } }
  /// What was seen of the connectors, where it was asked for.
  var coverages: [Coverage] { rehearsals.compactMap(\.coverage) }
  var hasPassed: Bool { !findings.contains { $0.severity == .error } }

  var findings: [Finding] {
    var list = FindingList()
    list.add(contentsOf: broken)
    // That a file cannot be run is no news where it is told why it cannot be read.
    let unread = Set(broken.map(\.range.file.path))
    for rehearsal in rehearsals {
      let findings = rehearsal.findings.filter {
        $0.rule.id != ConnectorRehearsal.cannotRun || !unread.contains($0.range.file.path)
      }
      list.add(contentsOf: findings)
      for test in rehearsal.cases { list.add(contentsOf: test.findings) }
    }
    return list.sorted()
  }

  /// The cases as machines are told of them; what concerns no single case is a case of its own.
  var reported: [ReportedCase] {
    rehearsals.flatMap { rehearsal in
      let cases = rehearsal.cases.map {
        ReportedCase(
          suite: rehearsal.name, name: $0.name, place: $0.place, duration: $0.duration, findings: $0.findings)
      }
      guard let first = rehearsal.findings.first else { return cases }
      let whole = ReportedCase(
        suite: rehearsal.name, name: "the connector as a whole", place: first.range, duration: .zero,
        findings: rehearsal.findings)
      return cases + [whole]
    }
  }

  /// Paths of the files of tests.
  var files: [String] { Array(Set(cases.map(\.place.file.path))).sorted() }
}
