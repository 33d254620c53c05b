/// The transaction sets of a file that were accepted, as a file of their own.
package enum AcceptedSets {
  /// What a check found sound; the envelope stays, with its counts as they were.
  package static func content(of bytes: [UInt8], _ check: FileCheck) -> [UInt8] {
    var reader = SegmentReader(.memory(bytes))
    var segment = Segment()
    var kept: [UInt8] = []
    // In the order of the receipts, which is that of the file.
    var verdicts = check.interchanges.flatMap { interchange in
      interchange.groups.flatMap { group in
        group.sets.map { interchange.note == nil && group.codes.isEmpty && !$0.hasErrors }
      }
    }[...]
    var isKept = true
    while (try? reader.next(into: &segment)) == true {
      if segment.id == "ST" { isKept = verdicts.popFirst() ?? false }
      if isKept {
        kept += segment.bytes
        kept.append(segment.delimiters.segment)
      }
      if segment.id == "SE" { isKept = true }
    }
    return kept
  }

  /// How many sets there are, and how many of them are sound.
  package static func count(_ check: FileCheck) -> (all: Int, accepted: Int) {
    var (all, accepted) = (0, 0)
    for interchange in check.interchanges {
      for group in interchange.groups {
        all += group.sets.count
        guard interchange.note == nil, group.codes.isEmpty else { continue }
        accepted += group.sets.count { !$0.hasErrors }
      }
    }
    return (all, accepted)
  }
}
