internal import Databases
internal import EDI
internal import Exchange
internal import Storage

/// Canonical rows gathered by family, of any number: they lie on a shelf and not in memory.
struct ShelvedFamilies: FamilyReader {
  let shelf: MemberShelf
  private(set) var plans: [String: CanonicalRow] = [:]
  private var waiting: [MemberShelf.Row] = []
  private var place = MemberShelf.Place.beginning

  private static let portion = 500
  /// Fewer, because parsed rows take many times the room of their lines.
  private static let familiesAtOnce = 50

  init() async throws(StoreFailure) { shelf = try await MemberShelf() }

  // MARK: Putting in

  /// Takes a row; what is neither a member nor of one is passed over.
  mutating func put(_ row: CanonicalRow, line: [UInt8]) async throws(StoreFailure) {
    switch row.model {
    case "member":
      waiting.append(
        .init(row.isDependent ? .dependent : .subscriber, id: row.id, owner: row.owner, line: line))
    case "coverage": waiting.append(.init(.coverage, id: row.id, owner: row.owner, line: line))
    case "plan": plans[row.id] = row
    default: break
    }
    if waiting.count >= Self.portion { try await flush() }
  }

  private mutating func flush() async throws(StoreFailure) {
    try await shelf.put(waiting)
    waiting.removeAll(keepingCapacity: true)
  }

  /// Everything is in.
  mutating func finish() async throws(StoreFailure) {
    try await flush()
    try await shelf.finish()
  }

  // MARK: Going through

  mutating func rewind() { place = .beginning }

  mutating func next() async throws -> [Family] {
    let (found, place) = try await shelf.families(after: place, atMost: Self.familiesAtOnce)
    self.place = place
    return try found.map { family in
      Family(
        try family.members.map { try CanonicalRow(line: $0) },
        coverages: try family.coverages.map { try CanonicalRow(line: $0) })
    }
  }
}
