import Disk
import Glibc
import TestSupport
import Testing

/// What several modules do with files, done once.
@Suite(.timeLimit(.minutes(10))) struct DiskTests {
  /// Whoever has the other end of standard output may have made it so.
  @Test func `a pipe that does not wait for its reader gets all there is`() async throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    let (reading, writing) = (ends[0], ends[1])
    defer { close(reading) }
    try #require(fcntl(writing, F_SETFL, O_NONBLOCK) == 0)
    let content = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
    async let problem = onOwnThread {
      let problem = Descriptor.write(content, to: writing)
      close(writing)
      return problem
    }
    let received = await onOwnThread {
      var received: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while case let count = read(reading, &buffer, buffer.count), count > 0 { received += buffer[..<count] }
      return received
    }
    #expect(await problem == nil)
    #expect(received == content)
  }

  @Test func `what cannot be written is told by its number`() throws {
    let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
    try #require(full >= 0)
    defer { close(full) }
    #expect(Descriptor.write([1], to: full) == ENOSPC)
    #expect(Descriptor.write([], to: full) == nil)
  }

  @Test(arguments: [("a/b/c", "a/b"), ("c", "."), ("/c", "/")])
  func `a path lies in a folder`(_ path: String, _ folder: String) {
    #expect(Folder.of(path) == folder)
  }

  @Test func `names come in their order, without the folder itself`() {
    let names = Folder.names(in: "/proc/self")
    #expect(names?.contains("fd") == true && names == names?.sorted())
    #expect(names?.contains { $0 == "." || $0 == ".." } == false)
    #expect(Folder.names(in: "/proc/self/nothing") == nil)
  }
}
