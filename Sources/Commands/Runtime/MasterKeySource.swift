internal import Disk
internal import Glibc
internal import Keys

/// Where the master key comes from: a variable, a file, what a command prints, or a file beside the store.
struct MasterKeySource: Sendable {
  enum Place: Sendable, Hashable {
    case variable(String)
    case file(String)
    case command(String)
    /// Made when there is none and nothing has been sealed.
    case besideStore(String)
    /// For a store that is forgotten with the process.
    case passing(MasterKey)
  }

  static let variable = "CONNECTOR_MASTER_KEY"
  static let fileVariable = "CONNECTOR_MASTER_KEY_FILE"
  static let commandVariable = "CONNECTOR_MASTER_KEY_COMMAND"

  let place: Place
  private let announce: @Sendable (String) -> Void

  /// What the environment says, or a file beside the store at `path`.
  init(_ invocation: Invocation, store path: String) throws(NamedConnector.Refusal) {
    let environment = invocation.console.environment
    let named = [Self.variable, Self.fileVariable, Self.commandVariable].filter {
      environment[$0].map { !$0.isEmpty } ?? false
    }
    guard named.count < 2 else {
      throw NamedConnector.Refusal(
        code: .usage,
        message: "\(Sentence.enumeration(named)) are set: only one can say where the master key is",
        help: nil)
    }
    switch named.first {
    case Self.variable: place = .variable(environment[Self.variable] ?? "")
    case Self.fileVariable:
      place = .file(
        Paths.joined(invocation.console.workingDirectory, environment[Self.fileVariable] ?? ""))
    case Self.commandVariable: place = .command(environment[Self.commandVariable] ?? "")
    default: place = path == ":memory:" ? .passing(MasterKey()) : .besideStore(path + ".key")
    }
    let errors = invocation.console.errors
    // Even with `--quiet`: whoever loses this file loses what it opens.
    announce = { errors.write($0 + "\n") }
  }

  /// Where it comes from, for people.
  var title: String {
    switch place {
    case .variable: "the variable \(Self.variable)"
    case .file(let path), .besideStore(let path): path
    case .command: "the command of \(Self.commandVariable)"
    case .passing: "this process alone"
    }
  }

  /// Whether there is one, as far as can be told without asking for it; none is made before something is sealed.
  var isThere: Bool {
    if case .besideStore(let path) = place { Files.kind(of: path) != nil } else { true }
  }

  func keys(mayMake: Bool) -> Result<MasterKeys, KeyFailure> {
    do {
      switch place {
      case .variable(let text): return .success(try MasterKeys(text: text))
      case .file(let path): return .success(try Self.read(path))
      case .command(let line): return .success(try Self.output(of: line))
      case .passing(let key): return .success(MasterKeys(key))
      case .besideStore(let path):
        if Files.kind(of: path) != nil {
          try Self.checkMode(path)
          return .success(try Self.read(path))
        }
        guard mayMake else {
          throw KeyFailure(
            "the master key \(path) is gone, and the store holds what only it can open; put it back or set "
              + Self.variable)
        }
        return .success(try make(path))
      }
    } catch let failure as KeyFailure {
      return .failure(failure)
    } catch {
      return .failure(KeyFailure("\(error)"))
    }
  }

  private func make(_ path: String) throws(KeyFailure) -> MasterKeys {
    let keys = MasterKeys(MasterKey())
    let text =
      "# The master key of the store beside this file. Whoever has it can read every credential in the store;\n"
      + "# without it nobody can. Keep a copy elsewhere, and never in a repository.\n" + keys.secretText
    guard try Self.create(path, text) else { return try Self.read(path) }
    announce(
      """
      A master key was made: \(path)
      Whoever has this file can read every credential in the store; without it nobody can. Keep a copy in a safe place.
      """)
    return keys
  }

  /// Puts keys into the file in one step that survives a loss of power, or refuses where the place is no file.
  func write(_ keys: MasterKeys) throws(KeyFailure) {
    guard case .besideStore(let path) = place else {
      throw KeyFailure("the master key comes from \(title), and is put there by whoever keeps it")
    }
    let draft = "\(path).new"
    unlink(draft)
    guard try Self.create(draft, keys.secretText) else { throw KeyFailure("\(draft) cannot be made") }
    guard rename(draft, path) == 0 else { throw Self.failure(path) }
    Self.syncFolder(of: path)
  }

  private static func read(_ path: String) throws(KeyFailure) -> MasterKeys {
    do {
      return try MasterKeys(text: String(decoding: try Files.read(path), as: UTF8.self))
    } catch let problem as FileProblem {
      throw KeyFailure("the master key cannot be read: \(problem.sentence)")
    } catch let failure as KeyFailure {
      throw KeyFailure("\(path): \(failure.message)")
    } catch {
      throw KeyFailure("\(path) cannot be read")
    }
  }

  private static func checkMode(_ path: String) throws(KeyFailure) {
    var information = stat()
    guard stat(path, &information) == 0, information.st_mode & 0o077 != 0 else { return }
    throw KeyFailure("others on this machine may read the master key \(path); chmod 600 it")
  }

  /// False when the file is there already.
  private static func create(_ path: String, _ text: String) throws(KeyFailure) -> Bool {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor < 0, errno == EEXIST { return false }
    guard descriptor >= 0 else { throw failure(path) }
    let problem = Descriptor.write(Array(text.utf8), to: descriptor)
    let isSafe = fsync(descriptor) == 0
    close(descriptor)
    guard problem == nil, isSafe else {
      unlink(path)
      throw failure(path)
    }
    syncFolder(of: path)
    return true
  }

  private static func syncFolder(of path: String) {
    let folder = open(Paths.parent(of: path), O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  private static func failure(_ path: String) -> KeyFailure {
    KeyFailure("the master key cannot be written: \(path): \(SystemError.text(errno))")
  }

  private static func output(of line: String) throws(KeyFailure) -> MasterKeys {
    guard let pipe = popen(line, "re") else {
      throw KeyFailure("the command for the master key cannot be run")
    }
    let bytes = try? Files.read(descriptor: fileno(pipe), named: "the command for the master key")
    let status = pclose(pipe)
    guard status == 0, let bytes else {
      throw KeyFailure("the command for the master key failed")
    }
    return try MasterKeys(text: String(decoding: bytes, as: UTF8.self))
  }
}
