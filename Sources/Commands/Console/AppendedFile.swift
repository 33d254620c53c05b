internal import Disk
internal import Glibc

/// A file that lines are added to, each in one step, so that several processes may share it.
final class AppendedFile: Sendable {
  private let descriptor: Int32

  /// Made when it is not there, for its owner only.
  init(_ path: String) throws(FileProblem) {
    if Files.isDatabase(path) { throw FileProblem(path: path, reason: "it is a database, and no log") }
    descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileProblem(path: path, reason: SystemError.text(errno)) }
  }

  deinit { close(descriptor) }

  /// A line that cannot be written is lost: a log is no reason to fail.
  func append(_ line: String) { _ = Descriptor.write(Array(line.utf8), to: descriptor) }
}
