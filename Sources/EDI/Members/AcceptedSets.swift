/// The transaction sets of a file that were accepted, as a file of their own.
package enum AcceptedSets {
  /// Bytes handed on at a time.
  private static let pieceSize = 1 << 17

  /// Hands on what a check found sound; the envelope stays, with its counts as they were.
  package static func copy(
    _ feed: ByteFeed, _ check: FileCheck, into put: ([UInt8]) -> Void
  ) throws(ScanFailure) {
    var reader = SegmentReader(feed)
    var segment = Segment()
    var kept: [UInt8] = []
    // In the order of the receipts, which is that of the file.
    var verdicts = check.interchanges.flatMap { interchange in
      interchange.groups.flatMap { group in
        group.sets.map { interchange.note == nil && group.codes.isEmpty && !$0.hasErrors }
      }
    }[...]
    var isKept = true
    while try reader.next(into: &segment) {
      if segment.id == "ST" { isKept = verdicts.popFirst() ?? false }
      if isKept {
        kept += segment.bytes
        kept.append(segment.delimiters.segment)
      }
      if segment.id == "SE" { isKept = true }
      if kept.count >= pieceSize {
        put(kept)
        kept.removeAll(keepingCapacity: true)
      }
    }
    put(kept)
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
