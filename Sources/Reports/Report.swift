package import Diagnostics

/// Renders findings; every format is a view of the same values.
package enum Report {
  /// The whole report, ready to be written; the format never decides whether a run failed.
  ///
  /// Findings are shown in the order given, which is `FindingList.sorted()` as a rule.
  package static func render(
    findings: [Finding], format: ReportFormat, style: OutputStyle, context: ReportContext
  ) -> String {
    switch format {
    case .text: TextReport.render(findings, style, context)
    case .concise: ConciseReport.render(findings, style)
    case .json: JSONReport.render(findings, context)
    case .sarif: SARIFReport.render(findings, context)
    case .github: GitHubReport.render(findings)
    case .gitlab: GitLabReport.render(findings)
    case .junit: JUnitReport.render(findings, context)
    }
  }

  /// `3 errors, 1 warning in 12 files (2 fixable with --fix)`, which the text format ends with.
  package static func summary(
    findings: [Finding], style: OutputStyle, context: ReportContext
  ) -> String {
    Tally(findings, context).sentence(style)
  }
}

/// The forms a report can take, by the names of `--format`.
package enum ReportFormat: String, Sendable, CaseIterable {
  case text, concise, json, sarif, github, gitlab, junit

  /// What it is for, in one line.
  package var summary: String {
    switch self {
    case .text: "for reading: each finding with its lines, its proof and its fix"
    case .concise: "one line for each finding: path:line:column: severity[rule]: message"
    case .json: "one document with everything known, for programs"
    case .sarif: "SARIF 2.1.0, for code scanning"
    case .github: "workflow commands that GitHub shows beside the changed lines"
    case .gitlab: "the code quality report of GitLab"
    case .junit: "a test case for each file, for continuous integration"
    }
  }
}

/// What a report tells beside the findings.
package struct ReportContext: Sendable {
  /// Paths of all files looked at, clean ones too.
  package var checkedFiles: [String]
  /// All rules that were applied; formats with a rule catalogue list them.
  package var rules: [Rule]
  package var toolVersion: String
  /// Findings silenced by comments or configuration, admitted in the summary.
  package var ignoredCount: Int
  /// The least severity that fails a run; nil when nothing does.
  package var failOn: Severity?

  package init(
    checkedFiles: [String], rules: [Rule], toolVersion: String, ignoredCount: Int = 0,
    failOn: Severity? = .error
  ) {
    self.checkedFiles = checkedFiles
    self.rules = rules
    self.toolVersion = toolVersion
    self.ignoredCount = ignoredCount
    self.failOn = failOn
  }
}
