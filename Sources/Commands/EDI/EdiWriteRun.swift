internal import Databases
internal import Diagnostics
internal import Disk
internal import EDI
internal import Exchange
internal import Expressions
internal import Language
internal import Programs
internal import Storage
internal import Values
internal import YAML

/// Writes canonical members for a trading partner.
struct EdiWriteRun {
  private let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func run() async -> ExitCode {
    guard let source = invocation[EdiCommand.from], let profilePath = invocation[EdiCommand.profile] else {
      return invocation.fail(
        .usage, "`connector edi write` needs --from and --profile",
        help: "connector edi write --from members.jsonl --profile partner.yaml")
    }
    do {
      let (program, profile) = try partner(SourceFile(path: profilePath, bytes: try bytes(profilePath)))
      let file = try PartnerFile(profile, program, Self.nobody)
      let previous = invocation[EdiCommand.previous]
      try await gather(source, previous, profile, into: file)
      guard file.members > 0 else { return invocation.fail(.nothing, "there is nobody to write") }
      let facts = file.facts(
        day: EdiAckRun.Moment.day, time: EdiAckRun.Moment.time,
        number: invocation[EdiCommand.controlNumber], isFull: previous == nil)
      try EdiOutput(invocation).write(try file.finish(facts))
      let name = try program.fileName(facts, Self.nobody).map { ", to be sent as \($0)" } ?? ""
      invocation.remark("\(Sentence.counted(file.members, "member")) written\(name)")
      return .success
    } catch let problem as FileProblem {
      return invocation.fail(problem)
    } catch {
      return invocation.fail(.usage, "\(error)")
    }
  }

  /// Adds everybody, or who is not as in the previous rows.
  private func gather(
    _ source: String, _ previous: String?, _ profile: PartnerProfile, into file: PartnerFile
  ) async throws {
    var families = try await rows(source)
    let maker = EnrolmentMaker(profile, plans: families.plans)
    guard let previous else {
      while let portion = try await families.portion() {
        for family in portion { try Self.add(maker.everybody(in: family), to: file) }
      }
      return
    }
    let day = EdiAckRun.Moment.day
    var before = try await rows(previous)
    let then = EnrolmentMaker(profile, plans: before.plans)
    while let portion = try await before.portion() {
      let told = portion.flatMap { then.everybody(in: $0) }
      try await before.shelf.note(
        told.map { .init(member: $0.id, text: $0.known.text, isEnded: $0.known.isEnded) })
    }
    while let portion = try await families.portion() {
      let known = try await before.known(portion)
      for family in portion { try Self.add(maker.changes(in: family, known: known, day: day), to: file) }
    }
    before.rewind()
    while let portion = try await before.portion() {
      let known = try await before.known(portion)
      let present = try await families.shelf.present(among: portion.flatMap { $0.members.map(\.id) })
      for family in portion {
        try Self.add(then.gone(from: family, known: known, present: present, day: day), to: file)
      }
    }
  }

  private static func add(_ family: [ToldEnrolment], to file: PartnerFile) throws(RunFailure) {
    if !family.isEmpty { _ = try file.add(family) }
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

  /// The rows of a file, without those that are gone.
  private func rows(_ path: String) async throws -> ShelvedFamilies {
    let file = try EdiFile(path, in: invocation.console.workingDirectory)
    var families = try await ShelvedFamilies()
    var reader = LineReader(file.feed)
    do {
      while let line = try reader.next() {
        let row = try CanonicalRow(line: line)
        if !row.isDeleted { try await families.put(row, line: line) }
      }
    } catch let failure as CanonicalRow.Failure {
      throw FileProblem(path: "\(path):\(reader.line)", reason: failure.message)
    } catch ScanFailure.unreadable(let number) {
      throw FileProblem(path: path, reason: SystemError.text(number))
    } catch ScanFailure.tooLong {
      throw FileProblem(path: "\(path):\(reader.line)", reason: "a row has no end")
    }
    try await families.finish()
    return families
  }
}

extension ShelvedFamilies {
  /// The next families; nil after the last.
  fileprivate mutating func portion() async throws -> [Family]? {
    let families = try await next()
    return families.isEmpty ? nil : families
  }

  /// What was noted of members.
  fileprivate func known(_ families: [Family]) async throws -> [String: KnownMember] {
    let notes = try await shelf.notes(of: families.flatMap { $0.members.map(\.id) })
    return Dictionary(notes.map { ($0.member, KnownMember(text: $0.text, isEnded: $0.isEnded)) }) {
      first, _ in
      first
    }
  }
}
