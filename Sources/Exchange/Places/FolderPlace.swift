internal import Disk
internal import Glibc
package import HTTP
internal import Language
package import Programs

/// A folder of this machine.
package struct FolderPlace: FilePlace {
  private let root: String

  package init(_ root: String) { self.root = root }

  package var title: String { root }
  package var canList: Bool { true }
  package var isRepeatable: Bool { true }

  package func list(_ folder: String) async throws(RunFailure) -> [PlacedFile] {
    let folder = try within(folder)
    return try await AsideThread.run { () throws(RunFailure) in
      try LocalFiles.names(in: folder).compactMap { name in
        LocalFiles.size(of: folder + "/" + name).map { PlacedFile(name: name, size: $0) }
      }
    }
  }

  package func fetch(_ name: String, in folder: String) async throws(RunFailure) -> BodyFile {
    let path = FilePlaces.path(try within(folder), name)
    return try await AsideThread.run { () throws(RunFailure) in
      try LocalFiles.copy(path, limit: FilePlaces.largestFile)
    }
  }

  package func put(_ content: BodyFile, as name: String, in folder: String) async throws(RunFailure) {
    let path = FilePlaces.path(try within(folder), name)
    // Whoever meets the partner here is another program, with the rights that the folder gives.
    try await AsideThread.run { () throws(RunFailure) in
      try LocalFiles.write(content, to: path, mode: 0o640)
    }
  }

  package func remove(_ name: String, in folder: String) async throws(RunFailure) {
    let path = FilePlaces.path(try within(folder), name)
    try await AsideThread.run { () throws(RunFailure) in try LocalFiles.remove(path) }
  }

  package func move(_ name: String, in folder: String, to other: String) async throws(RunFailure) {
    let path = FilePlaces.path(try within(folder), name)
    let target = FilePlaces.path(try within(other), name)
    try await AsideThread.run { () throws(RunFailure) in
      try LocalFiles.makeFolder(Folder.of(target), mode: 0o750)
      try LocalFiles.move(path, to: target)
    }
  }

  private func within(_ folder: String) throws(RunFailure) -> String {
    guard !folder.split(separator: "/").contains("..") else {
      throw RunFailure(.request, "`\(folder)` leads out of \(root)")
    }
    return folder.isEmpty
      ? root : FilePlaces.path(root, folder.hasPrefix("/") ? String(folder.dropFirst()) : folder)
  }
}
