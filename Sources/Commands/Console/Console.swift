internal import Glibc
package import Reports

/// Everything a command sees of the process around it; tests pass one of their own.
package struct Console: Sendable {
  /// Results.
  package let output: any Sink
  /// Progress, remarks, complaints.
  package let errors: any Sink
  package let environment: [String: String]
  /// An absolute path.
  package let workingDirectory: String
  /// All of standard input.
  package let readInput: @Sendable () throws(FileProblem) -> [UInt8]
  /// Somebody who can be asked; nil when standard input is no terminal.
  package let person: (any Person)?

  package init(
    output: any Sink, errors: any Sink, environment: [String: String], workingDirectory: String,
    readInput: @escaping @Sendable () throws(FileProblem) -> [UInt8], person: (any Person)? = nil
  ) {
    self.output = output
    self.errors = errors
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.readInput = readInput
    self.person = person
  }

  /// The console of this process.
  package static func ofProcess() -> Console {
    Console(
      output: DescriptorSink(STDOUT_FILENO), errors: DescriptorSink(STDERR_FILENO),
      environment: processEnvironment(), workingDirectory: Files.currentFolder(),
      readInput: { () throws(FileProblem) in try Files.read(descriptor: STDIN_FILENO, named: "standard input")
      }, person: isatty(STDIN_FILENO) == 1 ? PersonAtTerminal() : nil)
  }

  /// Asks whoever sits there, after everything that was said before is to be seen; nil when there is nobody or no answer.
  func ask(_ question: String, isSecret: Bool = false, hasLines: Bool = false) -> String? {
    output.flush()
    errors.flush()
    return person?.answer(question, isSecret: isSecret, hasLines: hasLines)
  }

  package func style(of sink: any Sink, _ choice: ColourChoice) -> OutputStyle {
    .detect(
      choice, environment: environment, isTerminal: sink.isTerminal, terminalWidth: sink.columns)
  }

  private static func processEnvironment() -> [String: String] {
    var result: [String: String] = [:]
    var next: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = environ
    while let entry = next.pointee {
      let text = String(cString: entry)
      if let sign = text.firstIndex(of: "=") {
        result[String(text[..<sign])] = String(text[text.index(after: sign)...])
      }
      next += 1
    }
    return result
  }
}
