/// Members as segments of an 834.
package enum EnrolmentText {
  /// The segments of one member in the order of the guide, without the loops that no field holds.
  package static func segments(of member: EnrolledMember) -> [[String]] {
    var segments: [[String]] = [detail(member)]
    func put(_ elements: String?...) { segments.append(elements.map { $0 ?? "" }) }
    if let number = member.subscriberNumber { put("REF", "0F", number) }
    if let number = member.policyNumber { put("REF", "1L", number) }
    for reference in member.references { put("REF", reference.code, reference.value) }
    for date in member.dates { put("DTP", date.code, form(of: date.value), date.value) }
    put(
      "NM1", "IL", "1", member.lastName, member.firstName, member.middleName, member.prefix, member.suffix,
      member.number?.code, member.number?.value)
    if !member.contacts.isEmpty {
      segments.append(["PER", "IP", ""] + member.contacts.prefix(3).flatMap { [$0.code, $0.value] })
    }
    segments += address(member.home)
    if let birth = member.birthDate { put("DMG", "D8", birth, member.gender ?? "U", member.maritalStatus) }
    if let language = member.language {
      if language.utf8.count <= 3 {
        put("LUI", "LE", language, nil, "7")
      } else {
        put("LUI", nil, nil, language)
      }
    }
    if !member.mailing.isEmpty {
      put("NM1", "31", "1")
      segments += address(member.mailing)
    }
    for coverage in member.coverages { segments += self.segments(of: coverage) }
    return segments
  }

  private static func detail(_ member: EnrolledMember) -> [String] {
    let handicap = member.hasHandicap.map { $0 ? "Y" : "N" }
    let elements: [String?] = [
      "INS", member.isSubscriber ? "Y" : "N", member.relationship, member.maintenance, member.reason,
      member.benefitStatus ?? "A", nil, nil, member.employmentStatus, member.studentStatus, handicap,
      member.deathDate == nil ? nil : "D8", member.deathDate,
    ]
    return elements.map { $0 ?? "" }
  }

  private static func address(_ address: EnrolledMember.Address) -> [[String]] {
    var segments: [[String]] = []
    if !address.lines.isEmpty { segments.append(["N3"] + address.lines.prefix(2)) }
    if let city = address.city {
      segments.append(["N4", city, address.region ?? "", address.postalCode ?? "", address.country ?? ""])
    }
    return segments
  }

  static func segments(of coverage: EnrolledMember.Coverage) -> [[String]] {
    [["HD", coverage.maintenance, "", coverage.line, coverage.plan ?? "", coverage.level ?? ""]]
      + coverage.dates.map { ["DTP", $0.code, form(of: $0.value), $0.value] }
      + coverage.amounts.map { ["AMT", $0.code, $0.value] }
      + coverage.references.map { ["REF", $0.code, $0.value] }
  }

  private static func form(of date: String) -> String { date.utf8.count == 17 ? "RD8" : "D8" }
}
