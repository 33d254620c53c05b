/// Writes an 834 file for a partner part by part: what stands before and behind members counts them.
///
/// Whoever makes a file adds the families first, keeping what comes out, and puts the rest around it when all are there.
package struct EnrolmentWriter: Sendable {
  /// When and under which number a file is written.
  package typealias Stamp = AckWriter.Stamp

  /// What a transaction set holds.
  package struct SetFacts: Sendable, Hashable {
    package fileprivate(set) var members = 0
    fileprivate(set) var subscribers = 0
    /// Those of the members alone.
    fileprivate(set) var segments = 0
  }

  private let profile: PartnerProfile
  package private(set) var sets: [SetFacts] = []

  package init(_ profile: PartnerProfile) { self.profile = profile }

  /// The segments of a family, which stand in the last of `sets`: families are never split over two.
  package mutating func add(_ family: [EnrolledMember]) -> String {
    let fits = sets.last.map { $0.members + family.count <= profile.membersPerSet } ?? false
    if !fits { sets.append(SetFacts()) }
    var writer = segmentWriter
    for member in family {
      for segment in EnrolmentText.segments(of: member) { writer.put(segment) }
    }
    let last = sets.count - 1
    sets[last].members += family.count
    sets[last].subscribers += family.count(where: \.isSubscriber)
    sets[last].segments += writer.counted
    return writer.text
  }

  /// The number of a set, by its place among `sets`.
  package static func number(of set: Int) -> String { AckWriter.padded(set + 1, 4) }

  private var segmentWriter: SegmentWriter {
    SegmentWriter(profile.delimiters, lineBreaks: profile.hasLineBreaks)
  }

  // MARK: Around members

  /// ISA and GS.
  package func opening(_ stamp: Stamp) -> String {
    var writer = segmentWriter
    writer.interchange(
      InterchangeHeader(
        senderQualifier: profile.senderKind, sender: profile.sender, receiverQualifier: profile.receiverKind,
        receiver: profile.receiver, day: String(stamp.day.dropFirst(2)), time: stamp.time,
        controlNumber: AckWriter.padded(stamp.controlNumber, 9), usage: profile.usage,
        wantsAnswer: profile.wantsAnswer))
    writer.put([
      "GS", "BE", profile.sender, profile.receiver, stamp.day, stamp.time, "\(stamp.controlNumber)", "X",
      Guide.enrolment.version,
    ])
    return writer.text
  }

  /// ST and what follows up to the first member; `2` in `action` for changes, `4` for everybody.
  package func opening(of set: Int, action: String, _ stamp: Stamp) -> String {
    heading(set, action, stamp).text
  }

  private func heading(_ set: Int, _ action: String, _ stamp: Stamp) -> SegmentWriter {
    let (facts, number) = (sets[set], Self.number(of: set))
    var writer = segmentWriter
    writer.put(["ST", "834", number, Guide.enrolment.version])
    writer.put(["BGN", "00", "\(stamp.controlNumber)-\(number)", stamp.day, stamp.time, "", "", "", action])
    if let policy = profile.policy { writer.put(["REF", "38", policy]) }
    writer.put(["DTP", "007", "D8", stamp.day])
    writer.put(["QTY", "TO", "\(facts.members)"])
    writer.put(["QTY", "ET", "\(facts.subscribers)"])
    writer.put(["QTY", "DT", "\(facts.members - facts.subscribers)"])
    for (code, party) in [("P5", profile.sponsor), ("IN", profile.payer)] {
      writer.put(["N1", code, party.name, party.kind, party.number])
    }
    return writer
  }

  /// SE.
  package func ending(of set: Int, action: String, _ stamp: Stamp) -> String {
    var writer = segmentWriter
    let count = heading(set, action, stamp).counted + sets[set].segments + 1
    writer.put(["SE", "\(count)", Self.number(of: set)])
    return writer.text
  }

  /// GE and IEA.
  package func ending(_ stamp: Stamp) -> String {
    var writer = segmentWriter
    writer.put(["GE", "\(sets.count)", "\(stamp.controlNumber)"])
    writer.put(["IEA", "1", AckWriter.padded(stamp.controlNumber, 9)])
    return writer.text
  }
}
