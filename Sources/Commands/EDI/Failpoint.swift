internal import Glibc

/// Ends the process at a step that a test names, as a loss of power would.
enum Failpoint {
  static let variable = "CONNECTOR_TEST_DIES"

  /// Does nothing unless the variable holds the beginning of a step's name.
  static func of(_ invocation: Invocation) -> @Sendable (String) -> Void {
    // The released program cannot be told to die.
    #if DEBUG
      guard let point = invocation.console.environment[variable], !point.isEmpty else { return { _ in } }
      return { reached in if reached.hasPrefix(point) { kill(getpid(), SIGKILL) } }
    #else
      return { _ in }
    #endif
  }
}
