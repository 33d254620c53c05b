internal import Language
internal import Glibc
package import Programs

/// Encrypts and decrypts with `gpg`, in a home of its own that is gone afterwards: no key of the machine's owner is used or changed.
package struct OpenPGP: Sendable {
  /// The partner's public key; files for the partner are encrypted for it.
  package var partnerKey: String?
  /// Our private key.
  package var ownKey: String?
  package var passphrase: String?
  package var signs = false

  package init() {}

  /// What `gpg` takes for a message or key.
  private static let armour = "-----BEGIN PGP "

  /// Whether a file is encrypted, by its name or its beginning.
  static func isEncrypted(_ name: String, _ bytes: [UInt8]) -> Bool {
    let ending = name.lowercased().split(separator: ".").last ?? ""
    return ["pgp", "gpg", "asc"].contains(ending) || bytes.starts(with: Array((armour + "MESSAGE").utf8))
  }

  /// The name of what is inside.
  static func plainName(_ name: String) -> String {
    for ending in [".pgp", ".gpg", ".asc"] where name.lowercased().hasSuffix(ending) {
      return String(name.dropLast(ending.count))
    }
    return name
  }

  package func encrypt(_ bytes: [UInt8]) async throws(RunFailure) -> [UInt8] {
    guard let partnerKey else {
      throw RunFailure(.not_found, "there is no public key of the partner to encrypt for")
    }
    return try await AsideThread.run { () throws(RunFailure) in
      let home = try GPGHome()
      let partner = try home.keep(partnerKey, "the partner's public key")
      guard let recipient = partner.first else {
        throw RunFailure(.credentials, "the partner's public key holds no key")
      }
      var words = ["--trust-model", "always", "--recipient", recipient]
      if signs {
        guard let own = try keepOwnKey(in: home) else {
          throw RunFailure(.credentials, "there is no private key to sign with")
        }
        words += ["--sign", "--local-user", own]
      }
      return try home.run(words + ["--encrypt"], on: bytes, passphrase, "cannot encrypt for the partner")
    }
  }

  package func decrypt(_ bytes: [UInt8]) async throws(RunFailure) -> [UInt8] {
    try await AsideThread.run { () throws(RunFailure) in
      let home = try GPGHome()
      guard try keepOwnKey(in: home) != nil else {
        throw RunFailure(.credentials, "the file is encrypted, and there is no private key to open it")
      }
      // With the partner's key a signature can be judged; without it, it is passed over.
      if let partnerKey { _ = try home.keep(partnerKey, "the partner's public key") }
      return try home.run(["--decrypt"], on: bytes, passphrase, "the file cannot be decrypted")
    }
  }

  private func keepOwnKey(in home: GPGHome) throws(RunFailure) -> String? {
    guard let ownKey else { return nil }
    return try home.keep(ownKey, "our private key", passphrase).first
  }
}

/// A home of `gpg` that nobody else sees, gone with the last reference.
private final class GPGHome {
  private let folder: String

  init() throws(RunFailure) {
    // In memory where there is such a place: keys need no disk. Short, because names of sockets are.
    let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    var template = Array("\(parent)/gpg-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw LocalFiles.failure(parent) }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    _ = try? ChildProgram.run("gpgconf", ["--homedir", folder, "--kill", "all"], in: folder)
    LocalFiles.removeTree(folder)
  }

  /// Takes a key in; the fingerprints of what it holds.
  func keep(_ key: String, _ title: String, _ passphrase: String? = nil) throws(RunFailure) -> [String] {
    let path = folder + "/key.\(key.utf8.count)"
    try LocalFiles.write(Array(key.utf8), to: path)
    defer { unlink(path) }
    var words = common + ["--status-fd", "1"]
    if let passphrase { words += try secret(passphrase) }
    let done = try ChildProgram.run("gpg", words + ["--import", path], in: folder)
    let fingerprints = done.output.split(separator: "\n").compactMap { line -> String? in
      let words = line.split(separator: " ")
      return words.count >= 4 && words[1] == "IMPORT_OK" ? String(words[3]) : nil
    }
    guard done.code == 0 || !fingerprints.isEmpty else {
      throw RunFailure(.credentials, "\(title) cannot be used: \(done.reason)")
    }
    return fingerprints
  }

  func run(
    _ words: [String], on bytes: [UInt8], _ passphrase: String?, _ complaint: String
  ) throws(RunFailure) -> [UInt8] {
    let (input, output) = (folder + "/in", folder + "/out")
    try LocalFiles.write(bytes, to: input)
    defer { unlink(input) }
    let secret = try secret(passphrase ?? "")
    let done = try ChildProgram.run(
      "gpg", common + secret + ["--output", output] + words + [input], in: folder)
    guard done.code == 0 else { throw RunFailure(.credentials, "\(complaint): \(done.reason)") }
    defer { unlink(output) }
    return try LocalFiles.read(output, limit: FilePlaces.largestFile)
  }

  private var common: [String] {
    ["--homedir", folder, "--batch", "--yes", "--no-tty", "--quiet", "--pinentry-mode", "loopback"]
  }

  /// In a file and not in the arguments, which everybody on the machine can see.
  private func secret(_ passphrase: String) throws(RunFailure) -> [String] {
    let path = folder + "/passphrase"
    if LocalFiles.size(of: path) == nil { try LocalFiles.write(Array(passphrase.utf8), to: path) }
    return ["--passphrase-file", path]
  }
}

/// Another program, run to its end.
enum ChildProgram {
  struct Outcome {
    let code: Int32
    let output: String
    let errors: String

    /// The last thing it complained about.
    var reason: String {
      let lines = errors.split(separator: "\n").map(String.init)
      let last = lines.last ?? "it ended with \(code)"
      return last.hasPrefix("gpg: ") ? String(last.dropFirst(5)) : last
    }
  }

  /// What it says goes into files of a folder that nobody else sees.
  static func run(_ name: String, _ arguments: [String], in folder: String) throws(RunFailure) -> Outcome {
    let (output, errors) = (folder + "/stdout", folder + "/stderr")
    defer {
      unlink(output)
      unlink(errors)
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, flags, 0o600)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, flags, 0o600)
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
    return Outcome(
      code: signal == 0 ? (status >> 8) & 0xFF : 128 + signal,
      output: String(decoding: try LocalFiles.read(output, limit: 1 << 20), as: UTF8.self),
      errors: String(decoding: try LocalFiles.read(errors, limit: 1 << 20), as: UTF8.self))
  }
}
