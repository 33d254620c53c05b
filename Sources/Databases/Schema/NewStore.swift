internal import Disk
internal import Glibc
internal import Programs
internal import Values

/// A store in which nothing is yet, as the migrations leave it, without the time that they take.
///
/// It is only ever a shorter way: who finds none goes through the migrations and comes to the same. One that is older than the program
/// is brought up to date like any store.
enum NewStore {
  /// Puts a store where there is nothing, whole or not at all.
  ///
  /// Until it is on the disk it is a file without a name: nobody sees half of one, and a process that dies leaves nothing behind. Whoever
  /// comes second finds the name taken. Where it cannot be done (the disk is full, the file system knows no nameless files), nothing is
  /// there afterwards, and SQLite makes the file or says why not.
  static func put(at path: String, _ clock: any RunClock) {
    // A log that was left beside a store that is gone would be taken for the new one's; beside an empty file SQLite takes it away.
    for name in [path, path + "-wal", path + "-journal"] where isTaken(name) { return }
    guard let bytes = bytes(at: clock.now, isLogged: true) else { return }
    let file = open(Folder.of(path), Self.nameless | O_WRONLY | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    defer { close(file) }
    guard Descriptor.write(bytes, to: file) == nil, fdatasync(file) == 0 else { return }
    // Nobody waits for the folder: SQLite does, when it makes the log beside the file, before anything is promised.
    linkat(AT_FDCWD, "/proc/self/fd/\(file)", AT_FDCWD, path, AT_SYMLINK_FOLLOW)
  }

  /// The bytes of a store that was made at a moment; `isLogged` for one with a write-ahead log, which a store in memory has not.
  static func bytes(at moment: Instant, isLogged: Bool) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: NewStoreImage.byteCount)
    for (start, text) in NewStoreImage.stretches {
      guard let stretch = Base64.decode(text) else { return nil }
      bytes.replaceSubrange(start..<start + stretch.count, with: stretch)
    }
    guard let second = Instant(seconds: moment.seconds)?.description.utf8, second.count == momentLength
    else { return nil }
    for start in NewStoreImage.moments { bytes.replaceSubrange(start..<start + momentLength, with: second) }
    if isLogged { bytes.replaceSubrange(journalForms, with: [2, 2]) }
    return bytes
  }

  /// `2026-11-21T12:00:00Z`.
  private static let momentLength = 20
  /// Which journal writers and readers of the file must know: 1 undoes, 2 writes ahead.
  private static let journalForms = 18..<20
  /// `O_TMPFILE`, which Swift does not see.
  static let nameless: Int32 = 0o20_000_000 | O_DIRECTORY

  /// Also by a link that leads nowhere.
  private static func isTaken(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }
}
