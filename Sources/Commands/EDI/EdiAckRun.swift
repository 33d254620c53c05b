internal import EDI
internal import Glibc
internal import HTTP

/// Writes the acknowledgement of a file.
struct EdiAckRun {
  private let path: String
  private let invocation: Invocation

  init(_ path: String, _ invocation: Invocation) {
    self.path = path
    self.invocation = invocation
  }

  func run() -> ExitCode {
    do throws(FileProblem) {
      let file = try EdiFile(path, in: invocation.console.workingDirectory)
      let check = FileCheck.run(file.feed)
      guard !check.interchanges.isEmpty else {
        return invocation.fail(
          .negative, "\(Visible.word(path)) holds no interchange, so there is nobody to answer",
          help: "connector edi check \(Visible.word(path))")
      }
      let stamp = AckWriter.Stamp(
        day: Moment.day, time: Moment.time, controlNumber: invocation[EdiCommand.controlNumber])
      try EdiOutput(invocation).write(AckWriter.text(for: check, stamp))
      return check.hasErrors ? .negative : .success
    } catch {
      return invocation.fail(error)
    }
  }

  /// Now, as headers write it.
  enum Moment {
    static var day: String { text("%Y%m%d") }
    static var time: String { text("%H%M") }

    private static func text(_ form: String) -> String {
      var now = time_t()
      Glibc.time(&now)
      var parts = tm()
      gmtime_r(&now, &parts)
      var buffer = [CChar](repeating: 0, count: 32)
      let count = strftime(&buffer, buffer.count, form, &parts)
      return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }
}

/// Where a file that was made goes.
struct EdiOutput {
  private let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func write(_ text: String) throws(FileProblem) {
    try write { (put) throws(FileProblem) in try put(Array(text.utf8)) }
  }

  /// A file that may be too long to be held.
  func write(_ file: BodyFile) throws(FileProblem) {
    try write { (put) throws(FileProblem) in
      var offset = 0
      while offset < file.count {
        guard let piece = file.bytes(from: offset, count: 1 << 17), !piece.isEmpty else {
          throw FileProblem(path: "what was made", reason: "it cannot be read again from the disk")
        }
        try put(piece)
        offset += piece.count
      }
    }
  }

  private func write(_ body: (Files.Put) throws(FileProblem) -> Void) throws(FileProblem) {
    guard let path = invocation[EdiCommand.output], path != "-" else {
      return try body { (piece) throws(FileProblem) in invocation.console.output.write(piece) }
    }
    try Files.write(to: Paths.joined(invocation.console.workingDirectory, path), body)
  }
}
