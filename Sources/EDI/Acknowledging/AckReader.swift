/// Reads what a partner answered: the verdicts of TA1 and 999 segments by control number.
package struct AckReader {
  /// What became of something that was sent.
  package enum Verdict: String, Sendable {
    case accepted, acceptedWithErrors = "accepted with errors", partlyAccepted = "partly accepted", rejected

    /// Of TA104, IK501 and AK901.
    init?(_ code: String?) {
      switch code {
      case "A": self = .accepted
      case "E": self = .acceptedWithErrors
      case "P": self = .partlyAccepted
      case "R", "M", "W", "X": self = .rejected
      default: return nil
      }
    }
  }

  /// One verdict, and on what.
  package struct Answer: Sendable, Hashable {
    package enum Scope: String, Sendable {
      case interchange, group, set
    }

    package let scope: Scope
    /// ISA13, GS06 or ST02 of what was sent.
    package let controlNumber: String
    /// GS06 of the group that a transaction set was in.
    package let group: String?
    package let verdict: Verdict
    /// Why, in words with their codes, segments with their places first.
    package let reasons: [String]
    /// The interchange was received before.
    package let isRepeated: Bool
  }

  private var answers: [Answer] = []
  private var envelope = Envelope()
  private var group: String?
  private var set: String?
  private var reasons: [String] = []
  private var isRepeated = false
  /// It is said whose record the last reason is about.
  private var hasContext = false

  /// All verdicts of a file; what holds none, or ends early, fails.
  package static func answers(in feed: ByteFeed) throws(MemberReadFailure) -> [Answer] {
    var reader = SegmentReader(feed)
    var segment = Segment()
    var state = AckReader()
    while true {
      do throws(ScanFailure) {
        guard try reader.next(into: &segment) else { break }
      } catch {
        throw MemberReadFailure(error)
      }
      if let problem = state.envelope.problem(with: segment) ?? state.take(segment) {
        throw MemberReadFailure(problem, line: segment.line)
      }
    }
    guard segment.id == "IEA" else {
      throw MemberReadFailure("the file ends before its last interchange does", line: segment.line)
    }
    guard !state.answers.isEmpty else {
      throw MemberReadFailure("the file holds no acknowledgement (999 or TA1)", line: segment.line)
    }
    return state.answers
  }

  private init() {}

  /// What proves that an answer is whole: on one that was cut or joined nothing may be built.
  private struct Envelope {
    private var interchange: String?
    private var group: String?
    private var set: String?
    private var segments = 0

    mutating func problem(with segment: Segment) -> String? {
      segments += 1
      switch segment.id {
      case "ISA": interchange = segment[13]
      case "GS": group = segment[6]
      case "ST":
        set = segment[2]
        segments = 1
      case "SE":
        if let declared = segment[1].flatMap({ Int($0) }), declared != segments {
          return "SE01 counts \(declared) segments, but there are \(segments)"
        }
        return mismatch("SE02", segment[2], "ST02", set)
      case "GE": return mismatch("GE02", segment[2], "GS06", group)
      case "IEA": return mismatch("IEA02", segment[2], "ISA13", interchange)
      default: break
      }
      return nil
    }

    private func mismatch(_ trailer: String, _ end: String?, _ header: String, _ begin: String?) -> String? {
      if ControlNumber.areEqual(end ?? "", begin ?? "") { return nil }
      return "\(trailer) is \(end ?? "empty"), but \(header) is \(begin ?? "not there")"
    }
  }

  /// What is wrong with a verdict; nil for all else.
  private mutating func take(_ segment: Segment) -> String? {
    switch segment.id {
    case "TA1":
      let note = segment[5].flatMap { $0 == "000" ? nil : $0 }
      isRepeated = note == "025"
      return add(.interchange, segment[1], segment, 4, note.map { [AckWords.interchange($0)] } ?? [])
    case "AK1": group = segment[2]
    case "AK2":
      set = segment[2]
      reasons = []
    case "IK3", "AK3":
      let what = segment[4].map { $0 == "8" ? "" : ": \(AckWords.segment($0))" } ?? ""
      hasContext = false
      reasons.append("segment \(segment[2] ?? "?"), \(segment[1] ?? "?")\(what)")
    case "CTX":
      let parts = segment.parts(of: segment.range(1), at: segment.delimiters.component)
      guard let last = reasons.indices.last, parts.count > 1, !hasContext else { break }
      hasContext = true
      let (name, number) = (ByteText.text(segment.bytes[parts[0]]), ByteText.text(segment.bytes[parts[1]]))
      reasons[last] += " of \(name.lowercased()) \(number)"
    case "IK4", "AK4":
      guard let last = reasons.indices.last else { break }
      reasons[last] += ": element \(segment[1] ?? "?") \(segment[3].map(AckWords.element) ?? "is wrong")"
    case "IK5", "AK5":
      defer { set = nil }
      return add(.set, set, segment, 1, reasons + codes(segment, from: 2).map(AckWords.set))
    case "AK9": return add(.group, group, segment, 1, codes(segment, from: 5).map(AckWords.group))
    default: break
    }
    return nil
  }

  private func codes(_ segment: Segment, from first: Int) -> [String] {
    (first...first + 4).compactMap { segment[$0] }
  }

  private mutating func add(
    _ scope: Answer.Scope, _ number: String?, _ segment: Segment, _ position: Int, _ reasons: [String]
  ) -> String? {
    guard let number else { return "\(segment.id) answers to nothing" }
    guard let verdict = Verdict(segment[position]) else {
      return "\(segment.id)0\(position) is no verdict: `\(segment[position] ?? "")`"
    }
    answers.append(
      Answer(
        scope: scope, controlNumber: number, group: scope == .set ? group : nil, verdict: verdict,
        reasons: reasons, isRepeated: scope == .interchange && isRepeated))
    return nil
  }
}

/// What became of each part of a file that was sent.
package struct AckMatch: Sendable {
  /// A part of the sent file with its answer; nil while there is none.
  package struct Part: Sendable {
    package let scope: AckReader.Answer.Scope
    package let controlNumber: String
    package let answer: AckReader.Answer?
  }

  package private(set) var parts: [Part] = []
  /// Answers to what was not sent with this file.
  package private(set) var strangers: [AckReader.Answer] = []

  package init(_ sent: FileCheck, _ answers: [AckReader.Answer]) {
    var used: Set<AckReader.Answer> = []
    func find(_ scope: AckReader.Answer.Scope, _ number: String, in group: String?) -> AckReader.Answer? {
      let found = answers.first {
        $0.scope == scope && ControlNumber.areEqual($0.controlNumber, number)
          && (group == nil || ControlNumber.areEqual($0.group ?? "", group ?? ""))
      }
      if let found { used.insert(found) }
      return found
    }
    for interchange in sent.interchanges {
      let number = interchange.controlNumber
      parts.append(
        Part(scope: .interchange, controlNumber: number, answer: find(.interchange, number, in: nil)))
      for group in interchange.groups {
        let name = group.value(6)
        parts.append(Part(scope: .group, controlNumber: name, answer: find(.group, name, in: nil)))
        for set in group.sets {
          let answer = find(.set, set.controlNumber, in: name)
          parts.append(Part(scope: .set, controlNumber: set.controlNumber, answer: answer))
        }
      }
    }
    strangers = answers.filter { !used.contains($0) }
  }

  /// The verdict on the whole file: the worst of its groups, or the rejection of the interchange; nil while a group waits.
  package var verdict: AckReader.Verdict? {
    if parts.contains(where: { $0.scope == .interchange && $0.answer?.verdict == .rejected }) {
      return .rejected
    }
    let groups = parts.filter { $0.scope == .group }.map { $0.answer?.verdict }
    guard !groups.isEmpty, !groups.contains(nil) else { return nil }
    for verdict in [AckReader.Verdict.rejected, .partlyAccepted, .acceptedWithErrors]
    where groups.contains(verdict) {
      return verdict
    }
    // A set that is refused in a group that is not contradicts it, and must be told again all the same.
    return parts.contains { $0.scope == .set && $0.answer?.verdict == .rejected }
      ? .partlyAccepted : .accepted
  }
}
