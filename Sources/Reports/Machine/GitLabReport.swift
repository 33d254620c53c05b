internal import Diagnostics

/// The code quality report of GitLab.
///
/// https://docs.gitlab.com/ci/testing/code_quality/
enum GitLabReport {
  static func render(_ findings: [Finding]) -> String {
    JSONText.array(
      zip(findings, Fingerprints.of(findings)).map { finding, fingerprint in
        .members([
          "description": .string(finding.sentence),
          "check_name": .string(finding.rule.id),
          "fingerprint": .string(fingerprint),
          "severity": .string(level(finding.severity)),
          "location": .members([
            "path": .string(finding.range.file.path),
            "lines": .members([
              "begin": .int(finding.range.startPosition.line),
              "end": .int(finding.range.visible.endPosition.line),
            ]),
          ]),
        ])
      }
    ).text
  }

  private static func level(_ severity: Severity) -> String {
    switch severity {
    case .error: "major"
    case .warning: "minor"
    case .info: "info"
    }
  }
}
