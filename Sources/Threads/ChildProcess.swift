internal import Disk
internal import Glibc

/// Another program, run to its end.
package enum ChildProcess {
  /// What it ended with, 128 and more for the number of a signal; nil when it cannot be run.
  ///
  /// What it reads, writes and complains about are files, so that neither waits for the other. Without an environment it gets that of this
  /// process.
  package static func run(
    _ words: [String], environment: [String]? = nil, input: String = "/dev/null", output: String,
    errors: String = "/dev/null"
  ) -> Int32? {
    guard let name = words.first else { return nil }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY, 0)
    // `gpg` leaves an agent behind for a while, which must hold nothing of ours open: no lock, no database.
    for descriptor in (Folder.names(in: "/proc/self/fd") ?? []).compactMap({ Int32($0) })
    where descriptor > STDERR_FILENO {
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
    // Signals that this program waits for are none of the other's concern.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let arguments = words.map { strdup($0) } + [nil]
    let variables = (environment ?? []).map { strdup($0) } + [nil]
    defer { (arguments + variables).forEach { free($0) } }
    var child = pid_t()
    let started =
      environment == nil
      ? posix_spawnp(&child, name, &actions, &attributes, arguments, environ)
      : posix_spawnp(&child, name, &actions, &attributes, arguments, variables)
    guard started == 0 else { return nil }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { return nil }
    }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}
