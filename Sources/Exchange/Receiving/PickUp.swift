internal import EDI
internal import HTTP
internal import Language
internal import Programs
internal import Storage

extension FileExchange {
  /// Picks up and works on everything that is complete, and hands over the answers; what was begun before comes first.
  package func receive(with reading: any ReceivedReading) async throws {
    guard let folder = setup.inFolder else {
      throw RunFailure(.request, "this exchange receives no files: it has no `pick_up`")
    }
    guard setup.place.canList else { throw setup.place.unable() }
    if setup.pgp != nil { GPGHome.removeLeftBehind() }
    do {
      try await receiveAll(from: folder, with: reading)
    } catch {
      // What was worked on is answered, whatever came after it.
      try? await deliverAnswers()
      throw error
    }
    try await deliverAnswers()
  }

  private func receiveAll(from folder: String, with reading: any ReceivedReading) async throws {
    let left = try await store.files(integration.id, in: [.received], .received)
    for file in left {
      let content = try await opened(try await setup.archive.content(of: file.archivedAs), file.name)
      try await work(on: file, content, try Self.outline(of: content), with: reading)
    }
    let placed = try await setup.place.list(folder).filter { setup.means($0.name) }
    if left.isEmpty, placed.isEmpty { tell(.nothingToReceive) }
    for file in try await complete(placed, in: folder) {
      try await pickUp(file, folder, with: reading)
    }
  }

  /// Files whose size stands still.
  private func complete(_ first: [PlacedFile], in folder: String) async throws -> [PlacedFile] {
    if first.isEmpty { return [] }
    try await clock.sleep(for: setup.settle)
    let second = Set(try await setup.place.list(folder))
    return first.filter { file in
      if second.contains(file) { return true }
      tell(.passedOver(name: file.name, reason: "it is still being written"))
      return false
    }
  }

  private func pickUp(
    _ placed: PlacedFile, _ folder: String, with reading: any ReceivedReading
  ) async throws {
    guard let wire = try await stable(placed, folder) else {
      return tell(.passedOver(name: placed.name, reason: "it is still being written"))
    }
    let plain = try await opened(wire, placed.name)
    let outline = try Self.outline(of: plain)
    if outline.beginsInterchange, !outline.isComplete {
      return tell(.passedOver(name: placed.name, reason: "it has no IEA at its end: not finished, or cut"))
    }
    let hash = try plain.hash()
    let path = try await setup.archive.keep(
      wire, as: hash.prefix(16) + "-" + placed.name, on: .received)
    failpoint("after \(placed.name) is in the archive")
    var new = NewFile(
      integration: integration.id, content: outline.kind == .acknowledgement ? .acknowledgement : .enrolment,
      name: placed.name, hash: hash, size: plain.count, archivedAs: path)
    new.controlNumber = outline.interchanges.first?.number
    if outline.kind == .enrolment {
      new.numbers = outline.interchanges.map { SenderNumber(sender: $0.sender, number: $0.number) }
    }
    // What is left lying is found each time, and has not come again.
    let (file, _) = try await store.receive(new, countsAgain: setup.afterwards != .keep)
    failpoint("after \(placed.name) is noted")
    if file.state == .received {
      try await work(on: file, plain, outline, with: reading)
    } else if setup.afterwards != .keep {
      tell(.repeated(name: placed.name, file))
    }
    try await clear(placed, folder)
    failpoint("after \(placed.name) is cleared")
  }

  private static func outline(of content: BodyFile) throws(RunFailure) -> FileOutline {
    do {
      return try FileOutline(content.feed)
    } catch {
      throw BodyFile.unreadable
    }
  }

  /// The content of a file; nil when it grew meanwhile.
  ///
  /// A place that tells no sizes is asked twice.
  private func stable(_ placed: PlacedFile, _ folder: String) async throws -> BodyFile? {
    let content = try await setup.place.fetch(placed.name, in: folder)
    if let size = placed.size { return content.count == size ? content : nil }
    try await clock.sleep(for: setup.settle)
    return try await setup.place.fetch(placed.name, in: folder).hash() == content.hash() ? content : nil
  }

  private func opened(_ wire: BodyFile, _ name: String) async throws(RunFailure) -> BodyFile {
    guard OpenPGP.isEncrypted(name, wire) else { return wire }
    guard let pgp = setup.pgp else {
      throw RunFailure(.credentials, "\(name) is encrypted, and there is no private key to open it")
    }
    return try await pgp.decrypt(wire)
  }

  /// Only now: whatever the file said is in the store.
  private func clear(_ placed: PlacedFile, _ folder: String) async throws {
    switch setup.afterwards {
    case .keep: break
    case .delete: try await setup.place.remove(placed.name, in: folder)
    case .move:
      try await setup.place.move(placed.name, in: folder, to: setup.doneFolder ?? folder)
    }
  }
}
