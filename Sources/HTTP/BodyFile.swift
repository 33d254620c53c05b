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

  /// Up to so many bytes from a place on; empty at the end, nil when the disk does not give them.
  package func bytes(from offset: Int, count: Int) -> [UInt8]? {
    let wanted = max(0, min(count, self.count - offset))
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
        var template = Array("\(folder)/connector-body-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer -> Int32 in
          guard let start = buffer.baseAddress else { return -1 }
          let made = mkstemp(start)
          guard made >= 0 else { return made }
          unlink(start)
          _ = fcntl(made, F_SETFD, FD_CLOEXEC)
          return made
        }
        guard made >= 0 else { continue }
        descriptor = made
        return
      }
      return nil
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

    /// The file as it is now; nothing more is written into it.
    package func finish() -> BodyFile {
      isTaken = true
      return BodyFile(descriptor: descriptor, count: count)
    }
  }
}
