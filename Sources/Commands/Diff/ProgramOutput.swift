internal import Glibc
internal import Threads

/// What another program says when it is run to its end.
struct ProgramOutput {
  /// What it ended with, 128 and more for the number of a signal.
  let code: Int32
  let bytes: [UInt8]

  /// Nil when it cannot be run at all.
  ///
  /// Its input is empty, and what it complains about is thrown away.
  init?(_ words: [String]) {
    guard let file = tmpfile() else { return nil }
    defer { fclose(file) }
    guard let code = ChildProcess.run(words, output: "/proc/self/fd/\(fileno(file))"),
      let bytes = try? Files.read(descriptor: fileno(file), named: "the output of a program")
    else { return nil }
    (self.code, self.bytes) = (code, bytes)
  }
}
