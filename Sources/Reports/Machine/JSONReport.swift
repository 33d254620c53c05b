internal import Diagnostics

/// Everything known about a run as one document; the text report shows nothing that is not here.
///
/// Lines and columns count from 1, columns in Unicode scalars; offsets count bytes from 0; ends are exclusive.
enum JSONReport {
  /// Raised when a member changes its meaning or goes away; new members may come at any time.
  static let version = 1

  static func render(_ findings: [Finding], _ context: ReportContext) -> String {
    let fingerprints = Fingerprints.of(findings)
    let document = JSONText.members([
      "version": .int(version),
      "tool": .members(["name": .string("connector"), "version": .string(context.toolVersion)]),
      "summary": summary(Tally(findings, context)),
      "findings": .array(zip(findings, fingerprints).map(finding)),
      "rules": .array(appliedRules(findings).map(rule)),
    ])
    return document.text
  }

  private static func summary(_ tally: Tally) -> JSONText {
    .members([
      "files": .int(tally.files),
      "errors": .int(tally.errors),
      "warnings": .int(tally.warnings),
      "infos": .int(tally.infos),
      "fixable": .int(tally.fixable),
      "fixable_with_care": .int(tally.fixableWithCare),
      "ignored": .int(tally.ignored),
    ])
  }

  static func finding(_ finding: Finding, fingerprint: String) -> JSONText {
    .members([
      "rule": .string(finding.rule.id),
      "severity": .string(finding.severity.rawValue),
      "confidence": .string(finding.confidence.rawValue),
      "message": .string(finding.message),
      "range": range(finding.range),
      "path": finding.path.map { .string($0) },
      "label": finding.label.map { .string($0) },
      "related": .array(
        finding.related.map { .members(["text": .string($0.text), "range": range($0.range)]) }),
      "evidence": .array(
        finding.evidence.map { .members(["word": .string($0.word), "text": .string($0.text)]) }),
      "suggestions": .strings(finding.suggestions),
      "fixes": .array(finding.fixes.map(fix)),
      "fingerprint": .string(fingerprint),
    ])
  }

  private static func fix(_ fix: Finding.Fix) -> JSONText {
    .members([
      "title": .string(fix.title),
      "safe": .bool(fix.isSafe),
      "edits": .array(
        fix.edits.map {
          .members(["range": range($0.range), "replacement": .string($0.replacement)])
        }),
    ])
  }

  static func range(_ range: SourceRange) -> JSONText {
    .members([
      "file": .string(range.file.path),
      "start": position(range.startPosition),
      "end": position(range.endPosition),
    ])
  }

  private static func position(_ position: SourcePosition) -> JSONText {
    .members([
      "line": .int(position.line), "column": .int(position.column), "offset": .int(position.offset),
    ])
  }

  /// The rules that found something, once each, in the order of their first finding.
  private static func appliedRules(_ findings: [Finding]) -> [Rule] {
    var seen: Set<String> = []
    return findings.map(\.rule).filter { seen.insert($0.id).inserted }
  }

  private static func rule(_ rule: Rule) -> JSONText {
    .members([
      "id": .string(rule.id),
      "severity": .string(rule.severity.rawValue),
      "confidence": .string(rule.confidence.rawValue),
      "summary": .string(rule.summary),
      "page": .string(rule.page),
    ])
  }
}
