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
    /// The codes that say why, and segments with their places: `HD 18: 8`.
    package let reasons: [String]
  }

  private var answers: [Answer] = []
  private var group: String?
  private var set: String?
  private var reasons: [String] = []

  /// All verdicts of a file; what holds none, or ends early, fails.
  package static func answers(in feed: ByteFeed) throws(MemberReadFailure) -> [Answer] {
    var reader = SegmentReader(feed)
    var segment = Segment()
    var state = AckReader()
    do throws(ScanFailure) {
      while try reader.next(into: &segment) { state.take(segment) }
    } catch {
      throw MemberReadFailure(error)
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

  private mutating func take(_ segment: Segment) {
    switch segment.id {
    case "TA1":
      let note = segment[5].flatMap { $0 == "000" ? nil : $0 }
      add(.interchange, segment[1], nil, segment[4], [note].compactMap { $0 })
    case "AK1": group = segment[2]
    case "AK2":
      set = segment[2]
      reasons = []
    case "IK3", "AK3":
      reasons.append("\(segment[1] ?? "?") \(segment[2] ?? "?"): \(segment[4] ?? "?")")
    case "IK4", "AK4":
      guard let last = reasons.indices.last else { return }
      reasons[last] += " element \(segment[1] ?? "?"): \(segment[3] ?? "?")"
    case "IK5", "AK5":
      add(.set, set, group, segment[1], reasons + codes(segment, from: 2))
      set = nil
    case "AK9": add(.group, group, nil, segment[1], codes(segment, from: 5))
    default: break
    }
  }

  private func codes(_ segment: Segment, from first: Int) -> [String] {
    (first...first + 4).compactMap { segment[$0] }
  }

  private mutating func add(
    _ scope: Answer.Scope, _ number: String?, _ group: String?, _ code: String?, _ reasons: [String]
  ) {
    guard let number, let verdict = Verdict(code) else { return }
    answers.append(
      Answer(scope: scope, controlNumber: number, group: group, verdict: verdict, reasons: reasons))
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
    return .accepted
  }
}
