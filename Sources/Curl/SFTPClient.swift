package import HTTP
internal import Synchronization

/// An account on a server for file exchange.
package struct SFTPAccount: Sendable {
  package enum Credential: Sendable {
    case password(String)
    /// In the form of OpenSSH or PEM.
    case privateKey(String, passphrase: String?)
  }

  /// What the server must prove to be; there is no way to leave this out.
  package enum HostKey: Sendable {
    /// `SHA256:` and the letters that `ssh-keygen -l` shows.
    case fingerprint(String)
    /// A line, or several, of a file `known_hosts`.
    case knownHosts(String)
  }

  package let host: String
  package let port: Int
  package let username: String
  package let credential: Credential
  package let hostKey: HostKey

  package init(host: String, port: Int = 22, username: String, credential: Credential, hostKey: HostKey) {
    self.host = host
    self.port = port
    self.username = username
    self.credential = credential
    self.hostKey = hostKey
  }
}

/// A file or folder on a server.
package struct SFTPEntry: Sendable, Hashable {
  package let name: String
  /// Nil where the server writes its lists in a form of its own.
  package let size: Int?
  package let isFolder: Bool

  /// From a line such as `-rw-r--r--    1 user     group        1234 Nov 21 06:03 name`, which servers write for people.
  init(_ name: String, _ line: Substring?) {
    self.name = name
    let head = String(decoding: (line ?? "").utf8.dropLast(name.utf8.count), as: UTF8.self)
    let parts = head.split(separator: " ")
    isFolder = parts.first?.first == "d"
    size = parts.count >= 8 ? Int(parts[4]) : nil
  }
}

/// Reads and writes files on a server by SFTP.
///
/// Paths are absolute; `/~/` begins in the account's own folder.
package final class SFTPClient: Sendable {
  private let loop: TransferLoop
  private let account: SFTPAccount
  private let addressGuard: AddressGuard
  private let deadlines: Deadlines

  package init(
    account: SFTPAccount, guarding addressGuard: AddressGuard, deadlines: Deadlines = Deadlines()
  ) throws(HTTPFailure) {
    do {
      // The host stands under the same rules as in a web address.
      _ = try WebAddress("https://\(account.host):\(account.port)/")
    } catch {
      throw HTTPFailure(.malformed, "`\(account.host)` is no host: \(error.message)")
    }
    loop = try TransferLoop(keptConnections: 2)
    self.account = account
    self.addressGuard = addressGuard
    self.deadlines = deadlines
  }

  deinit { loop.close() }

  /// The names in a folder, those of folders too, in order.
  package func list(_ folder: String) async throws(HTTPFailure) -> [String] {
    let bytes = try await run(.list, folder.hasSuffix("/") ? folder : folder + "/", limit: 16 << 20)
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
      .filter { $0 != "." && $0 != ".." }.sorted()
  }

  /// What lies in a folder, in order, with what the server tells of each.
  package func entries(_ folder: String) async throws(HTTPFailure) -> [SFTPEntry] {
    let folder = folder.hasSuffix("/") ? folder : folder + "/"
    let names = try await list(folder)
    if names.isEmpty { return [] }
    let bytes = try await run(.listLong, folder, limit: 16 << 20)
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    return names.map { name in
      SFTPEntry(name, lines.first { $0.hasSuffix(" " + name) })
    }
  }

  /// The content of a file; refused when it is longer than the limit.
  package func get(_ path: String, limit: Int) async throws(HTTPFailure) -> [UInt8] {
    try await run(.get, path, limit: limit)
  }

  /// The content of a file of any length, which is not held in memory.
  package func fetch(_ path: String, limit: Int) async throws(HTTPFailure) -> BodyFile {
    guard let file = try await transfer(.fetch, path, limit: limit).file else {
      throw HTTPFailure(.tooLarge, "there is no room on the disk for the file")
    }
    return file
  }

  /// Writes a file under a name of its own and renames it when it is whole, so that nobody sees half of it.
  ///
  /// Fails when a file of that name is there.
  package func put(_ content: BodyFile, to path: String) async throws(HTTPFailure) {
    _ = try await run(.put(content, then: path), path + ".part", limit: 0)
  }

  package func rename(_ path: String, to other: String) async throws(HTTPFailure) {
    _ = try await run(
      .commands(["rename \(SFTPTransfer.quoted(path)) \(SFTPTransfer.quoted(other))"]), "/", limit: 0)
  }

  package func delete(_ path: String) async throws(HTTPFailure) {
    _ = try await run(.commands(["rm \(SFTPTransfer.quoted(path))"]), "/", limit: 0)
  }

  private func run(_ task: SFTPTransfer.Task, _ path: String, limit: Int) async throws(HTTPFailure) -> [UInt8]
  {
    try await transfer(task, path, limit: limit).bytes
  }

  private func transfer(
    _ task: SFTPTransfer.Task, _ path: String, limit: Int
  ) async throws(HTTPFailure) -> SFTPTransfer.Received {
    guard path.hasPrefix("/"), path.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      throw HTTPFailure(.malformed, "a path of a file begins with `/` and holds no line breaks")
    }
    return try await loop.run { [account, addressGuard, deadlines] answer in
      SFTPTransfer(task, path, account, addressGuard, deadlines, limit: limit, answer: answer)
    }.get()
  }
}
