internal import Glibc

/// A body that was too long to be held: bytes in a file without a name, which is gone with the last who knows of it.
package final class BodyFile: Sendable {
  private let descriptor: Int32
  package let count: Int

  private init(descriptor: Int32, count: Int) {
    self.descriptor = descriptor
    self.count = count
  }

  deinit { close(descriptor) }

  /// Where other programs that this one starts can open it.
  package var path: String { "/proc/self/fd/\(descriptor)" }

  /// Some bytes as such a file; nil when there is no place for it.
  package convenience init?(_ bytes: [UInt8]) {
    guard let draft = Draft(), bytes.withUnsafeBufferPointer({ draft.append($0) }) else { return nil }
    self.init(taking: draft)
  }

  /// A file that lies on the disk; nil, with the system's error, when it cannot be read.
  package convenience init?(opening path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    var information = stat()
    guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      return nil
    }
    self.init(descriptor: descriptor, count: Int(information.st_size))
  }

  private convenience init(taking draft: Draft) {
    let (descriptor, count) = draft.give()
    self.init(descriptor: descriptor, count: count)
  }

  /// Up to so many bytes from a place on; empty at the end, nil when the disk does not give them.
  package func bytes(from offset: Int, count: Int) -> [UInt8]? {
    let wanted = max(0, min(count, self.count - offset))
    // An array made with room for nothing writes into the one empty array that all threads share.
    guard wanted > 0 else { return [] }
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
      while filled < wanted, let start = buffer.baseAddress {
        let got = pread(descriptor, start + filled, wanted - filled, off_t(offset + filled))
        if got < 0, errno == EINTR { continue }
        guard got > 0 else {
          failed = true
          return
        }
        filled += got
      }
    }
    return failed ? nil : bytes
  }

  /// A file that is being written.
  package final class Draft {
    private let descriptor: Int32
    private(set) package var count = 0
    private var isTaken = false

    /// Nil when there is no place for it.
    package init?() {
      // `/tmp` may be memory, which is what is to be spared.
      let folders = [getenv("TMPDIR").map { String(cString: $0) }, "/var/tmp", "/tmp"].compactMap { $0 }
      for folder in folders {
        let made = Self.file(in: folder)
        guard made >= 0 else { continue }
        descriptor = made
        return
      }
      return nil
    }

    /// `O_TMPFILE`, which Swift does not see.
    private static let withoutName: Int32 = 0o20_000_000 | O_DIRECTORY

    private static func file(in folder: String) -> Int32 {
      // Without a name from the beginning: a process that is killed after naming it would leave it there.
      let made = open(folder, withoutName | O_RDWR | O_CLOEXEC, 0o600)
      guard made < 0 else { return made }
      var template = Array("\(folder)/connector-body-XXXXXX".utf8CString)
      return template.withUnsafeMutableBufferPointer { buffer -> Int32 in
        guard let start = buffer.baseAddress else { return -1 }
        let made = mkstemp(start)
        guard made >= 0 else { return made }
        unlink(start)
        _ = fcntl(made, F_SETFD, FD_CLOEXEC)
        return made
      }
    }

    deinit { if !isTaken { close(descriptor) } }

    /// False when the disk is full or fails.
    package func append(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
      var done = 0
      while done < bytes.count, let start = bytes.baseAddress {
        let put = write(descriptor, start + done, bytes.count - done)
        if put < 0, errno == EINTR { continue }
        guard put > 0 else { return false }
        done += put
      }
      count += done
      return true
    }

    /// Where other programs that this one starts can write into it.
    package var path: String { "/proc/self/fd/\(descriptor)" }

    /// The file as it is now; nothing more is written into it.
    package func finish() -> BodyFile { BodyFile(taking: self) }

    fileprivate func give() -> (descriptor: Int32, count: Int) {
      isTaken = true
      var information = stat()
      let isKnown = fstat(descriptor, &information) == 0
      return (descriptor, isKnown ? Int(information.st_size) : count)
    }
  }
}
