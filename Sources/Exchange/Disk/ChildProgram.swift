internal import Glibc
internal import HTTP
internal import Language
internal import Programs

/// Another program, run to its end.
enum ChildProgram {
  struct Outcome {
    let code: Int32
    /// What it wrote, in a file without a name: nothing of it stays, also when this process is killed.
    let content: BodyFile
    let errors: String

    /// What it wrote, where that is known to be short.
    var output: String {
      get throws(RunFailure) {
        String(decoding: try content.bytes(limit: ChildProgram.mostSaid), as: UTF8.self)
      }
    }

    /// The last thing it complained about.
    var reason: String {
      let lines = errors.split(separator: "\n").map(String.init)
      let last = lines.last ?? "it ended with \(code)"
      return last.hasPrefix("gpg: ") ? String(last.dropFirst(5)) : last
    }
  }

  private static let mostSaid = 1 << 20

  static func run(
    _ name: String, _ arguments: [String], input: BodyFile? = nil
  ) throws(RunFailure) -> Outcome {
    guard let output = BodyFile.Draft(), let errors = BodyFile.Draft() else {
      throw LocalFiles.noRoom(for: "what `\(name)` writes")
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input?.path ?? "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.path, O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors.path, O_WRONLY, 0)
    // `gpg` leaves an agent behind for a while, which must hold nothing of ours open: no lock, no database.
    for descriptor in (try? LocalFiles.names(in: "/proc/self/fd"))?.compactMap({ Int32($0) }) ?? []
    where descriptor > STDERR_FILENO {
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
    // Signals that this program waits for are none of the other's concern.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let texts: [String] = [name] + arguments
    var words: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
    words.append(nil)
    let variables: [String] = ["PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8"]
    var environment: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) }
    environment.append(nil)
    var child = pid_t()
    let started = posix_spawnp(&child, name, &actions, &attributes, words, environment)
    (words + environment).forEach { free($0) }
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
    guard started == 0 else {
      throw RunFailure(.not_found, "`\(name)` is not there: install it to use encrypted files")
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    let said = errors.finish().bytes(from: 0, count: mostSaid) ?? []
    return Outcome(
      code: signal == 0 ? (status >> 8) & 0xFF : 128 + signal, content: output.finish(),
      errors: String(decoding: said, as: UTF8.self))
  }
}
