/// What is said of a member in one full file and not in another.
package struct MemberDifference: Sendable, Hashable {
  /// Segments only the old file has, and segments only the new one has.
  package let old: [String]
  package let new: [String]

  /// Nil when both say the same.
  package init?(from old: [String], to new: [String]) {
    if old == new { return nil }
    self.old = old.filter { !new.contains($0) }
    self.new = new.filter { !old.contains($0) }
  }

  /// All that a file says of a member, segment by segment.
  package static func lines(of member: EnrolledMember) -> [String] {
    EnrolmentText.segments(of: member).map { elements in
      var elements = elements
      while elements.last?.isEmpty == true { elements.removeLast() }
      return elements.joined(separator: "*")
    } + member.others
  }
}
