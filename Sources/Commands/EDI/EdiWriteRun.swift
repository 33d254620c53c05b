internal import Diagnostics
internal import EDI
internal import Exchange
internal import Expressions
internal import Language
internal import Programs
internal import Values
internal import YAML

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
    do {
      let (program, profile) = try partner(SourceFile(path: profilePath, bytes: try bytes(profilePath)))
      guard let maker = try maker(source, profile) else { return .usage }
      let day = EdiAckRun.Moment.day
      var members = maker.everybody()
      let previous = invocation[EdiCommand.previous]
      if let previous {
        guard let before = try self.maker(previous, profile) else { return .usage }
        let known = Dictionary(before.everybody().map { ($0.id, $0.known) }) { first, _ in first }
        members = maker.changes(known: known, gone: before, day: day)
      }
      guard !members.isEmpty else { return invocation.fail(.nothing, "there is nobody to write") }
      let number = invocation[EdiCommand.controlNumber]
      let stamp = AckWriter.Stamp(day: day, time: EdiAckRun.Moment.time, controlNumber: number)
      let rows = profile.form == .x12 ? [] : TableWriter.rows(members, profile)
      let facts = PartnerProgram.FileFacts(
        day: day, time: stamp.time, number: number, isFull: previous == nil, members: members.count,
        rows: rows.count)
      let text =
        profile.form == .x12
        ? EnrolmentWriter.text(members.map(\.member), action: previous == nil ? "4" : "2", profile, stamp)
        : TableWriter.text(rows, profile, try program.frame(facts, Self.nobody))
      try EdiOutput(invocation).write(try program.encoded(text))
      let name = try program.fileName(facts, Self.nobody).map { ", to be sent as \($0)" } ?? ""
      invocation.remark("\(Sentence.counted(members.count, "member")) written\(name)")
      return .success
    } catch let problem as FileProblem {
      return invocation.fail(problem)
    } catch {
      return invocation.fail(.usage, "\(error)")
    }
  }

  /// Nobody gives settings to a profile that stands alone.
  private static var nobody: Activation {
    var variables = Activation()
    variables["settings"] = .map(MapValue([]))
    return variables
  }

  private func partner(_ file: SourceFile) throws -> (PartnerProgram, PartnerProfile) {
    let document = YAMLLoader.load(file)
    var decoding = Decoding(document: document)
    let block = document.root.flatMap { decoding.decode(PartnerBlock.self, from: $0) }
    let findings = document.findings + decoding.findings.all
    if let finding = findings.first(where: { $0.severity == .error }) {
      let near = finding.suggestions.first.map { "; did you mean `\($0)`?" } ?? ""
      let line = finding.range.startPosition.line
      throw RunFailure(.request, "\(finding.range.file.path):\(line): \(finding.message)\(near)")
    }
    guard let block else { throw RunFailure(.request, "\(file.path) holds no profile") }
    let program = PartnerProgram(block)
    return (program, try program.profile(Self.nobody))
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
