internal import Glibc
internal import TestSupport
internal import Testing

/// A shell script run over the built program, as a user would.
struct ChildProcess {
  /// The exit code, 128 and more for a death by a signal.
  let code: Int32
  let output: String
  let errors: String

  /// Runs `script` in a folder; `$CONNECTOR` is the program, and nothing of this process's environment is passed on
  /// but the path.
  init(_ script: String, in folder: String, environment: [String: String] = [:]) throws {
    let mark = "\(getpid())-\(UInt64.random(in: 0 ... .max))"
    let outputPath = "/tmp/connector-out-\(mark)"
    let errorsPath = "/tmp/connector-err-\(mark)"
    defer {
      unlink(outputPath)
      unlink(errorsPath)
    }
    var variables = ["CONNECTOR=\(try Self.program())", "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"]
    variables += environment.map { "\($0.key)=\($0.value)" }
    // A program that hangs fails the test instead of the run; one that others hold up does not.
    let words = [
      "timeout", "480", "bash", "-c", "cd \"$1\" || exit 99; eval \"$2\"", "test", folder, script,
    ]
    code = try Self.spawn("/usr/bin/timeout", words, variables, output: outputPath, errors: errorsPath)
    output = DiskText.of(outputPath) ?? ""
    errors = DiskText.of(errorsPath) ?? ""
  }

  struct Failure: Error {
    let reason: String
  }

  /// The program lies beside the tests.
  private static func program() throws -> String {
    guard let pointer = realpath("/proc/self/exe", nil) else {
      throw Failure(reason: "no path of this process")
    }
    defer { free(pointer) }
    let bundle = String(cString: pointer)
    let program = bundle.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/connector"
    guard access(program, X_OK) == 0 else { throw Failure(reason: "no program at \(program)") }
    return program
  }

  private static func spawn(
    _ path: String, _ words: [String], _ variables: [String], output: String, errors: String
  ) throws -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    // Locks that this process holds must not live on in a child.
    for descriptor in Int32(3)..<64 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    // Threads of the tests block signals, and children inherit that.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let arguments = words.map { strdup($0) } + [nil]
    let environment = variables.map { strdup($0) } + [nil]
    defer { (arguments + environment).forEach { free($0) } }
    var child = pid_t()
    let started = posix_spawn(&child, path, &actions, &attributes, arguments, environment)
    guard started == 0 else { throw Failure(reason: "cannot start \(path): error \(started)") }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { throw Failure(reason: "cannot wait for \(path)") }
    }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}
