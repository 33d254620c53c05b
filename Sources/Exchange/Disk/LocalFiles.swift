internal import Disk
internal import Glibc
internal import HTTP
internal import Language
internal import Programs

/// What an exchange does with files of this machine; what it writes is on the disk before it has a name.
enum LocalFiles {
  static func names(in folder: String) throws(RunFailure) -> [String] {
    guard let names = Folder.names(in: folder) else { throw failure(folder) }
    return names
  }

  /// The size of a regular file; nil for what is none or is not there.
  static func size(of path: String) -> Int? {
    var information = stat()
    guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(information.st_size)
  }

  static func isFolder(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
  }

  /// A file that nobody else changes, read where it lies.
  static func open(_ path: String) throws(RunFailure) -> BodyFile {
    guard let file = BodyFile(opening: path) else { throw failure(path) }
    return file
  }

  /// What a file holds now, whatever becomes of it.
  static func copy(_ path: String, limit: Int) throws(RunFailure) -> BodyFile {
    let file = try open(path)
    guard file.count <= limit else { throw RunFailure(.provider, "\(path) is longer than \(limit >> 20) MB") }
    guard let draft = BodyFile.Draft() else { throw noRoom(for: path) }
    try file.forEachPiece { (piece) throws(RunFailure) in
      if !piece.withUnsafeBufferPointer({ draft.append($0) }) { throw noRoom(for: path) }
    }
    return draft.finish()
  }

  static func noRoom(for name: String) -> RunFailure {
    RunFailure(.provider, "there is no room for \(name)", isPassing: true)
  }

  /// Writes a file that its owner alone may read, under a passing name first; never in the place of another.
  static func write(_ content: BodyFile, to path: String, mode: mode_t = 0o600) throws(RunFailure) {
    let draft = path + ".part"
    // What a process left behind that died while it wrote.
    unlink(draft)
    let descriptor = Glibc.open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw failure(path) }
    do throws(RunFailure) {
      try content.forEachPiece { (piece) throws(RunFailure) in
        if let number = Descriptor.write(piece, to: descriptor) { throw failure(path, number) }
      }
    } catch {
      close(descriptor)
      unlink(draft)
      throw error
    }
    var problem = fsync(descriptor) == 0 ? nil : errno
    if close(descriptor) != 0, problem == nil { problem = errno }
    if problem == nil { problem = name(draft, path) }
    if let problem {
      unlink(draft)
      throw failure(path, problem)
    }
    syncFolder(of: path)
  }

  /// Gives a file its name; the number of the error when something has that name already.
  private static func name(_ draft: String, _ path: String) -> Int32? {
    if link(draft, path) == 0 {
      unlink(draft)
      return nil
    }
    guard errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS else { return errno }
    // A share that knows no links.
    if access(path, F_OK) == 0 { return EEXIST }
    return rename(draft, path) == 0 ? nil : errno
  }

  static func move(_ path: String, to other: String) throws(RunFailure) {
    guard rename(path, other) == 0 else { throw failure(path) }
    syncFolder(of: other)
  }

  static func remove(_ path: String) throws(RunFailure) {
    guard unlink(path) == 0 || errno == ENOENT else { throw failure(path) }
  }

  /// Makes a folder and those it lies in, for its owner alone.
  static func makeFolder(_ path: String, mode: mode_t = 0o700) throws(RunFailure) {
    if isFolder(path) { return }
    let parent = Folder.of(path)
    if parent != path, !parent.isEmpty { try makeFolder(parent, mode: mode) }
    guard mkdir(path, mode) == 0 || errno == EEXIST else { throw failure(path) }
    syncFolder(of: path)
  }

  static func removeTree(_ path: String) {
    guard isFolder(path) else {
      unlink(path)
      return
    }
    for name in (try? names(in: path)) ?? [] { removeTree(path + "/" + name) }
    rmdir(path)
  }

  private static func syncFolder(of path: String) {
    let folder = Glibc.open(Folder.of(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  static func failure(_ path: String, _ number: Int32 = errno) -> RunFailure {
    RunFailure(
      number == EACCES || number == EPERM ? .permission : .not_found, "\(path): \(SystemError.text(number))",
      isPassing: number == ENOSPC || number == EIO)
  }
}
