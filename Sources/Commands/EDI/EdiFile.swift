internal import Disk
internal import EDI
internal import Glibc

/// A file of segments that is open for reading; closed when it goes out of use.
final class EdiFile {
  let path: String
  private let descriptor: Int32
  private let isOwned: Bool

  init(_ path: String, in folder: String) throws(FileProblem) {
    self.path = path
    if path == "-" {
      descriptor = STDIN_FILENO
      isOwned = false
      return
    }
    descriptor = open(Paths.joined(folder, path), O_RDONLY | O_CLOEXEC)
    isOwned = true
    guard descriptor >= 0 else { throw FileProblem(path: path, reason: SystemError.text(errno)) }
  }

  deinit { if isOwned, descriptor >= 0 { close(descriptor) } }

  var feed: ByteFeed { .descriptor(descriptor) }

  /// Up to so many bytes from an offset on; nil where the file cannot be read twice.
  func bytes(from offset: Int, count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    let got = pread(descriptor, &bytes, count, offset)
    guard got >= 0 else { return nil }
    bytes.removeLast(count - min(got, count))
    return bytes
  }

  /// The size; nil for pipes and devices.
  var size: Int? {
    var information = stat()
    guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(information.st_size)
  }
}
