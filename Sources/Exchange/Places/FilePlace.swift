package import HTTP
internal import Language
package import Programs

/// A place where files are met: a server, a folder, a web address.
package protocol FilePlace: Sendable {
  /// For people: `sftp.example.com`.
  var title: String { get }
  /// Whether files can be looked for there; an address that only takes files shows none.
  var canList: Bool { get }
  /// Whether handing a file over a second time leaves one file.
  var isRepeatable: Bool { get }
  /// What lies in a folder, without the folders in it.
  func list(_ folder: String) async throws(RunFailure) -> [PlacedFile]
  /// A file as it is now, however long.
  func fetch(_ name: String, in folder: String) async throws(RunFailure) -> BodyFile
  /// Writes a file so that nobody sees half of it; fails when there is one of that name.
  func put(_ content: BodyFile, as name: String, in folder: String) async throws(RunFailure)
  func remove(_ name: String, in folder: String) async throws(RunFailure)
  func move(_ name: String, in folder: String, to other: String) async throws(RunFailure)
}

/// A file at a place.
package struct PlacedFile: Sendable, Hashable {
  package let name: String
  /// Nil where the place does not tell.
  package let size: Int?

  package init(name: String, size: Int?) {
    self.name = name
    self.size = size
  }
}

/// What all places have in common.
enum FilePlaces {
  /// Longer files are refused; all others are never held in memory, but each needs its place on the disk.
  static let largestFile = 16 << 30

  /// A folder and a name as one path.
  static func path(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }
}

extension FilePlace {
  /// For places that only take files.
  func unable() -> RunFailure { RunFailure(.request, "\(title) only takes files; nothing can be read there") }
}
