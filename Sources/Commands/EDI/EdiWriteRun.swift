internal import Diagnostics
internal import EDI

/// Writes canonical members for a trading partner.
struct EdiWriteRun {
  private let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func run() -> ExitCode {
    guard let source = invocation[EdiCommand.from], let profilePath = invocation[EdiCommand.profile] else {
      return invocation.fail(
        .usage, "`connector edi write` needs --from and --profile",
        help: "connector edi write --from members.jsonl --profile partner.yaml")
    }
    do throws(FileProblem) {
      let (profile, problems) = PartnerProfile.read(
        SourceFile(path: profilePath, bytes: try bytes(profilePath)))
      guard let profile else {
        for problem in problems { invocation.complain(problem) }
        return .usage
      }
      guard let maker = try maker(source, profile) else { return .usage }
      let day = EdiAckRun.Moment.day
      var members = maker.everybody()
      let previous = invocation[EdiCommand.previous]
      if let previous {
        guard let before = try self.maker(previous, profile) else { return .usage }
        members = maker.changes(since: before, day: day)
      }
      guard !members.isEmpty else { return invocation.fail(.nothing, "there is nobody to write") }
      let number = invocation[EdiCommand.controlNumber]
      let stamp = AckWriter.Stamp(day: day, time: EdiAckRun.Moment.time, controlNumber: number)
      let text =
        profile.form == .x12
        ? EnrolmentWriter.text(members, action: previous == nil ? "4" : "2", profile, stamp)
        : TableWriter.text(members, profile)
      try EdiOutput(invocation).write(text)
      let name = profile.name(day: day, number: number).map { ", to be sent as \($0)" } ?? ""
      invocation.remark("\(Sentence.counted(members.count, "member")) written\(name)")
      return .success
    } catch {
      return invocation.fail(error)
    }
  }

  private func bytes(_ path: String) throws(FileProblem) -> [UInt8] {
    path == "-"
      ? try invocation.console.readInput()
      : try Files.read(Paths.joined(invocation.console.workingDirectory, path))
  }

  private func maker(_ path: String, _ profile: PartnerProfile) throws(FileProblem) -> EnrolmentMaker? {
    let lines = try bytes(path)
    do throws(CanonicalRows.Failure) {
      return EnrolmentMaker(try CanonicalRows(lines), profile)
    } catch {
      invocation.complain("\(Visible.word(path)):\(error.line): \(error.message)")
      return nil
    }
  }
}
