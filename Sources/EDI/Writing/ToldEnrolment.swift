/// A member as a file tells it, with what the partner knows when it took the file.
package struct ToldEnrolment: Sendable {
  package let id: String
  package let member: EnrolledMember
  package let known: KnownMember
  /// The canonical rows it was made from; those of the coverages in the order of the member's.
  let row: CanonicalRows.Row
  let coverages: [CanonicalRows.Row]
}

extension EnrolmentMaker {
  /// Everybody who is enrolled, subscribers before their dependents; and who has ended since the partner last heard of them.
  package func everybody(
    known: [String: KnownMember] = [:], day: String? = nil
  ) -> [ToldEnrolment] {
    ordered.compactMap { row in
      if isEnded(row) {
        guard let before = known[row.id], !before.isEnded else { return nil }
        return told(row, "024", before, day: day, coverages: codes(row, all: "024"))
      }
      return told(row, "030", known[row.id], coverages: codes(row, all: "030"))
    }
  }

  /// What a partner does not know yet: additions, changes, terminations, reinstatements.
  ///
  /// `among` limits it to some members. Who is known and no longer among the rows is ended with the data of `gone`.
  package func changes(
    known: [String: KnownMember], among ids: Set<String>? = nil, gone: EnrolmentMaker? = nil, day: String
  ) -> [ToldEnrolment] {
    var changes: [ToldEnrolment] = []
    for row in ordered where ids?.contains(row.id) ?? true {
      if let change = change(row, known[row.id], day: day) { changes.append(change) }
    }
    guard let gone else { return changes }
    let present = Set(ordered.map(\.id))
    for row in gone.ordered where !present.contains(row.id) && known[row.id]?.isEnded == false {
      changes.append(gone.told(row, "024", known[row.id], day: day, coverages: gone.codes(row, all: "024")))
    }
    return changes
  }

  private func change(_ row: CanonicalRows.Row, _ before: KnownMember?, day: String) -> ToldEnrolment? {
    switch (before.map(\.isEnded), isEnded(row)) {
    case (nil, true): return nil
    case (nil, false): return told(row, "021", nil, coverages: codes(row, all: "021"))
    case (false?, true): return told(row, "024", before, day: day, coverages: codes(row, all: "024"))
    case (true?, false): return told(row, "025", before, coverages: codes(row, all: "025"))
    case (true?, true):
      // The date of the end may still change; that somebody ended is known.
      guard before != known(row, before) else { return nil }
      return told(row, "024", before, day: day, coverages: codes(row, all: "024"))
    case (false?, false):
      let after = known(row, before)
      guard let before, before != after else { return nil }
      return told(row, "001", before, day: day, coverages: codes(row, from: before, to: after))
    }
  }

  /// One code for all coverages that there are.
  private func codes(_ row: CanonicalRows.Row, all code: String) -> [String: String] {
    let rows = coverageRows(row)
    let live = isEnded(row) ? rows : rows.filter { !$0.isDeleted }
    return Dictionary(live.map { ($0.id, code) }) { first, _ in first }
  }

  /// Only coverages that changed stand in a change file.
  private func codes(
    _ row: CanonicalRows.Row, from before: KnownMember, to after: KnownMember
  ) -> [String: String] {
    var codes: [String: String] = [:]
    for coverage in coverageRows(row) {
      let (old, new) = (before.coverages[coverage.id], after.coverages[coverage.id])
      guard old != new else { continue }
      switch (old?.isEnded, new?.isEnded) {
      case (nil, false?): codes[coverage.id] = "021"
      case (true?, false?): codes[coverage.id] = "025"
      case (false?, false?): codes[coverage.id] = "001"
      case (nil, true?): codes[coverage.id] = coverage.isDeleted ? nil : "024"
      case (_, true?), (false?, nil): codes[coverage.id] = "024"
      case (nil, nil), (true?, nil): break
      }
    }
    return codes
  }

  private func told(
    _ row: CanonicalRows.Row, _ action: String, _ before: KnownMember?, day: String? = nil,
    coverages codes: [String: String]
  ) -> ToldEnrolment {
    let coverages = coverageRows(row).filter { codes[$0.id] != nil }
    return ToldEnrolment(
      id: row.id, member: member(row, action: action, day: day, coverages: codes),
      known: known(row, before),
      row: row, coverages: coverages)
  }

  /// What a partner knows who was told everything of a member.
  func known(_ row: CanonicalRows.Row, _ before: KnownMember? = nil) -> KnownMember {
    var coverages: [String: KnownMember.Coverage] = [:]
    for coverage in coverageRows(row) {
      // One that is gone and was never told needs no word.
      if coverage.isDeleted, before?.coverages[coverage.id] == nil { continue }
      let isEnded = coverage.isDeleted || coverage["end_date"] != nil || isEnded(row)
      coverages[coverage.id] = KnownMember.Coverage(
        mark: KnownMember.mark(coverage.isDeleted ? "gone" : description(ofCoverage: coverage)),
        isEnded: isEnded)
    }
    return KnownMember(
      mark: KnownMember.mark(description(of: row)), isEnded: isEnded(row), coverages: coverages)
  }
}
