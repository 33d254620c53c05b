import Glibc
import Programs
import Storage
import Synchronization
import TestSupport
import Values

@testable import Databases

extension TemporaryFolder {
  /// What somebody else has made and written nothing into: a store that is brought to its schema step by step.
  func makeEmptyFile(_ name: String) throws { try write("", to: name) }

  /// Whether its file system knows files without a name; where it does not, new stores are made step by step.
  var knowsNamelessFiles: Bool {
    let file = open(path, NewStore.nameless | O_WRONLY, 0o600)
    if file >= 0 { close(file) }
    return file >= 0
  }
}

/// A clock that stands still until a test moves it.
final class StillClock: RunClock {
  private let seconds = Mutex<Int64>(1_800_000_000)

  var now: Instant { Instant(seconds: seconds.withLock { $0 }) ?? .epoch }
  var elapsed: Duration { .seconds(seconds.withLock { $0 }) }
  func sleep(for duration: Duration) async throws(CancellationError) {}
  func advance(_ count: Int64) { seconds.withLock { $0 += count } }
}

/// Seals so that tests can see it; what is bound to a place opens nowhere else.
struct OpenSealing: Sealing {
  var version = 1

  func seal(_ text: String, for place: SealedPlace) async throws(StoreFailure) -> String {
    let content = "\(mark(place)).\(String(text.reversed()))"
    return "v1.\(version).\(Base64.encode(Array(content.utf8)))"
  }

  func open(_ sealed: String, for place: SealedPlace) async throws(StoreFailure) -> String {
    let parts = sealed.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
    let content = parts.count == 3 ? Base64.decode(String(parts[2])) : nil
    let (text, mark) = (String(decoding: content ?? [], as: UTF8.self), mark(place) + ".")
    guard text.hasPrefix(mark) else { throw StoreFailure(.sealed, "the value was sealed for another place") }
    return String(text.dropFirst(mark.count).reversed())
  }

  private func mark(_ place: SealedPlace) -> String {
    "\(place.organization.number)-\(place.integration.number)-\(place.field)".replacing(".", with: "_")
  }
}

/// A store with an integration and what tests do to it again and again.
struct TestStore {
  let folder = TemporaryFolder()
  let clock = StillClock()
  let store: SQLiteStore
  let integration: IntegrationRecord

  var path: String { folder.path + "/store.db" }

  init(raw: SQLiteStore.RawForm = .plain, sealing: (any Sealing)? = nil) async throws {
    var options = SQLiteStore.Options()
    options.raw = raw
    options.sealing = sealing
    options.clock = clock
    store = try await SQLiteStore.open(folder.path + "/store.db", options)
    integration = try await store.integration(organization: "acme", connector: "bamboohr", name: "bamboohr")
  }

  func begin(_ other: IntegrationRecord? = nil) async throws -> RunLease {
    try await store.begin(
      (other ?? integration).id, RunStart(kind: "full", streams: ["employees"]))
  }

  /// Commits rows of employees and says what came of them.
  @discardableResult
  func commit(
    _ lease: RunLease, _ rows: [SampleRow], model: String = "employee", isDerived: Bool = false,
    notesSeen: Bool = false, change: (inout PageCommit) -> Void = { _ in }
  ) async throws -> RowCounts {
    var page = PageCommit(lease: lease, stream: "employees")
    page.rows = [try SampleRow.batch(rows, model: model, isDerived: isDerived)]
    page.notesSeen = notesSeen
    change(&page)
    return try await store.commit(page)
  }

  func finish(_ lease: RunLease) async throws {
    try await store.finish(lease, RunEnd(outcome: .succeeded, finishedAt: clock.now, streams: []))
  }

  /// The answer of another program that looks into the file: columns joined by `|`, as its shell prints them.
  func query(_ sql: String) throws -> [String] { try Self.query(sql, in: path) }

  static func query(_ sql: String, in path: String) throws -> [String] {
    // Not only for reading: a file whose process was killed must first be rolled back by whoever comes.
    let database = try Database(path: path, clock: SystemClock())
    return try database.rows(sql) { row in
      (0..<row.columnCount).map { row.textOrNil($0) ?? "" }.joined(separator: "|")
    }
  }
}

extension RowCounts {
  /// `created updated unchanged deleted`, for short comparisons.
  var summary: [Int] { [created, updated, unchanged, deleted] }
}
