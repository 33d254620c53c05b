/// Writes members as an 834 file for a partner.
package struct EnrolmentWriter {
  /// When and under which number a file is written.
  package typealias Stamp = AckWriter.Stamp

  /// The whole file; `2` in `action` for changes, `4` for everybody.
  package static func text(
    _ members: [EnrolledMember], action: String, _ profile: PartnerProfile, _ stamp: Stamp
  ) -> String {
    var writer = SegmentWriter(profile.delimiters, lineBreaks: profile.hasLineBreaks)
    writer.interchange(
      InterchangeHeader(
        senderQualifier: profile.senderKind, sender: profile.sender, receiverQualifier: profile.receiverKind,
        receiver: profile.receiver, day: String(stamp.day.dropFirst(2)), time: stamp.time,
        controlNumber: AckWriter.padded(stamp.controlNumber, 9), usage: profile.usage,
        wantsAnswer: profile.wantsAnswer))
    let group = "\(stamp.controlNumber)"
    writer.put([
      "GS", "BE", profile.sender, profile.receiver, stamp.day, stamp.time, group, "X",
      Guide.enrolment.version,
    ])
    let sets = portions(members, atMost: profile.membersPerSet)
    for (index, portion) in sets.enumerated() {
      set(portion, AckWriter.padded(index + 1, 4), action, profile, stamp, &writer)
    }
    writer.put(["GE", "\(sets.count)", group])
    writer.put(["IEA", "1", AckWriter.padded(stamp.controlNumber, 9)])
    return writer.text
  }

  /// The number of the transaction set that each member stands in.
  package static func setNumbers(of members: [EnrolledMember], _ profile: PartnerProfile) -> [String] {
    portions(members, atMost: profile.membersPerSet).enumerated().flatMap { index, portion in
      [String](repeating: AckWriter.padded(index + 1, 4), count: portion.count)
    }
  }

  /// Families are never split over two transaction sets.
  private static func portions(_ members: [EnrolledMember], atMost limit: Int) -> [ArraySlice<EnrolledMember>]
  {
    var portions: [ArraySlice<EnrolledMember>] = []
    var start = 0
    var lastFamily = 0
    for (index, member) in members.enumerated() {
      if member.isSubscriber || index == 0 { lastFamily = index }
      if index - start >= limit, lastFamily > start {
        portions.append(members[start..<lastFamily])
        start = lastFamily
      }
    }
    if start < members.count { portions.append(members[start...]) }
    return portions
  }

  private static func set(
    _ members: ArraySlice<EnrolledMember>, _ number: String, _ action: String, _ profile: PartnerProfile,
    _ stamp: Stamp, _ writer: inout SegmentWriter
  ) {
    writer.beginCount()
    writer.put(["ST", "834", number, Guide.enrolment.version])
    writer.put(["BGN", "00", "\(stamp.controlNumber)-\(number)", stamp.day, stamp.time, "", "", "", action])
    if let policy = profile.policy { writer.put(["REF", "38", policy]) }
    writer.put(["DTP", "007", "D8", stamp.day])
    let subscribers = members.count(where: \.isSubscriber)
    writer.put(["QTY", "TO", "\(members.count)"])
    writer.put(["QTY", "ET", "\(subscribers)"])
    writer.put(["QTY", "DT", "\(members.count - subscribers)"])
    for (code, party) in [("P5", profile.sponsor), ("IN", profile.payer)] {
      writer.put(["N1", code, party.name, party.kind, party.number])
    }
    for member in members { write(member, &writer) }
    writer.put(["SE", "\(writer.counted + 1)", number])
  }

  private static func write(_ member: EnrolledMember, _ writer: inout SegmentWriter) {
    for segment in EnrolmentText.segments(of: member) { writer.put(segment) }
  }
}
