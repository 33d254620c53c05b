internal import Glibc
internal import HTTP
internal import Language
internal import Programs

/// A home of `gpg` that nobody else sees, gone with the last reference; one whose process was killed, with the next one.
final class GPGHome {
  private let folder: String
  /// Locked as long as the home is in use.
  private let lock: Int32

  private static let prefix = "connector-gpg-"
  private static let lockName = "/in-use"

  init() throws(RunFailure) {
    Self.removeLeftBehind()
    let parent = Self.parent
    var template = Array("\(parent)/\(Self.prefix)XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw LocalFiles.failure(parent) }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    lock = open(folder + Self.lockName, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else { throw LocalFiles.failure(folder) }
  }

  deinit {
    Self.remove(folder)
    if lock >= 0 { close(lock) }
  }

  /// In memory where there is such a place, because keys need no disk.
  ///
  /// Short, because names of sockets are.
  private static var parent: String { access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp" }

  /// Takes homes away that nobody uses any more: a process that is killed leaves the keys of its home behind.
  static func removeLeftBehind() {
    for name in (try? LocalFiles.names(in: parent)) ?? [] where name.hasPrefix(prefix) {
      let folder = parent + "/" + name
      var information = stat()
      guard lstat(folder, &information) == 0, information.st_uid == geteuid(),
        information.st_mode & S_IFMT == S_IFDIR
      else { continue }
      let lock = open(folder + lockName, O_WRONLY | O_CLOEXEC)
      // Without its lock yet it is just being made, or its process died just then.
      let isFree =
        lock >= 0 ? flock(lock, LOCK_EX | LOCK_NB) == 0 : time(nil) - information.st_mtim.tv_sec > 60
      if isFree { remove(folder) }
      if lock >= 0 { close(lock) }
    }
  }

  private static func remove(_ folder: String) {
    _ = try? ChildProgram.run("gpgconf", ["--homedir", folder, "--kill", "all"])
    LocalFiles.removeTree(folder)
  }

  /// Takes a key in; the fingerprints of what it holds.
  func keep(_ key: String, _ title: String, _ passphrase: String? = nil) throws(RunFailure) -> [String] {
    var words = common + ["--status-fd", "1"]
    if let passphrase { words += try secret(passphrase) }
    let done = try ChildProgram.run("gpg", words + ["--import"], input: .holding(Array(key.utf8)))
    let fingerprints = try done.output.split(separator: "\n").compactMap { line -> String? in
      let words = line.split(separator: " ")
      return words.count >= 4 && words[1] == "IMPORT_OK" ? String(words[3]) : nil
    }
    guard done.code == 0 || !fingerprints.isEmpty else {
      throw RunFailure(.credentials, "\(title) cannot be used: \(done.reason)")
    }
    return fingerprints
  }

  /// What comes out has no name on any disk, so that nothing readable is left behind.
  func run(
    _ words: [String], on content: BodyFile, _ passphrase: String?, _ complaint: String
  ) throws(RunFailure) -> BodyFile {
    let done = try ChildProgram.run("gpg", common + secret(passphrase ?? "") + words, input: content)
    guard done.code == 0 else { throw RunFailure(.credentials, "\(complaint): \(done.reason)") }
    return done.content
  }

  private var common: [String] {
    ["--homedir", folder, "--batch", "--yes", "--no-tty", "--quiet", "--pinentry-mode", "loopback"]
  }

  /// In a file and not in the arguments, which everybody on the machine can see.
  private func secret(_ passphrase: String) throws(RunFailure) -> [String] {
    let path = folder + "/passphrase"
    if LocalFiles.size(of: path) == nil { try LocalFiles.write(.holding(Array(passphrase.utf8)), to: path) }
    return ["--passphrase-file", path]
  }
}
