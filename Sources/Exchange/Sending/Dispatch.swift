internal import Diagnostics
internal import EDI
internal import HTTP
internal import Language
internal import Programs
internal import Storage

/// What is to be told.
package struct DispatchRequest: Sendable {
  /// Everybody, and not only what changed.
  package var isFull = false
  /// Also when suspiciously many would be ended.
  package var allowsMassEnding = false

  package init() {}
}

extension FileExchange {
  /// More of those that the partner knows may not end at once, unless somebody says so; a few always may.
  private static let largestEndedShare = 0.3
  private static let fewEnded = 5

  /// Tells the partner what it does not know: derives it from the change feed, notes it and hands it over.
  package func dispatch(_ request: DispatchRequest, from source: any MemberSource) async throws {
    guard let program = setup.partner, setup.outFolder != nil else {
      throw RunFailure(
        .request, "this connector makes no files for its partner: it has no `put` or no `partner`")
    }
    let profile = try program.profile(variables)
    // What was noted before a process died goes first; it counts as told.
    try await deliverPrepared()
    let prepared = try await underLease { lease in
      try await prepare(request, source, program, profile, lease)
    }
    guard let prepared else { return tell(.nothingToSend) }
    try await deliver(prepared)
  }

  private func prepare(
    _ request: DispatchRequest, _ source: any MemberSource, _ program: PartnerProgram,
    _ profile: PartnerProfile, _ lease: RunLease
  ) async throws -> ExchangedFile? {
    let told = try await store.told(integration.id)
    let known = told.mapValues { KnownMember(text: $0.digest, isEnded: $0.isEnded) }
    let position = request.isFull ? 0 : try await store.toldUpTo(integration.id)
    let (changed, upTo) = try await source.changed(after: position)
    if !request.isFull, let changed, changed.isEmpty { return nil }
    let maker = EnrolmentMaker(try Self.rows(try await source.lines()), profile)
    let (day, time) = stamp
    let members =
      request.isFull
      ? maker.everybody(known: known, day: day)
      : maker.changes(known: known, among: changed, day: day)
    guard !members.isEmpty else { return nil }
    try refuseMassEnding(members, known, request)
    let number = try await store.nextNumber(
      integration.id, series: series(profile), atLeast: try program.firstNumber(variables))
    guard number <= ControlNumber.largest else {
      throw RunFailure(.request, "the nine digits of control numbers are used up for this partner")
    }
    failpoint("after the number is given")
    let rows = profile.form == .x12 ? [] : TableWriter.rows(members, profile)
    let facts = PartnerProgram.FileFacts(
      day: day, time: time, number: number, isFull: request.isFull, members: members.count, rows: rows.count)
    let plain = try bytes(members, rows, facts, program, profile)
    var file = try await kept(plain, named: try name(facts, program, profile), .init(request))
    file.controlNumber = number
    file.tells = (after: position, upTo: upTo)
    let sets = profile.form == .x12 ? EnrolmentWriter.setNumbers(of: members.map(\.member), profile) : []
    if profile.form == .x12 { file.parts = Self.parts(group: number, sets: sets) }
    failpoint("before the file is noted")
    let id = try await store.prepare(
      file, telling: Self.told(members, sets), lease: lease)
    failpoint("after the file is noted")
    return try await store.file(id, organization: integration.organizationName)
  }

  private static func rows(_ lines: [UInt8]) throws(RunFailure) -> CanonicalRows {
    do {
      return try CanonicalRows(lines, keepingDeleted: true)
    } catch {
      throw RunFailure(.request, "a stored row cannot be read: \(error.message)")
    }
  }

  /// The series of numbers: of the two parties where a form names them, else of the integration.
  func series(_ profile: PartnerProfile) -> String {
    profile.form == .x12 ? profile.series : "integration \(integration.id.number)"
  }

  private func refuseMassEnding(
    _ members: [ToldEnrolment], _ known: [String: KnownMember], _ request: DispatchRequest
  ) throws(RunFailure) {
    let active = known.values.count { !$0.isEnded }
    let ended = members.count { $0.known.isEnded && known[$0.id]?.isEnded == false }
    guard !request.allowsMassEnding, ended > Self.fewEnded,
      Double(ended) > Double(active) * Self.largestEndedShare
    else { return }
    throw RunFailure(
      .request, "\(ended) of \(active) members would end at once; `--allow-deletions` sends them all the same"
    )
  }

  // MARK: The file

  private func bytes(
    _ members: [ToldEnrolment], _ rows: [[String]], _ facts: PartnerProgram.FileFacts,
    _ program: PartnerProgram, _ profile: PartnerProfile
  ) throws(RunFailure) -> [UInt8] {
    guard profile.form == .x12 else {
      let text = TableWriter.text(rows, profile, try program.frame(facts, variables))
      return try program.encoded(text)
    }
    let stamp = EnrolmentWriter.Stamp(day: facts.day, time: facts.time, controlNumber: facts.number)
    let bytes = Array(
      EnrolmentWriter.text(members.map(\.member), action: facts.isFull ? "4" : "2", profile, stamp).utf8)
    // A file that we would refuse ourselves is not sent.
    let check = FileCheck.run(.memory(bytes))
    if let issue = check.issues.first(where: { $0.rule.severity == .error }) {
      let whose = issue.place.subscriber.map { ", subscriber \($0)" } ?? ""
      throw RunFailure(
        .request, "the file would be refused (\(issue.rule.id)): \(issue.message)\(whose)")
    }
    return bytes
  }

  private func name(
    _ facts: PartnerProgram.FileFacts, _ program: PartnerProgram, _ profile: PartnerProfile
  ) throws(RunFailure) -> String {
    if let name = try program.fileName(facts, variables) { return Archive.plain(name) }
    let ending =
      switch profile.form {
      case .x12: "834"
      case .csv: "csv"
      case .fixedWidth: "txt"
      case .xml: "xml"
      }
    return "members-\(facts.day)-\(AckWriter.padded(facts.number, 9)).\(ending)"
  }

  /// Encrypts where that is wanted and puts the bytes into the archive.
  func kept(
    _ plain: [UInt8], named name: String, _ content: ExchangedFile.Content
  ) async throws(RunFailure) -> NewFile {
    let plain = try BodyFile.holding(plain)
    var (wire, name) = (plain, name)
    if let pgp = setup.pgp, pgp.partnerKey != nil {
      wire = try await pgp.encrypt(plain)
      name += ".pgp"
    }
    let hash = try plain.hash()
    let path = try await setup.archive.keep(wire, as: hash.prefix(16) + "-" + name, on: .sent)
    return NewFile(
      integration: integration.id, content: content, name: name, hash: hash, size: plain.count,
      archivedAs: path)
  }

  // MARK: The ledger's view

  private static func parts(group: Int, sets: [String]) -> [ExchangedFile.Part] {
    var seen: Set<String> = []
    let group = "\(group)"
    return [.init(group: group, set: nil)]
      + sets.filter { seen.insert($0).inserted }.map { .init(group: group, set: $0) }
  }

  private static func told(_ members: [ToldEnrolment], _ sets: [String]) -> [ToldMember] {
    members.enumerated().map { index, member in
      ToldMember(
        member: member.id, digest: member.known.text, isEnded: member.known.isEnded,
        set: sets.indices.contains(index) ? sets[index] : nil)
    }
  }
}

extension ExchangedFile.Content {
  fileprivate init(_ request: DispatchRequest) { self = request.isFull ? .full : .changes }
}
