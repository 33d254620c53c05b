internal import EDI
internal import Glibc

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

  func write(_ text: String) throws(FileProblem) { try write(Array(text.utf8)) }

  func write(_ bytes: [UInt8]) throws(FileProblem) {
    guard let path = invocation[EdiCommand.output], path != "-" else {
      return invocation.console.output.write(bytes)
    }
    try Files.write(bytes, to: Paths.joined(invocation.console.workingDirectory, path))
  }
}
