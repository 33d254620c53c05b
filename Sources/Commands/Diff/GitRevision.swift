internal import Language

/// The files of a project as a revision of its git repository holds them.
struct GitRevision {
  let tree: MemoryTree
  /// The first digits of the commit.
  let commit: String

  /// Why there is nothing to be read.
  struct Absence: Error {
    let message: String
    var help: String?
  }

  private static let folders = ["connectors", "mappings", "schemas"]

  init(_ revision: String, of folder: ProjectFolder) throws(Absence) {
    let git = ["git", "-C", folder.root]
    guard let inside = ProgramOutput(git + ["rev-parse", "--is-inside-work-tree"]) else {
      throw Absence(
        message: "`git` cannot be run", help: "older versions of the files are read from a git repository")
    }
    guard inside.code == 0 else {
      throw Absence(
        message: "\(Visible.word(folder.root)) is in no git repository",
        help: "the older version is read from one: `git init`, and commit the files before they change")
    }
    guard !revision.hasPrefix("-"),
      let found = ProgramOutput(git + ["rev-parse", "--verify", "--quiet", "\(revision)^{commit}"]),
      found.code == 0
    else {
      throw Absence(
        message: "there is no revision `\(Visible.word(revision))` in the git repository",
        help: "`--base main`, `--base HEAD~1` and `--base v1.2` are revisions")
    }
    let commit =
      String(decoding: found.bytes, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
    self.commit = String(commit.prefix(10))
    guard let listed = ProgramOutput(git + ["ls-tree", "-z", "--name-only", commit, "--"] + Self.folders),
      listed.code == 0
    else { throw Absence(message: "the git repository cannot be read") }
    let names = listed.bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    guard !names.isEmpty else {
      tree = MemoryTree([:])
      return
    }
    guard let archive = ProgramOutput(git + ["archive", "--format=tar", commit, "--"] + names),
      archive.code == 0, let files = TarArchive.files(archive.bytes)
    else {
      throw Absence(
        message: "the files of `\(Visible.word(revision))` cannot be read from the git repository")
    }
    tree = MemoryTree(bytes: files)
  }
}
