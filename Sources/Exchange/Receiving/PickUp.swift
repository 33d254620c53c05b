internal import EDI
internal import Language
internal import Programs
internal import Storage

extension FileExchange {
  /// Picks up and works on everything that is complete; what was begun before comes first.
  package func receive(with reading: any ReceivedReading) async throws {
    guard let folder = setup.inFolder else {
      throw RunFailure(.request, "this exchange receives no files: it has no `pick_up`")
    }
    guard setup.place.canList else { throw setup.place.unable() }
    for file in try await store.files(integration.id, in: [.received], .received) {
      let bytes = try await opened(try await setup.archive.bytes(of: file.archivedAs), file.name)
      try await work(on: file, bytes, with: reading)
    }
    for file in try await complete(in: folder) {
      try await pickUp(file, folder, with: reading)
    }
  }

  /// Files whose size stands still.
  private func complete(in folder: String) async throws -> [PlacedFile] {
    let first = try await setup.place.list(folder).filter { setup.means($0.name) }
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
    let wire = try await stable(placed, folder)
    guard let wire else {
      return tell(.passedOver(name: placed.name, reason: "it is still being written"))
    }
    let plain = try await opened(wire, placed.name)
    if FileKind.beginsInterchange(plain), !FileKind.isComplete(plain) {
      return tell(.passedOver(name: placed.name, reason: "it has no IEA at its end: not finished, or cut"))
    }
    let hash = Self.hash(plain)
    let path = try await setup.archive.keep(
      wire, as: hash.prefix(16) + "-" + placed.name, on: .received)
    failpoint("after \(placed.name) is in the archive")
    var new = NewFile(
      integration: integration.id,
      content: FileKind.of(plain) == .acknowledgement ? .acknowledgement : .enrolment, name: placed.name,
      hash: hash, size: plain.count, archivedAs: path)
    new.controlNumber = Self.controlNumber(of: plain)
    let (file, _) = try await store.receive(new)
    failpoint("after \(placed.name) is noted")
    if file.state == .received {
      try await work(on: file, plain, with: reading)
    } else if setup.afterwards != .keep {
      tell(.repeated(name: placed.name, file))
    }
    try await clear(placed, folder)
    failpoint("after \(placed.name) is cleared")
  }

  /// The bytes of a file; nil when it grew meanwhile.
  ///
  /// A place that tells no sizes is asked twice.
  private func stable(_ placed: PlacedFile, _ folder: String) async throws -> [UInt8]? {
    let bytes = try await setup.place.read(placed.name, in: folder)
    if let size = placed.size { return bytes.count == size ? bytes : nil }
    try await clock.sleep(for: setup.settle)
    return try await setup.place.read(placed.name, in: folder) == bytes ? bytes : nil
  }

  private func opened(_ wire: [UInt8], _ name: String) async throws(RunFailure) -> [UInt8] {
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

  private static func controlNumber(of bytes: [UInt8]) -> Int? {
    var reader = SegmentReader(.memory(bytes))
    var segment = Segment()
    guard (try? reader.next(into: &segment)) == true, segment.id == "ISA" else { return nil }
    return segment[13].flatMap { Int($0) }
  }
}
