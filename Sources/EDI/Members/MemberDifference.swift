/// What changed from one full file to the next.
package struct MemberDifference: Sendable {
  /// One member that is not the same in both.
  package struct Change: Sendable {
    package enum Kind: String, Sendable {
      case added, changed, ended
    }

    package let kind: Kind
    package let member: EnrolledMember
    /// Segments only the old file has, and segments only the new one has.
    package let old: [String]
    package let new: [String]
  }

  package private(set) var changes: [Change] = []
  package private(set) var unchanged = 0

  package init(from old: [EnrolledMember], to new: [EnrolledMember]) {
    var before = Dictionary(old.map { ($0.key, $0) }) { _, last in last }
    for member in new {
      guard let known = before.removeValue(forKey: member.key) else {
        changes.append(Change(kind: .added, member: member, old: [], new: []))
        continue
      }
      if known == member {
        unchanged += 1
      } else {
        let (a, b) = (Self.lines(of: known), Self.lines(of: member))
        changes.append(
          Change(
            kind: .changed, member: member, old: a.filter { !b.contains($0) },
            new: b.filter { !a.contains($0) }))
      }
    }
    for member in old where before[member.key] != nil {
      changes.append(Change(kind: .ended, member: member, old: [], new: []))
      before[member.key] = nil
    }
  }

  private static func lines(of member: EnrolledMember) -> [String] {
    EnrolmentText.segments(of: member).map { elements in
      var elements = elements
      while elements.last?.isEmpty == true { elements.removeLast() }
      return elements.joined(separator: "*")
    } + member.others
  }
}
