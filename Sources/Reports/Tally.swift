package import Diagnostics

/// The figures of a run.
package struct Tally: Sendable, Hashable {
  package let errors: Int
  package let warnings: Int
  package let infos: Int
  package let files: Int
  /// Findings with a safe fix, which `--fix` applies.
  package let fixable: Int
  /// Findings whose fixes only `--fix=all` applies.
  package let fixableWithCare: Int
  package let ignored: Int

  package init(_ findings: [Finding], _ context: ReportContext) {
    func count(_ severity: Severity) -> Int { findings.count { $0.severity == severity } }
    errors = count(.error)
    warnings = count(.warning)
    infos = count(.info)
    files = Set(context.checkedFiles).union(findings.map(\.range.file.path)).count
    fixable = findings.count(where: \.isFixable)
    fixableWithCare = findings.count { !$0.isFixable && !$0.fixes.isEmpty }
    ignored = context.ignoredCount
  }

  func sentence(_ style: OutputStyle) -> String {
    let palette = Palette(isColoured: style.colour)
    var counts: [String] = []
    if errors > 0 { counts.append(palette.paint(counted(errors, "error"), .error)) }
    if warnings > 0 { counts.append(palette.paint(counted(warnings, "warning"), .warning)) }
    if infos > 0 { counts.append(palette.paint("\(infos) info", .info)) }
    if counts.isEmpty { counts.append(palette.paint("no findings", .added)) }

    var notes: [String] = []
    if fixable > 0 { notes.append("\(fixable) fixable with --fix") }
    if fixableWithCare > 0 {
      notes.append("\(fixableWithCare) \(fixable > 0 ? "more" : "fixable") with --fix=all")
    }
    if ignored > 0 { notes.append("\(ignored) ignored") }
    let remark = notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))"
    return "\(counts.joined(separator: ", ")) in \(counted(files, "file"))\(remark)"
  }
}

extension Finding {
  /// Whether the finding makes a run fail; a hint that a person should judge never does.
  package func fails(on threshold: Severity?) -> Bool {
    guard let threshold, confidence != .heuristic else { return false }
    return severity >= threshold
  }
}
