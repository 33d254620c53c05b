@testable import EDI

/// Canonical rows brought into families in memory, as a shelf does it for files of any length.
struct FamilyRows {
  let maker: EnrolmentMaker
  let families: [Family]

  init(_ text: String, _ profile: PartnerProfile) throws {
    let rows = try text.split(separator: "\n").map { try CanonicalRow(line: Array($0.utf8)) }
    maker = EnrolmentMaker(
      profile,
      plans: Dictionary(rows.filter { $0.model == "plan" }.map { ($0.id, $0) }) { first, _ in first })
    let members = rows.filter { $0.model == "member" }
    let coverages = rows.filter { $0.model == "coverage" }
    families = members.filter { !$0.isDependent }.map { subscriber in
      let dependents = members.filter { $0.isDependent && $0.owner == subscriber.id }
      return Family([subscriber] + dependents, coverages: coverages)
    }
  }

  func everybody(known: [String: KnownMember] = [:], day: String? = nil) -> [ToldEnrolment] {
    families.flatMap { maker.everybody(in: $0, known: known, day: day) }
  }

  func changes(
    known: [String: KnownMember], gone: FamilyRows? = nil, day: String
  ) -> [ToldEnrolment] {
    let present = Set(families.flatMap { $0.members.map(\.id) })
    return families.flatMap { maker.changes(in: $0, known: known, day: day) }
      + (gone?.families ?? []).flatMap { family in
        maker.gone(from: family, known: known, present: present, day: day)
      }
  }
}

extension EnrolmentWriter {
  /// A whole file of members who are each a family, in one transaction set.
  static func text(
    _ members: [EnrolledMember], action: String, _ profile: PartnerProfile, _ stamp: Stamp
  ) -> String {
    var writer = EnrolmentWriter(profile)
    let body = writer.add(members)
    return writer.opening(stamp) + writer.opening(of: 0, action: action, stamp) + body
      + writer.ending(of: 0, action: action, stamp) + writer.ending(stamp)
  }
}

extension TableWriter {
  static func text(
    _ told: [ToldEnrolment], _ profile: PartnerProfile, _ frame: Frame = Frame()
  ) -> String {
    let writer = TableWriter(profile)
    return writer.opening(frame) + told.flatMap(writer.rows(of:)).joined() + writer.ending(frame)
  }
}
