/// What the process says to the shell; the same for every command and every output format.
package enum ExitCode: Int32, Sendable, CaseIterable {
  case success = 0
  case negative = 1
  case usage = 2
  case nothing = 3
  case providerFailed = 4
  case refused = 5
  case defect = 70
  case outputFailed = 74
  case interrupted = 130
  case terminated = 143

  /// The meaning, as help and the reference print it.
  package var meaning: String {
    switch self {
    case .success: "fine"
    case .negative: "the answer is no: findings, failed cases, unformatted files"
    case .usage: "the command line or a named file is wrong"
    case .nothing: "there was nothing to do: no file or record matched"
    case .providerFailed: "a provider or the network failed"
    case .refused: "a provider refused the credentials; a person must look"
    case .defect: "a defect of this program"
    case .outputFailed: "the output could not be written"
    case .interrupted: "ended by Ctrl-C"
    case .terminated: "ended by a request to terminate"
    }
  }
}
