internal import Language
internal import Synchronization

/// A tree whose files are kept from when they are hashed to when they are checked, so that each is read once.
final class FilesReadAhead: FileTree {
  /// A file of this size may have more than was read.
  static let largest = 4_194_305

  private struct Kept {
    var names: [String: [String]] = [:]
    var bytes: [String: [UInt8]] = [:]
  }

  private let base: any FileTree
  private let kept = Mutex(Kept())

  init(_ base: any FileTree) { self.base = base }

  /// Lets go of what was read.
  func forget() { kept.withLock { $0 = Kept() } }

  func names(in folder: String) -> [String] {
    if let names = kept.withLock({ $0.names[folder] }) { return names }
    let names = base.names(in: folder)
    kept.withLock { $0.names[folder] = names }
    return names
  }

  func bytes(of path: String, limit: Int) -> [UInt8]? {
    if let bytes = kept.withLock({ $0.bytes[path] }), bytes.count < Self.largest {
      return bytes.count <= limit ? bytes : Array(bytes.prefix(limit))
    }
    let bytes = base.bytes(of: path, limit: limit)
    if let bytes, limit == Self.largest { kept.withLock { $0.bytes[path] = bytes } }
    return bytes
  }

  func obstacle(at path: String) -> String? { base.obstacle(at: path) }
}
