import Glibc
import TestSupport

/// Counts how often this process asks for its writes to be on the disk, by watching itself with `strace`.
struct SyncTrace {
  private let path: String
  private let tracer: pid_t

  struct NotAttached: Error {}

  init(_ path: String) throws {
    self.path = path
    var process = pid_t()
    let words = ["strace", "-f", "-qq", "-e", "trace=fdatasync,fsync", "-o", path, "-p", "\(getpid())"]
    var arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    guard posix_spawn(&process, "/usr/bin/strace", nil, nil, &arguments, environ) == 0 else {
      throw NotAttached()
    }
    tracer = process
    for _ in 0..<1_000 where !Self.isTraced { usleep(5_000) }
    if !Self.isTraced { throw NotAttached() }
  }

  func count() -> Int {
    // What was asked for is written down before the call returns, but not always before we go on.
    usleep(100_000)
    return (DiskText.of(path) ?? "").split(separator: "\n").count { $0.contains("sync(") }
  }

  /// Stops watching.
  func finish() -> Int {
    let result = count()
    kill(tracer, SIGKILL)
    var status: Int32 = 0
    waitpid(tracer, &status, 0)
    return max(result, count())
  }

  private static var isTraced: Bool {
    !(DiskText.of("/proc/self/status") ?? "").split(separator: "\n").contains("TracerPid:\t0")
  }
}
