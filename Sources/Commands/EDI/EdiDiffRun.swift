internal import Databases
internal import EDI
internal import Reports
internal import Storage
internal import Values

/// Compares two full files member by member; the members of the old one wait outside of memory.
struct EdiDiffRun {
  private let old: String
  private let new: String
  private let invocation: Invocation

  private static let portion = 500

  init(_ old: String, _ new: String, _ invocation: Invocation) {
    self.old = old
    self.new = new
    self.invocation = invocation
  }

  func run() async -> ExitCode {
    do {
      let shelf = try await DifferenceShelf()
      var before = try Members(old, invocation)
      while let members = try before.next(Self.portion) {
        try await shelf.put(
          members.map { .init(key: $0.key, text: Self.text(of: $0), title: title(of: $0)) })
      }
      var counts = Counts()
      var after = try Members(new, invocation)
      while let members = try after.next(Self.portion) {
        for (member, known) in zip(members, try await shelf.take(members.map(\.key))) {
          compare(member, with: known, &counts)
        }
      }
      var place: Int64 = 0
      while true {
        let (ended, last) = try await shelf.rest(after: place, atMost: Self.portion)
        if ended.isEmpty { break }
        for entry in ended { write("ended", entry.title, nil) }
        counts.ended += ended.count
        place = last
      }
      invocation.remark(
        "\(counts.added) added, \(counts.changed) changed, \(counts.ended) ended, \(counts.unchanged) unchanged"
      )
      return counts.added + counts.changed + counts.ended == 0 ? .success : .negative
    } catch let problem as FileProblem {
      return invocation.fail(problem)
    } catch let failure as Members.Unreadable {
      return invocation.fail(
        .negative, failure.sentence, help: "connector edi check \(Visible.word(failure.path))")
    } catch {
      return invocation.fail(.negative, "\(error)")
    }
  }

  private struct Counts {
    var added = 0
    var changed = 0
    var ended = 0
    var unchanged = 0
  }

  private func compare(_ member: EnrolledMember, with known: String?, _ counts: inout Counts) {
    guard let known else {
      counts.added += 1
      return write("added", title(of: member), nil)
    }
    let lines = known.split(separator: "\n").map(String.init)
    guard let difference = MemberDifference(from: lines, to: MemberDifference.lines(of: member)) else {
      counts.unchanged += 1
      return
    }
    counts.changed += 1
    write("changed", title(of: member), difference)
  }

  /// Segments hold no line breaks.
  private static func text(of member: EnrolledMember) -> String {
    MemberDifference.lines(of: member).joined(separator: "\n")
  }

  // MARK: Telling

  private var isJSON: Bool { invocation[EdiCommand.format] == .json }

  private func title(of member: EnrolledMember) -> String {
    isJSON ? JSONLine.text(member.value) : "\(member.name)  \(member.key)"
  }

  private func write(_ kind: String, _ title: String, _ difference: MemberDifference?) {
    let (old, new) = (difference?.old ?? [], difference?.new ?? [])
    guard isJSON else {
      invocation.print("\(kind)  \(title)")
      for line in old { invocation.print("  - \(line)") }
      for line in new { invocation.print("  + \(line)") }
      return
    }
    func list(_ lines: [String]) -> String { JSONLine.text(.list(lines.map(Value.string))) }
    invocation.print(
      "{\"change\":\"\(kind)\",\"member\":\(title),\"old\":\(list(old)),\"new\":\(list(new))}")
  }
}

/// The members of a file, some at a time.
private struct Members {
  struct Unreadable: Error {
    let path: String
    let sentence: String
  }

  private let path: String
  private let file: EdiFile
  private var reader: MemberReader
  private let invocation: Invocation

  init(_ path: String, _ invocation: Invocation) throws(FileProblem) {
    self.path = path
    self.invocation = invocation
    file = try EdiFile(path, in: invocation.console.workingDirectory)
    reader = MemberReader(file.feed)
  }

  /// Nil after the last.
  mutating func next(_ count: Int) throws(Unreadable) -> [EnrolledMember]? {
    var members: [EnrolledMember] = []
    do throws(MemberReadFailure) {
      while members.count < count, let member = try reader.next() { members.append(member) }
    } catch {
      throw Unreadable(path: path, sentence: "\(Visible.word(path)):\(error.line): \(error.message)")
    }
    if members.isEmpty, reader.action == "2" {
      invocation.remark("\(Visible.word(path)) is a change file: who is not in it is not ended")
    }
    return members.isEmpty ? nil : members
  }
}
