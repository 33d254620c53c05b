internal import EDI
internal import Reports
internal import Values

/// Compares two full files member by member.
struct EdiDiffRun {
  private let old: String
  private let new: String
  private let invocation: Invocation

  init(_ old: String, _ new: String, _ invocation: Invocation) {
    self.old = old
    self.new = new
    self.invocation = invocation
  }

  func run() -> ExitCode {
    do throws(FileProblem) {
      guard let before = try members(old), let after = try members(new) else { return .negative }
      let difference = MemberDifference(from: before, to: after)
      for change in difference.changes { write(change) }
      let counts = Dictionary(grouping: difference.changes, by: \.kind).mapValues(\.count)
      invocation.remark(
        "\(counts[.added, default: 0]) added, \(counts[.changed, default: 0]) changed, \(counts[.ended, default: 0]) ended, "
          + "\(difference.unchanged) unchanged")
      return difference.changes.isEmpty ? .success : .negative
    } catch {
      return invocation.fail(error)
    }
  }

  private func members(_ path: String) throws(FileProblem) -> [EnrolledMember]? {
    let file = try EdiFile(path, in: invocation.console.workingDirectory)
    var reader = MemberReader(file.feed)
    var members: [EnrolledMember] = []
    do throws(MemberReadFailure) {
      while let member = try reader.next() { members.append(member) }
    } catch {
      invocation.complain("\(Visible.word(path)):\(error.line): \(error.message)")
      return nil
    }
    if reader.action == "2" {
      invocation.remark("\(Visible.word(path)) is a change file: who is not in it is not ended")
    }
    return members
  }

  private func write(_ change: MemberDifference.Change) {
    let member = change.member
    if invocation[EdiCommand.format] == .json {
      let value = Value.map(
        MapValue([
          ("change", .string(change.kind.rawValue)), ("member", member.value),
          ("old", .list(change.old.map(Value.string))), ("new", .list(change.new.map(Value.string))),
        ]))
      return invocation.print(JSONLine.text(value))
    }
    invocation.print("\(change.kind.rawValue)  \(member.name)  \(member.key)")
    for line in change.old { invocation.print("  - \(line)") }
    for line in change.new { invocation.print("  + \(line)") }
  }
}
