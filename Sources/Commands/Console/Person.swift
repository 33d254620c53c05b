internal import Disk
internal import Glibc

/// Somebody who can be asked for a value.
package protocol Person: Sendable {
  /// The answer to a question; nil when there is none and never will be. What is secret is not shown while it is typed; what has
  /// several lines ends with an empty one or the end of a PEM block.
  func answer(_ question: String, isSecret: Bool, hasLines: Bool) -> String?
}

/// Whoever sits at the terminal of this process.
struct PersonAtTerminal: Person {
  func answer(_ question: String, isSecret: Bool, hasLines: Bool) -> String? {
    // At a question Ctrl-C ends the process, whoever else listens for it: nothing else is going on.
    let listener = signal(SIGINT, SIG_DFL)
    defer { _ = signal(SIGINT, listener) }
    _ = Descriptor.write(Array(question.utf8), to: STDERR_FILENO)
    return isSecret ? silently { hasLines ? lines($0) : $0() } : openly(hasLines)
  }

  private func openly(_ hasLines: Bool) -> String? {
    let answer = hasLines ? lines { readLine() } : readLine()
    if answer == nil { _ = Descriptor.write([0x0A], to: STDERR_FILENO) }
    return answer
  }

  private func silently(_ read: (() -> String?) -> String?) -> String? {
    var kept = termios()
    guard tcgetattr(STDIN_FILENO, &kept) == 0 else { return nil }
    var silent = kept
    // Ctrl-C is read as a character: a process that ends here would leave the terminal silent.
    silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0 else { return nil }
    var isStopped = false
    let answer = read { Self.silentLine(&isStopped) }
    tcsetattr(STDIN_FILENO, TCSANOW, &kept)
    _ = Descriptor.write([0x0A], to: STDERR_FILENO)
    if isStopped {
      // To the process, because threads of the pool take no signals.
      kill(getpid(), SIGINT)
      sleep(1)
    }
    return answer
  }

  private func lines(_ next: () -> String?) -> String? {
    var lines: [String] = []
    while let line = next() {
      if line.isEmpty { break }
      lines.append(line)
      if line.hasPrefix("-----END ") { break }
    }
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }

  /// A line, character by character, because nobody else handles the keys for us now.
  private static func silentLine(_ isStopped: inout Bool) -> String? {
    var bytes: [UInt8] = []
    while true {
      var byte: UInt8 = 0
      let count = read(STDIN_FILENO, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1 else { return nil }
      switch byte {
      case 0x0A, 0x0D: return String(decoding: bytes, as: UTF8.self)
      case 0x03:
        isStopped = true
        return nil
      case 0x04: return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
      case 0x15: bytes = []
      case 0x08, 0x7F:
        // A character may have several bytes.
        while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
      default: bytes.append(byte)
      }
    }
  }
}
