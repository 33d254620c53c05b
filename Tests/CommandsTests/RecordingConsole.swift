internal import Commands
internal import Synchronization
internal import Testing

/// A sink that remembers.
final class RecordingSink: Sink {
  let isTerminal: Bool
  let columns: Int? = nil
  let isClosed = false
  let failure: String?
  private let bytes = Mutex<[UInt8]>([])

  init(isTerminal: Bool = false, failure: String? = nil) {
    self.isTerminal = isTerminal
    self.failure = failure
  }

  func write(_ bytes: some Collection<UInt8>) { self.bytes.withLock { $0 += bytes } }
  func flush() {}

  var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
}

/// What a command did: its code and what it wrote.
struct Outcome {
  let code: ExitCode
  let output: String
  let errors: String
}

/// Runs a command line in a folder.
func run(
  _ words: String..., in folder: String = "/", environment: [String: String] = [:], input: String = "",
  onTerminal: Bool = false
) async -> Outcome {
  await run(words, in: folder, environment: environment, input: input, onTerminal: onTerminal)
}

/// Runs a command line in a folder, with an environment and an input of its own.
func run(
  _ words: [String], in folder: String = "/", environment: [String: String] = [:], input: String = "",
  onTerminal: Bool = false
) async -> Outcome {
  let output = RecordingSink(isTerminal: onTerminal)
  let errors = RecordingSink(isTerminal: onTerminal)
  let console = Console(
    output: output, errors: errors, environment: environment, workingDirectory: folder,
    readInput: { () throws(FileProblem) in Array(input.utf8) })
  let code = await Tool.run(words, console)
  return Outcome(code: code, output: output.text, errors: errors.text)
}
