internal import Glibc
internal import Synchronization

/// Where a project's files come from; paths are relative to the project and use `/`.
package protocol FileTree: Sendable {
  /// The names in a folder, sorted; folders end in `/`. Empty when there is no such folder.
  func names(in folder: String) -> [String]
  /// The bytes of a file, at most `limit`; nil when it cannot be read.
  func bytes(of path: String, limit: Int) -> [UInt8]?
  /// Why something that is there cannot be read; nil when nothing is there.
  func obstacle(at path: String) -> String?
}

extension FileTree {
  package func obstacle(at path: String) -> String? { nil }
}

/// Files on disk below a folder.
///
/// A project may come from anyone: only regular files inside it are read, whatever links and pipes lie there.
package struct DiskTree: FileTree {
  package let root: String
  /// Where the project's folders really are; its top folders may be links, what lies in them may not lead out.
  private let realRoots: [String]
  private let inside = KnownFolders()

  private static let topFolders = ["", "connectors", "mappings", "schemas", "docs"]

  package init(root: String) {
    self.root = root
    realRoots = Self.topFolders.compactMap { Self.realPath($0.isEmpty ? root : root + "/" + $0) }
  }

  package func names(in folder: String) -> [String] {
    guard let directory = opendir(absolute(folder)) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(".") { continue }
      names.append(isFolder(entry.pointee.d_type, folder, name) ? name + "/" : name)
    }
    return names.sorted()
  }

  private func isFolder(_ type: UInt8, _ folder: String, _ name: String) -> Bool {
    if Int32(type) == DT_DIR { return true }
    guard Int32(type) == DT_LNK || Int32(type) == DT_UNKNOWN else { return false }
    var status = stat()
    return stat(absolute(folder + "/" + name), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  package func bytes(of path: String, limit: Int) -> [UInt8]? {
    guard let descriptor = descriptor(of: path) else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let wanted = min(max(Int(status.st_size), 0), limit)
    var count = 0
    var isBroken = false
    let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
      while count < wanted {
        let got = read(descriptor, buffer.baseAddress.map { $0 + count }, wanted - count)
        if got < 0, errno == EINTR { continue }
        if got < 0 { isBroken = true }
        if got <= 0 { break }
        count += got
      }
      filled = count
    }
    return isBroken ? nil : bytes
  }

  /// Opens a file that lies inside; nil for anything else.
  private func descriptor(of path: String) -> Int32? {
    // Opening a pipe would wait for somebody to write into it.
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK
    let whole = absolute(path)
    // What is no link lies where its folder lies, and the folder is asked once for all files in it.
    let folder = whole.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(whole[..<$0]) } ?? ""
    if inside.holds(folder, judge: { !leadsOut(folder) }) {
      let descriptor = open(whole, flags | O_NOFOLLOW)
      if descriptor >= 0 || errno != ELOOP { return descriptor >= 0 ? descriptor : nil }
    }
    guard !leadsOut(path) else { return nil }
    let descriptor = open(whole, flags)
    return descriptor >= 0 ? descriptor : nil
  }

  package func obstacle(at path: String) -> String? {
    var status = stat()
    guard lstat(absolute(path), &status) == 0 else { return nil }
    if status.st_mode & S_IFMT == S_IFLNK, stat(absolute(path), &status) != 0 {
      return "the link leads nowhere"
    }
    if leadsOut(path) { return "the link leads out of the project" }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return "the system refuses to read it"
    case S_IFDIR: return "it is a folder"
    default: return "it is no regular file"
    }
  }

  private func leadsOut(_ path: String) -> Bool {
    guard let real = Self.realPath(absolute(path)) else { return false }
    return !realRoots.contains { real == $0 || real.hasPrefix($0 == "/" ? $0 : $0 + "/") }
  }

  private static func realPath(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  private func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    return path.isEmpty ? root : root + "/" + path
  }
}

/// Folders that were found to lie inside of the project.
private final class KnownFolders: Sendable {
  private let folders = Mutex<Set<String>>([])

  func holds(_ folder: String, judge: () -> Bool) -> Bool {
    if folders.withLock({ $0.contains(folder) }) { return true }
    guard judge() else { return false }
    folders.withLock { _ = $0.insert(folder) }
    return true
  }
}

/// Files in memory, laid over another tree: an unsaved buffer of an editor, an example, a test.
package struct MemoryTree: FileTree {
  private let files: [String: [UInt8]]
  private let base: (any FileTree)?

  package init(_ files: [String: String], over base: (any FileTree)? = nil) {
    self.files = files.mapValues { Array($0.utf8) }
    self.base = base
  }

  package init(bytes files: [String: [UInt8]], over base: (any FileTree)? = nil) {
    self.files = files
    self.base = base
  }

  package func names(in folder: String) -> [String] {
    let prefix = folder.isEmpty ? "" : folder + "/"
    var names = Set(base?.names(in: folder) ?? [])
    for path in files.keys where path.hasPrefix(prefix) {
      let rest = path.dropFirst(prefix.count)
      if let slash = rest.firstIndex(of: "/") {
        names.insert(String(rest[...slash]))
      } else {
        names.insert(String(rest))
      }
    }
    return names.sorted()
  }

  package func bytes(of path: String, limit: Int) -> [UInt8]? {
    files[path].map { Array($0.prefix(limit)) } ?? base?.bytes(of: path, limit: limit)
  }

  package func obstacle(at path: String) -> String? {
    if files[path] != nil { return nil }
    return files.keys.contains { $0.hasPrefix(path + "/") } ? "it is a folder" : base?.obstacle(at: path)
  }
}
