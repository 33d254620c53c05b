internal import Disk
internal import HTTP
internal import Language
internal import Programs

/// The folder that keeps every file that was sent or received, as it went over the wire.
package struct Archive: Sendable {
  package enum Shelf: String, Sendable {
    case sent, received
  }

  let folder: String

  package init(folder: String) { self.folder = folder }

  /// Keeps a file; returns its path within the archive once it is on the disk.
  ///
  /// The same file twice is kept once; another one of the same name is refused.
  func keep(_ content: BodyFile, as name: String, on shelf: Shelf) async throws(RunFailure) -> String {
    let path = shelf.rawValue + "/" + Self.plain(name)
    try await AsideThread.run { [folder] () throws(RunFailure) in
      let whole = folder + "/" + path
      try LocalFiles.makeFolder(Folder.of(whole))
      if LocalFiles.size(of: whole) == content.count,
        try LocalFiles.open(whole).hash() == content.hash()
      {
        return
      }
      try LocalFiles.write(content, to: whole)
    }
    return path
  }

  /// A kept file.
  func content(of path: String) async throws(RunFailure) -> BodyFile {
    try await AsideThread.run { [folder] () throws(RunFailure) in try LocalFiles.open(folder + "/" + path) }
  }

  /// A name that leads to no other folder.
  static func plain(_ name: String) -> String {
    let plain = String(name.map { $0 == "/" || $0 == "\0" ? "_" : $0 })
    return plain.hasPrefix(".") ? "_" + plain : plain
  }
}
