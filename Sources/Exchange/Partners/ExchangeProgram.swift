package import Curl
package import Expressions
package import HTTP
package import Language
package import Programs
internal import Diagnostics

/// The `exchange` of a connector, compiled: settings make a setup of it.
package struct ExchangeProgram: Sendable {
  private let block: ExchangeBlock
  private let surroundings = Surroundings()

  package init(_ block: ExchangeBlock) { self.block = block }

  /// What places are reached with.
  package struct Means: Sendable {
    package var client: any HTTPClient
    package var addressGuard: AddressGuard
    /// Where the archive is when the connector names none.
    package var archive: String

    package init(client: any HTTPClient, addressGuard: AddressGuard, archive: String) {
      self.client = client
      self.addressGuard = addressGuard
      self.archive = archive
    }
  }

  package func setup(_ variables: Activation, _ means: Means) throws(RunFailure) -> ExchangeSetup {
    guard let place = block[ExchangeBlock.place] else {
      throw RunFailure(.request, "`place` is missing; `connector lint` tells more", at: block.block.head)
    }
    var setup = ExchangeSetup(
      place: try self.place(place, variables, means),
      archive: Archive(folder: try text(block[ExchangeBlock.archive], variables) ?? means.archive))
    setup.outFolder = try text(block[ExchangeBlock.put], variables)
    setup.inFolder = try text(block[ExchangeBlock.pickUp], variables)
    setup.patterns = (block[ExchangeBlock.files] ?? []).map(\.value)
    setup.afterwards = block[ExchangeBlock.afterwards] ?? .delete
    setup.doneFolder = try text(block[ExchangeBlock.movedTo], variables)
    if setup.afterwards == .move, setup.doneFolder == nil {
      throw RunFailure(
        .not_found, "files are to be moved, and `moved_to` names no folder",
        at: block.block.valueRange("afterwards"))
    }
    setup.settle = .milliseconds((block[ExchangeBlock.settle] ?? Milliseconds(2000)).count)
    setup.stream = block[ExchangeBlock.receives]?.value
    setup.partner = block[ExchangeBlock.partner].map { PartnerProgram($0) }
    setup.pgp = try pgp(variables)
    return setup
  }

  /// A file of gigabytes takes hours over a slow line; one on which nothing moves is given up all the same.
  private static let deadlines = Deadlines(total: .seconds(6 * 3600))

  // MARK: Places

  private func place(
    _ block: Block, _ variables: Activation, _ means: Means
  ) throws(RunFailure) -> any FilePlace {
    if let choice = block.as(ChosenPlaceBlock.self) {
      let word = try text(choice[ChosenPlaceBlock.by], variables) ?? ""
      guard let chosen = choice[ChosenPlaceBlock.cases]?.named(word) else {
        throw RunFailure(
          .not_found, "`\(word)` is none of the places of this connector", at: block.valueRange("by"))
      }
      return try place(chosen.value, variables, means)
    }
    if let folder = block.as(FolderPlaceBlock.self) {
      return FolderPlace(try needed(folder[FolderPlaceBlock.path], "path", block, variables))
    }
    if let upload = block.as(UploadPlaceBlock.self) { return try self.upload(upload, variables, means) }
    if let server = block.as(SFTPPlaceBlock.self) { return try self.server(server, variables, means) }
    throw RunFailure(.request, "this is no place for files", at: block.head)
  }

  private func upload(
    _ upload: UploadPlaceBlock, _ variables: Activation, _ means: Means
  ) throws(RunFailure) -> UploadPlace {
    var headers = HeaderFields()
    for header in upload[UploadPlaceBlock.headers] ?? [] {
      if let value = try text(header.value, variables) { headers.set(header.name, value) }
    }
    return UploadPlace(
      means.client,
      address: try needed(upload[UploadPlaceBlock.address], "address", upload.block, variables),
      method: upload[UploadPlaceBlock.method] ?? .put, headers: headers)
  }

  private func server(
    _ server: SFTPPlaceBlock, _ variables: Activation, _ means: Means
  ) throws(RunFailure) -> SFTPPlace {
    let block = server.block
    let host = try needed(server[SFTPPlaceBlock.host], "host", block, variables)
    let port = try text(server[SFTPPlaceBlock.port], variables) ?? "22"
    guard let number = Int(port), (1...65_535).contains(number) else {
      throw RunFailure(.not_found, "`\(port)` is no port", at: block.valueRange("port"))
    }
    let proof = try needed(server[SFTPPlaceBlock.hostKey], "host_key", block, variables)
    let account = SFTPAccount(
      host: host, port: number, username: try needed(server[SFTPPlaceBlock.user], "user", block, variables),
      credential: try credential(server, variables),
      hostKey: proof.hasPrefix("SHA256:") ? .fingerprint(proof) : .knownHosts(proof))
    do {
      return SFTPPlace(
        try SFTPClient(account: account, guarding: means.addressGuard, deadlines: Self.deadlines),
        title: number == 22 ? host : "\(host):\(number)")
    } catch {
      throw RunFailure(exchanging: error)
    }
  }

  private func credential(
    _ server: SFTPPlaceBlock, _ variables: Activation
  ) throws(RunFailure) -> SFTPAccount.Credential {
    if let key = try text(server[SFTPPlaceBlock.privateKey], variables) {
      return .privateKey(key, passphrase: try text(server[SFTPPlaceBlock.passphrase], variables))
    }
    guard let password = try text(server[SFTPPlaceBlock.password], variables) else {
      throw RunFailure(
        .credentials, "there is neither a private key nor a password to sign in with", at: server.block.head,
        setting: server[SFTPPlaceBlock.privateKey].flatMap { TemplateProgram($0, surroundings).firstSetting })
    }
    return .password(password)
  }

  // MARK: Keys

  private func pgp(_ variables: Activation) throws(RunFailure) -> OpenPGP? {
    guard let block = block[ExchangeBlock.pgp] else { return nil }
    var pgp = OpenPGP()
    pgp.partnerKey = try text(block[PGPBlock.encryptFor], variables)
    pgp.ownKey = try text(block[PGPBlock.decryptWith], variables)
    pgp.passphrase = try text(block[PGPBlock.passphrase], variables)
    pgp.signs = block[PGPBlock.signs] ?? false
    // Keys are settings: an organization that gives none exchanges plain files.
    return pgp.partnerKey == nil && pgp.ownKey == nil ? nil : pgp
  }

  // MARK: Texts

  private func text(_ template: Template?, _ variables: Activation) throws(RunFailure) -> String? {
    guard let template else { return nil }
    return try TemplateProgram(template, surroundings).text(variables)
  }

  private func needed(
    _ template: Template?, _ key: String, _ block: Block, _ variables: Activation
  ) throws(RunFailure) -> String {
    guard let template else {
      throw RunFailure(.request, "`\(key)` is missing; `connector lint` tells more", at: block.head)
    }
    let program = TemplateProgram(template, surroundings)
    if let text = try program.text(variables) { return text }
    let setting = program.firstSetting
    throw RunFailure(
      .not_found,
      "`\(key)` of this place is empty" + (setting.map { ": the setting `\($0)` is missing" } ?? ""),
      at: block.keyRange(key), setting: setting)
  }
}

/// How an organization exchanges files with a partner.
package struct ExchangeSetup: Sendable {
  package let place: any FilePlace
  package let archive: Archive
  /// Nil: none are sent.
  package var outFolder: String?
  /// Nil: none are received.
  package var inFolder: String?
  package var patterns: [String] = []
  package var afterwards = PickedUp.delete
  package var doneFolder: String?
  package var settle = Duration.seconds(2)
  /// The stream that reads what is received.
  package var stream: String?
  package var partner: PartnerProgram?
  package var pgp: OpenPGP?

  package init(place: any FilePlace, archive: Archive) {
    self.place = place
    self.archive = archive
  }

  /// Whether a file is meant: one that is still being written is not.
  func means(_ name: String) -> Bool {
    let lower = name.lowercased()
    if name.hasPrefix(".") || Self.unfinished.contains(where: { lower.hasSuffix($0) }) { return false }
    return patterns.isEmpty || patterns.contains { Self.fits(name[...], $0[...]) }
  }

  private static let unfinished = [".tmp", ".part", ".filepart", ".partial", ".writing", ".crdownload"]

  /// `*` stands for any part.
  static func fits(_ name: Substring, _ pattern: Substring) -> Bool {
    var (name, pattern) = (name, pattern)
    /// Where the last `*` stood and what of the name was left then: it takes one more when the rest does not fit.
    var retry: (pattern: Substring, name: Substring)?
    while true {
      if pattern.first == "*" {
        pattern = pattern.dropFirst()
        retry = (pattern, name)
      } else if let letter = name.first, letter == pattern.first {
        name = name.dropFirst()
        pattern = pattern.dropFirst()
      } else if name.isEmpty, pattern.isEmpty {
        return true
      } else if let last = retry, !last.name.isEmpty {
        retry = (last.pattern, last.name.dropFirst())
        (pattern, name) = (last.pattern, last.name.dropFirst())
      } else {
        return false
      }
    }
  }
}
