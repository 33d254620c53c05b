internal import Glibc

/// Another program, run to its end.
struct ChildProgram {
  /// Nil when it ended by a signal.
  let status: Int32?
  let output: [UInt8]

  /// Nil when it cannot be run at all.
  ///
  /// Its input is empty, what it complains about is thrown away, and what it writes goes through a file, so that neither waits for the
  /// other.
  init?(_ words: [String]) {
    guard let name = words.first, let output = tmpfile() else { return nil }
    defer { fclose(output) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, fileno(output), STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process = pid_t()
    guard posix_spawnp(&process, name, &actions, nil, &arguments, environ) == 0 else { return nil }
    var ending: Int32 = 0
    while waitpid(process, &ending, 0) < 0 {
      guard errno == EINTR else { return nil }
    }
    status = ending & 0x7F == 0 ? ending >> 8 & 0xFF : nil
    guard lseek(fileno(output), 0, SEEK_SET) == 0,
      let written = try? Files.read(descriptor: fileno(output), named: "the output of a program")
    else { return nil }
    self.output = written
  }
}
