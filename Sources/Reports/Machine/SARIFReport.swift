internal import Diagnostics

/// SARIF 2.1.0, the format of code scanning services.
///
/// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
enum SARIFReport {
  static func render(_ findings: [Finding], _ context: ReportContext) -> String {
    let rules = catalogue(findings, context)
    let indices = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1.id, $0) })
    let fingerprints = Fingerprints.of(findings)
    let run = JSONText.members([
      "tool": .members(["driver": driver(rules, context)]),
      "columnKind": .string("unicodeCodePoints"),
      "originalUriBaseIds": .members([
        base: .members(["description": .members(["text": .string("the folder of the project")])])
      ]),
      "results": .array(
        zip(findings, fingerprints).map { finding, fingerprint in
          result(finding, fingerprint: fingerprint, ruleIndex: indices[finding.rule.id])
        }),
    ])
    return JSONText.members([
      "$schema": .string("https://json.schemastore.org/sarif-2.1.0.json"),
      "version": .string("2.1.0"),
      "runs": .array([run]),
    ]).text
  }

  private static let base = "%SRCROOT%"

  /// All rules applied, and any that found something without being listed.
  private static func catalogue(_ findings: [Finding], _ context: ReportContext) -> [Rule] {
    var seen: Set<String> = []
    return (context.rules + findings.map(\.rule)).filter { seen.insert($0.id).inserted }
  }

  private static func driver(_ rules: [Rule], _ context: ReportContext) -> JSONText {
    .members([
      "name": .string("connector"),
      "version": .string(context.toolVersion),
      "rules": .array(rules.map(rule)),
    ])
  }

  private static func rule(_ rule: Rule) -> JSONText {
    let command = "connector explain \(rule.id)"
    return .members([
      "id": .string(rule.id),
      "shortDescription": .members(["text": .string(rule.summary)]),
      "fullDescription": .members(["text": .string(rule.page)]),
      "help": .members([
        "text": .string("\(rule.page)\n\nMore: \(command)"),
        "markdown": .string("\(rule.page)\n\nMore: `\(command)`"),
      ]),
      "defaultConfiguration": .members(["level": .string(level(rule.severity))]),
      "properties": .members([
        "tags": .strings([rule.area]),
        "precision": .string(precision(rule.confidence)),
        "confidence": .string(rule.confidence.rawValue),
      ]),
    ])
  }

  private static func result(_ finding: Finding, fingerprint: String, ruleIndex: Int?) -> JSONText {
    let related = finding.related.enumerated().map { index, related in
      location(related.range, id: index + 1, message: related.text)
    }
    // The schema knows no fix without a change.
    let fixes = finding.fixes.filter { !$0.edits.isEmpty }
    return .members([
      "ruleId": .string(finding.rule.id),
      "ruleIndex": ruleIndex.map { .int($0) },
      "level": .string(level(finding.severity)),
      "message": .members(["text": .string(finding.paragraph)]),
      "locations": .array([location(finding.range, logical: finding.path, message: finding.label)]),
      "relatedLocations": related.isEmpty ? nil : .array(related),
      "partialFingerprints": .members(["connectorFinding/v1": .string(fingerprint)]),
      "fixes": fixes.isEmpty ? nil : .array(fixes.map(fix)),
      "properties": .members(["confidence": .string(finding.confidence.rawValue)]),
    ])
  }

  private static func location(
    _ range: SourceRange, id: Int? = nil, logical: String? = nil, message: String?
  ) -> JSONText {
    .members([
      "id": id.map { .int($0) },
      "physicalLocation": .members([
        "artifactLocation": artifact(range.file),
        "region": region(range.visible),
      ]),
      "logicalLocations": logical.map { .array([.members(["fullyQualifiedName": .string($0)])]) },
      "message": message.map { .members(["text": .string($0)]) },
    ])
  }

  private static func fix(_ fix: Finding.Fix) -> JSONText {
    var files: [SourceFile] = []
    for edit in fix.edits where !files.contains(where: { $0 === edit.range.file }) {
      files.append(edit.range.file)
    }
    return .members([
      "description": .members(["text": .string(fix.title)]),
      "artifactChanges": .array(
        files.map { file in
          .members([
            "artifactLocation": artifact(file),
            "replacements": .array(fix.edits.filter { $0.range.file === file }.map(replacement)),
          ])
        }),
      "properties": .members(["safe": .bool(fix.isSafe)]),
    ])
  }

  private static func replacement(_ edit: Finding.Edit) -> JSONText {
    .members([
      "deletedRegion": region(edit.range),
      "insertedContent": .members(["text": .string(edit.replacement)]),
    ])
  }

  private static func artifact(_ file: SourceFile) -> JSONText {
    .members(["uri": .string(reference(to: file.path)), "uriBaseId": .string(base)])
  }

  private static func region(_ range: SourceRange) -> JSONText {
    let (start, end) = (range.startPosition, range.endPosition)
    return .members([
      "startLine": .int(start.line), "startColumn": .int(start.column),
      "endLine": .int(end.line), "endColumn": .int(end.column),
    ])
  }

  private static func level(_ severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .info: "note"
    }
  }

  private static func precision(_ confidence: Confidence) -> String {
    switch confidence {
    case .proven: "very-high"
    case .likely: "high"
    case .heuristic: "medium"
    }
  }

  /// A path as a relative URI reference (RFC 3986).
  private static func reference(to path: String) -> String {
    var result = ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return result
  }
}
