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
  package func dispatch(_ request: DispatchRequest, from source: some MemberSource) async throws {
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
    _ request: DispatchRequest, _ source: some MemberSource, _ program: PartnerProgram,
    _ profile: PartnerProfile, _ lease: RunLease
  ) async throws -> ExchangedFile? {
    let position = request.isFull ? 0 : try await store.toldUpTo(integration.id)
    let upTo = try await source.position()
    // Who was told nothing yet does not know anybody.
    let changed = position == 0 ? nil : try await source.changed(after: position, upTo: upTo)
    if let changed, changed.isEmpty { return nil }
    let day = stamp.day
    let (file, told, ended) = try await gather(
      request, try await source.families(), changed, program, profile)
    guard file.members > 0 else { return nil }
    try await refuseMassEnding(ended, request)
    let number = try await store.nextNumber(
      integration.id, series: series(profile), atLeast: try program.firstNumber(variables))
    guard number <= ControlNumber.largest else {
      throw RunFailure(.request, "the nine digits of control numbers are used up for this partner")
    }
    failpoint("after the number is given")
    let facts = file.facts(day: day, time: stamp.time, number: number, isFull: request.isFull)
    let plain = try file.finish(facts)
    if profile.form == .x12 { try refuseUnsound(plain) }
    var noted = try await kept(plain, named: try name(facts, program, profile), .init(request))
    noted.controlNumber = number
    noted.tells = (after: position, upTo: upTo)
    if profile.form == .x12 { noted.parts = Self.parts(group: number, sets: file.sets) }
    failpoint("before the file is noted")
    let id = try await store.prepare(noted, telling: try told.finish(), lease: lease)
    failpoint("after the file is noted")
    return try await store.file(id, organization: integration.organizationName)
  }

  /// Goes through all families once; a file with those that are to be told, the list of what it tells, and how many of them end.
  private func gather(
    _ request: DispatchRequest, _ families: some FamilyReader, _ changed: Set<String>?,
    _ program: PartnerProgram, _ profile: PartnerProfile
  ) async throws -> (file: PartnerFile, told: ToldSpool, ended: Int) {
    var families = families
    let maker = EnrolmentMaker(profile, plans: families.plans)
    let file = try PartnerFile(profile, program, variables)
    let spool = try ToldSpool()
    var ended = 0
    while true {
      let portion = try await families.next()
      if portion.isEmpty { return (file, spool, ended) }
      // What changed about one of a family may change what is said of the others.
      let wanted = portion.filter { family in
        changed.map { changed in family.members.contains { changed.contains($0.id) } } ?? true
      }
      let known = try await store.told(integration.id, of: wanted.flatMap { $0.members.map(\.id) })
        .mapValues { KnownMember(text: $0.digest, isEnded: $0.isEnded) }
      for family in wanted {
        let members =
          request.isFull
          ? maker.everybody(in: family, known: known, day: stamp.day)
          : maker.changes(in: family, known: known, day: stamp.day)
        if members.isEmpty { continue }
        ended += members.count { $0.known.isEnded && known[$0.id]?.isEnded == false }
        try spool.add(members, in: try file.add(members))
      }
    }
  }

  /// The series of numbers: of the two parties where a form names them, else of the integration.
  func series(_ profile: PartnerProfile) -> String {
    profile.form == .x12 ? profile.series : "integration \(integration.id.number)"
  }

  private func refuseMassEnding(_ ended: Int, _ request: DispatchRequest) async throws {
    guard !request.allowsMassEnding, ended > Self.fewEnded else { return }
    let active = try await store.activeTold(integration.id)
    guard Double(ended) > Double(active) * Self.largestEndedShare else { return }
    throw RunFailure(
      .request, "\(ended) of \(active) members would end at once; `--allow-deletions` sends them all the same"
    )
  }

  // MARK: The file

  /// A file that we would refuse ourselves is not sent.
  private func refuseUnsound(_ file: BodyFile) throws(RunFailure) {
    let check = FileCheck.run(file.feed)
    if check.readError != nil { throw BodyFile.unreadable }
    guard let issue = check.issues.first(where: { $0.rule.severity == .error }) else { return }
    let whose = issue.place.subscriber.map { ", subscriber \($0)" } ?? ""
    throw RunFailure(.request, "the file would be refused (\(issue.rule.id)): \(issue.message)\(whose)")
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
    _ plain: BodyFile, named name: String, _ content: ExchangedFile.Content
  ) async throws(RunFailure) -> NewFile {
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
    let group = "\(group)"
    return [.init(group: group, set: nil)] + sets.map { .init(group: group, set: $0) }
  }
}

extension ExchangedFile.Content {
  fileprivate init(_ request: DispatchRequest) { self = request.isFull ? .full : .changes }
}
