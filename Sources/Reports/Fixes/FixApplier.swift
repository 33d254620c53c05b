package import Diagnostics

/// Applies the fixes of findings to the bytes of their files.
///
/// A fix is applied whole or not at all. Of two that touch the same text the first wins; the other is left for the
/// next run, which judges the changed text anew.
package struct FixApplier: Sendable {
  package enum Scope: String, Sendable, CaseIterable {
    /// Only fixes that cannot change what a correct file means.
    case safe
    case all
  }

  /// A file with its new content.
  package struct FixedFile: Sendable {
    package let file: SourceFile
    package let bytes: [UInt8]
  }

  package struct Outcome: Sendable {
    /// Files whose content changed, in the order of their first fix.
    package let files: [FixedFile]
    /// Findings put right.
    package let applied: Int
    /// Findings whose fix met another, or did not fit its file.
    package let postponed: Int
  }

  private var drafts: [Draft] = []

  private init() {}

  package static func apply(_ findings: [Finding], _ scope: Scope) -> Outcome {
    var applier = FixApplier()
    var applied = 0
    var postponed = 0
    for finding in findings {
      let usable = finding.fixes.filter { ($0.isSafe || scope == .all) && !$0.edits.isEmpty }
      guard let fix = usable.first(where: \.isSafe) ?? usable.first else { continue }
      if applier.accept(fix) { applied += 1 } else { postponed += 1 }
    }
    let files = applier.drafts.map { FixedFile(file: $0.file, bytes: $0.result) }
      .filter { $0.bytes != $0.file.bytes }
    return Outcome(files: files, applied: applied, postponed: postponed)
  }

  private mutating func accept(_ fix: Finding.Fix) -> Bool {
    var changed = drafts
    for edit in fix.edits {
      let file = edit.range.file
      guard edit.range.start >= 0, edit.range.end <= file.bytes.count else { return false }
      let index: Int
      if let known = changed.firstIndex(where: { $0.file.path == file.path }) {
        // The same path read twice with different bytes: offsets of one mean nothing in the other.
        guard changed[known].file === file || changed[known].file.bytes == file.bytes else { return false }
        index = known
      } else {
        index = changed.count
        changed.append(Draft(file: file))
      }
      guard changed[index].insert(edit.range.bytes, edit.replacement) else { return false }
    }
    drafts = changed
    return true
  }

  /// The edits accepted for one file, in order and apart from each other.
  private struct Draft: Sendable {
    let file: SourceFile
    private var edits: [(range: Range<Int>, replacement: String)] = []

    init(file: SourceFile) { self.file = file }

    /// False when the edit touches another; the same edit twice is one.
    mutating func insert(_ range: Range<Int>, _ replacement: String) -> Bool {
      let index = edits.firstIndex { $0.range.lowerBound >= range.lowerBound } ?? edits.count
      let neighbours = edits[max(0, index - 1)..<min(edits.count, index + 2)]
      if neighbours.contains(where: { $0.range == range && $0.replacement == replacement }) { return true }
      if neighbours.contains(where: { areInConflict($0.range, range) }) { return false }
      edits.insert((range, replacement), at: index)
      return true
    }

    var result: [UInt8] {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(file.bytes.count)
      var position = 0
      for edit in edits {
        bytes += file.bytes[position..<edit.range.lowerBound]
        bytes += edit.replacement.utf8
        position = edit.range.upperBound
      }
      return bytes + file.bytes[position...]
    }
  }
}

/// Whether two edits of one file cannot both be made.
///
/// Insertions have no order among edits at the same place, so that touching one is a conflict too.
func areInConflict(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
  if a.isEmpty || b.isEmpty { return a.lowerBound <= b.upperBound && b.lowerBound <= a.upperBound }
  return a.overlaps(b)
}
