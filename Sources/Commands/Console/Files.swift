internal import Disk
internal import Glibc

/// Why a file could not be read or written.
package struct FileProblem: Error, Sendable, Hashable, CustomStringConvertible {
  package let path: String
  package let reason: String

  package init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// `acme.yaml: no such file or directory`.
  var sentence: String { "\(Visible.word(path, limit: 400)): \(reason)" }

  package var description: String { sentence }
}

/// The few things commands do with the file system.
enum Files {
  enum Kind: Sendable {
    case file, folder, other
  }

  static func currentFolder() -> String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
  }

  static func kind(of path: String) -> Kind? {
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    switch information.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  /// Whether a file begins as a database or its journal does: whoever writes over it has lost a store.
  static func isDatabase(_ path: String) -> Bool {
    // A pipe has no beginning that could be looked at without taking it.
    guard kind(of: path) == .file else { return false }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 16)
    guard Glibc.read(descriptor, &bytes, bytes.count) == bytes.count else { return false }
    return bytes == Array("SQLite format 3\0".utf8) || bytes.starts(with: [0x37, 0x7F, 0x06])
  }

  /// Changes whenever the file does: its time of change and its size.
  static func stamp(of path: String) -> FileStamp? {
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    return FileStamp(
      seconds: information.st_mtim.tv_sec, nanoseconds: information.st_mtim.tv_nsec,
      size: Int(information.st_size), inode: UInt64(information.st_ino))
  }

  /// More than any file a person works with; a device such as `/dev/zero` never ends.
  private static let largest = 64 << 20

  static func read(_ path: String) throws(FileProblem) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileProblem(path: path, reason: SystemError.text(errno)) }
    defer { close(descriptor) }
    return try read(descriptor: descriptor, named: path)
  }

  static func read(descriptor: Int32, named name: String) throws(FileProblem) -> [UInt8] {
    var bytes: [UInt8] = []
    var information = stat()
    if fstat(descriptor, &information) == 0 { bytes.reserveCapacity(min(Int(information.st_size), largest)) }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileProblem(path: name, reason: SystemError.text(errno))
      }
      bytes += buffer[..<min(count, buffer.count)]
      guard bytes.count <= largest else {
        throw FileProblem(path: name, reason: "larger than \(largest >> 20) MB, or endless")
      }
    }
  }

  /// Takes a piece of a file that is being written.
  typealias Put = ([UInt8]) throws(FileProblem) -> Void

  static func write(_ bytes: [UInt8], to path: String) throws(FileProblem) {
    try write(to: path) { (put) throws(FileProblem) in try put(bytes) }
  }

  /// Replaces a file in one step, so that no reader and no crash ever sees half of it.
  static func write(
    to path: String, _ body: (Put) throws(FileProblem) -> Void
  ) throws(FileProblem) {
    // A device or a pipe is written into; putting a file in its place would take it away from everybody.
    if kind(of: path) == .other { return try fill(path, O_WRONLY, 0, body) }
    // A link keeps pointing where it points.
    let target = resolved(path)
    let draft = "\(target).\(getpid()).tmp"
    var mode = mode_t(0o644)
    var information = stat()
    if stat(target, &information) == 0 { mode = information.st_mode & 0o7777 }
    do throws(FileProblem) {
      try fill(draft, O_WRONLY | O_CREAT | O_EXCL, mode, body)
      // The mask of the process took bits away from the mode that the old file had.
      guard chmod(draft, mode) == 0, rename(draft, target) == 0 else {
        throw FileProblem(path: path, reason: SystemError.text(errno))
      }
    } catch {
      unlink(draft)
      throw error.path == draft ? FileProblem(path: path, reason: error.reason) : error
    }
  }

  private static func fill(
    _ path: String, _ flags: Int32, _ mode: mode_t, _ body: (Put) throws(FileProblem) -> Void
  ) throws(FileProblem) {
    let descriptor = open(path, flags | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw FileProblem(path: path, reason: SystemError.text(errno)) }
    do throws(FileProblem) {
      try body { (piece) throws(FileProblem) in
        if let number = Descriptor.write(piece, to: descriptor) {
          throw FileProblem(path: path, reason: SystemError.text(number))
        }
      }
    } catch {
      close(descriptor)
      throw error
    }
    if close(descriptor) != 0 { throw FileProblem(path: path, reason: SystemError.text(errno)) }
  }

  /// Makes a folder and those it lies in.
  static func makeFolder(_ path: String) throws(FileProblem) {
    if kind(of: path) == .folder { return }
    let parent = Paths.parent(of: path)
    if parent != path, kind(of: parent) == nil { try makeFolder(parent) }
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw FileProblem(path: path, reason: SystemError.text(errno))
    }
  }

  static func remove(_ path: String) { unlink(path) }

  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }
}

/// What changes whenever a file does.
struct FileStamp: Sendable, Hashable {
  let seconds: Int
  let nanoseconds: Int
  let size: Int
  let inode: UInt64
}
