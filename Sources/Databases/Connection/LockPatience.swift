internal import CSQLite
internal import Glibc

/// Waits while somebody else holds the file, and asks every now and then whether it should.
///
/// Lives on the thread of its connection, and as long as that.
final class LockPatience {
  /// How long somebody else may hold the file before we give up; a backup or a migration takes seconds.
  private static let longest = Duration.seconds(60)
  private let keepsWaiting: @Sendable (Duration) -> Bool
  private let clock = ContinuousClock()
  private var begunAt: ContinuousClock.Instant?

  init(_ keepsWaiting: @escaping @Sendable (Duration) -> Bool) { self.keepsWaiting = keepsWaiting }

  func serve(_ connection: OpaquePointer) {
    sqlite3_busy_handler(
      connection,
      { patience, count in
        guard let patience else { return 0 }
        return Unmanaged<LockPatience>.fromOpaque(patience).takeUnretainedValue().wait(count) ? 1 : 0
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Called each time that the file is found to be held, with how often it was since somebody wanted it.
  private func wait(_ count: Int32) -> Bool {
    let now = clock.now
    let begunAt = count == 0 ? now : begunAt ?? now
    self.begunAt = begunAt
    guard now - begunAt < Self.longest, keepsWaiting(now - begunAt) else { return false }
    usleep(min(50_000, 1_000 << UInt32(min(max(count, 0), 6))))
    return true
  }
}
