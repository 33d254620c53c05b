internal import EDI
internal import Reports
internal import Values

/// Shows the members of a file with their coverages.
struct EdiShowRun {
  private let path: String
  private let invocation: Invocation

  init(_ path: String, _ invocation: Invocation) {
    self.path = path
    self.invocation = invocation
  }

  func run() -> ExitCode {
    let isJSON = invocation[EdiCommand.format] == .json
    do throws(FileProblem) {
      let file = try EdiFile(path, in: invocation.console.workingDirectory)
      var reader = MemberReader(file.feed)
      var count = 0
      do throws(MemberReadFailure) {
        while let member = try reader.next() {
          count += 1
          if isJSON {
            invocation.print(JSONLine.text(member.value))
          } else {
            invocation.write(Self.tree(member))
          }
        }
      } catch {
        return invocation.fail(
          .negative, "\(Visible.word(path)):\(error.line): \(error.message)",
          help: "connector edi check \(Visible.word(path))")
      }
      invocation.remark(
        "\(Sentence.counted(count, "member")) in \(Sentence.counted(reader.sets, "transaction set"))")
      return .success
    } catch {
      return invocation.fail(error)
    }
  }

  private static func tree(_ member: EnrolledMember) -> String {
    let indent = member.isSubscriber ? "" : "  "
    var facts = [
      member.isSubscriber ? "subscriber" : "dependent \(member.relationship)",
      member.subscriberNumber ?? "no number",
      maintenance(member.maintenance),
    ]
    if let birth = member.birthDate { facts.append("born \(day(birth))") }
    var text =
      indent + "\(member.name.isEmpty ? "(no name)" : member.name)  \(facts.joined(separator: ", "))\n"
    for coverage in member.coverages {
      let begin = coverage.date("348").map { " from \(day($0))" } ?? ""
      let end = coverage.date("349").map { " to \(day($0))" } ?? ""
      let words = [coverage.line, coverage.plan, coverage.level].compactMap { $0 }.joined(separator: " ")
      let premium = coverage.amounts.first { $0.code == "P3" }.map { ", premium \($0.value)" } ?? ""
      text += indent + "  \(words), \(maintenance(coverage.maintenance))\(begin)\(end)\(premium)\n"
    }
    return text
  }

  private static func maintenance(_ code: String) -> String {
    switch code {
    case "001": "changed"
    case "002": "deleted"
    case "021": "added"
    case "024": "ended"
    case "025": "reinstated"
    case "026": "corrected"
    case "030": "as it is"
    default: code
    }
  }

  /// `2026-01-31`; what is no day stays as it is.
  static func day(_ text: String) -> String {
    guard text.utf8.count == 8, text.allSatisfy(\.isNumber) else { return text }
    return "\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))"
  }
}
