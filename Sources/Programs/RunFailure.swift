package import Diagnostics
internal import HTTP
package import Language

/// Why something of a connector could not be done at run time: who can put it right, and the line of YAML behind it.
package struct RunFailure: Error, Sendable {
  package var kind: FailureKind
  /// One sentence without a full stop; never holds a credential.
  package var message: String
  /// The provider's own code.
  package var code: String?
  /// The status of the reply, when there was one.
  package var status: Int?
  /// The key or expression of the connector that it comes from.
  package var place: SourceRange?
  /// The setting at fault, for the form.
  package var setting: String?
  /// Settings that are missing as well.
  package var otherSettings: [String] = []
  /// Trying again later may help: the provider was down, slow or throttling.
  package var isPassing: Bool
  /// What was tried before it was given up.
  package var notes: [String]
  /// What it took to find out, where it was tried more than once.
  package var effort: Effort?
  /// A write may or may not have been carried out; nobody may simply repeat it.
  package var isOutcomeUnknown = false
  /// The credential is there, and is not a key that can sign.
  package var isUnusableKey = false
  /// Nothing went wrong: somebody stopped the run.
  package var isStop = false
  /// For so long the provider wants no calls, which is longer than anybody waits.
  package var pause: Duration?

  package init(
    _ kind: FailureKind, _ message: String, code: String? = nil, status: Int? = nil,
    at place: SourceRange? = nil,
    setting: String? = nil, isPassing: Bool = false, notes: [String] = []
  ) {
    self.kind = kind
    self.message = message
    self.code = code
    self.status = status
    self.place = place
    self.setting = setting
    self.isPassing = isPassing
    self.notes = notes
  }
}

extension RunFailure {
  /// Somebody stopped the run.
  package static func stopped(at place: SourceRange?) -> RunFailure {
    var failure = RunFailure(.request, "stopped before it was complete", at: place, isPassing: true)
    failure.isStop = true
    return failure
  }

  /// How often a call was tried, and how long that went on.
  package struct Effort: Sendable, Hashable, CustomStringConvertible {
    package let attempts: Int
    package let elapsed: Duration

    package init(attempts: Int, elapsed: Duration) {
      self.attempts = attempts
      self.elapsed = elapsed
    }

    /// `5 attempts in 42 s`; where it took long, fractions of a second are left out.
    package var description: String {
      let told = elapsed < .seconds(10) ? elapsed : .seconds(elapsed.components.seconds)
      return "\(attempts) attempts in \(told.inWords)"
    }
  }
}

extension RunFailure: CustomStringConvertible {
  /// `message (status 503, code busy) after 5 attempts in 42 s at connectors/acme/connector.yaml:31:14`.
  package var description: String {
    var details: [String] = []
    if let status, !message.hasSuffix("status \(status)") { details.append("status \(status)") }
    if let code { details.append("code \(code)") }
    var text = message
    if !details.isEmpty { text += " (\(details.joined(separator: ", ")))" }
    if let effort { text += " after \(effort)" }
    if let place {
      let start = place.startPosition
      text += " at \(place.file.path):\(start.line):\(start.column)"
    }
    return text
  }
}
