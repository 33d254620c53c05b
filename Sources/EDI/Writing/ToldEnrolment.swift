/// A member as a file tells it, with what the partner knows when it took the file.
package struct ToldEnrolment: Sendable {
  package let id: String
  package let member: EnrolledMember
  package let known: KnownMember
  /// The canonical rows it was made from; those of the coverages in the order of the member's.
  let row: CanonicalRow
  let coverages: [CanonicalRow]
}

extension EnrolmentMaker {
  /// Those of a family who are enrolled, the subscriber first; and who has ended since the partner last heard of them.
  package func everybody(
    in family: Family, known: [String: KnownMember] = [:], day: String? = nil
  ) -> [ToldEnrolment] {
    family.members.compactMap { row in
      if isEnded(row) {
        guard let before = known[row.id], !before.isEnded else { return nil }
        return told(row, in: family, "024", before, day: day, coverages: codes(row, in: family, all: "024"))
      }
      return told(row, in: family, "030", known[row.id], coverages: codes(row, in: family, all: "030"))
    }
  }

  /// What a partner does not know yet of a family: additions, changes, terminations, reinstatements.
  package func changes(in family: Family, known: [String: KnownMember], day: String) -> [ToldEnrolment] {
    family.members.compactMap { change($0, in: family, known[$0.id], day: day) }
  }

  /// Those of a family who are known and no longer among the rows, with the data of then.
  package func gone(
    from family: Family, known: [String: KnownMember], present: Set<String>, day: String
  ) -> [ToldEnrolment] {
    family.members.filter { !present.contains($0.id) && known[$0.id]?.isEnded == false }.map { row in
      told(row, in: family, "024", known[row.id], day: day, coverages: codes(row, in: family, all: "024"))
    }
  }

  private func change(
    _ row: CanonicalRow, in family: Family, _ before: KnownMember?, day: String
  ) -> ToldEnrolment? {
    switch (before.map(\.isEnded), isEnded(row)) {
    case (nil, true): return nil
    case (nil, false): return told(row, in: family, "021", nil, coverages: codes(row, in: family, all: "021"))
    case (false?, true):
      return told(row, in: family, "024", before, day: day, coverages: codes(row, in: family, all: "024"))
    case (true?, false):
      return told(row, in: family, "025", before, coverages: codes(row, in: family, all: "025"))
    case (true?, true):
      // The date of the end may still change; that somebody ended is known.
      guard before != known(row, in: family, before) else { return nil }
      return told(row, in: family, "024", before, day: day, coverages: codes(row, in: family, all: "024"))
    case (false?, false):
      let after = known(row, in: family, before)
      guard let before, before != after else { return nil }
      return told(
        row, in: family, "001", before, day: day, coverages: codes(row, in: family, from: before, to: after))
    }
  }

  /// One code for all coverages that there are.
  private func codes(_ row: CanonicalRow, in family: Family, all code: String) -> [String: String] {
    let rows = family.coverages(of: row)
    let live = isEnded(row) ? rows : rows.filter { !$0.isDeleted }
    return Dictionary(live.map { ($0.id, code) }) { first, _ in first }
  }

  /// Only coverages that changed stand in a change file.
  private func codes(
    _ row: CanonicalRow, in family: Family, from before: KnownMember, to after: KnownMember
  ) -> [String: String] {
    var codes: [String: String] = [:]
    for coverage in family.coverages(of: row) {
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
    _ row: CanonicalRow, in family: Family, _ action: String, _ before: KnownMember?, day: String? = nil,
    coverages codes: [String: String]
  ) -> ToldEnrolment {
    let coverages = family.coverages(of: row).filter { codes[$0.id] != nil }
    return ToldEnrolment(
      id: row.id, member: member(row, in: family, action: action, day: day, coverages: codes),
      known: known(row, in: family, before),
      row: row, coverages: coverages)
  }

  /// What a partner knows who was told everything of a member.
  func known(_ row: CanonicalRow, in family: Family, _ before: KnownMember? = nil) -> KnownMember {
    var coverages: [String: KnownMember.Coverage] = [:]
    for coverage in family.coverages(of: row) {
      // One that is gone and was never told needs no word.
      if coverage.isDeleted, before?.coverages[coverage.id] == nil { continue }
      let isEnded = coverage.isDeleted || coverage["end_date"] != nil || isEnded(row)
      coverages[coverage.id] = KnownMember.Coverage(
        mark: KnownMember.mark(coverage.isDeleted ? "gone" : description(ofCoverage: coverage)),
        isEnded: isEnded)
    }
    return KnownMember(
      mark: KnownMember.mark(description(of: row, in: family)), isEnded: isEnded(row), coverages: coverages)
  }
}
