internal import Cryptography
internal import HTTP
package import Programs
package import Storage
internal import Synchronization
internal import Values

/// What came back from the consent page, good to be redeemed.
package struct ConsentAnswer: Sendable, Hashable {
  let code: String
  /// All values of the callback, for `capture`.
  let values: [String: String]
}

/// Why an answer of the consent page is not taken.
///
/// Each has its own words, and none of them leads to a token.
package enum ConsentRefusal: Error, Sendable, Hashable, CustomStringConvertible {
  case noState
  case unknownState
  case usedState
  case expired
  case otherSession
  case otherIntegration
  case repeatedValue(String)
  /// The person or the provider said no; the provider's own code.
  case denied(code: String, reason: String?)
  case noCode
  case tooLong
  case wrongIssuer

  package var description: String {
    switch self {
    case .noState: "the answer does not say which attempt it belongs to"
    case .unknownState: "the answer belongs to no attempt that was begun here"
    case .usedState: "the answer has been used already"
    case .expired: "the answer came too late; begin again"
    case .otherSession: "the answer belongs to an attempt that was begun in another browser session"
    case .otherIntegration: "the answer belongs to an attempt for another integration"
    case .repeatedValue(let name): "the answer holds `\(name)` more than once"
    case .denied("access_denied", _): "access was denied on the consent page"
    case .denied(let code, let reason): "the provider refused: \(reason.map { "\(code): \($0)" } ?? code)"
    case .noCode: "the answer holds no code"
    case .tooLong: "the answer is too long to be one"
    case .wrongIssuer: "the answer comes from another provider than the one that was asked"
    }
  }
}

/// Keeps the attempts under way, and judges the answers that come back.
///
/// Each attempt is good for one answer.
package final class ConsentDesk: Sendable {
  private struct Entry {
    let attempt: ConsentAttempt
    var isUsed = false
  }

  private let entries = Mutex<[String: Entry]>([:])
  private let clock: any RunClock
  private static let longestQuery = 16_384
  private static let longestValue = 8192

  package init(clock: any RunClock) { self.clock = clock }

  package func remember(_ attempt: ConsentAttempt) {
    let now = clock.now
    entries.withLock { entries in
      // Used and expired ones are kept for a while, so that they can be told from those that never were.
      entries = entries.filter { now < ($0.value.attempt.expiresAt.adding(ConsentAttempt.lasts) ?? now) }
      entries[attempt.state] = Entry(attempt: attempt)
    }
  }

  /// Judges the query of a callback.
  ///
  /// `integration` is the one it was sent for, where the address tells.
  package func judge(
    query: String, session: String, integration: IntegrationID? = nil
  ) throws(ConsentRefusal) -> (attempt: ConsentAttempt, answer: ConsentAnswer) {
    guard query.utf8.count <= Self.longestQuery else { throw .tooLong }
    let pairs = FormText.pairs(query)
    var values: [String: String] = [:]
    for (name, value) in pairs {
      if values.updateValue(value, forKey: name) != nil, Self.singular.contains(name) {
        throw .repeatedValue(name)
      }
    }
    guard let state = values["state"], !state.isEmpty else { throw .noState }
    let attempt = try take(state, session, integration)
    try checkIssuer(values["iss"], attempt)
    if let code = values["error"] {
      let words = Redaction([attempt.verifier ?? ""])
      throw .denied(code: words.clean(code) ?? "", reason: words.clean(values["error_description"]))
    }
    guard let code = values["code"], !code.isEmpty else { throw .noCode }
    guard code.utf8.count <= Self.longestValue else { throw .tooLong }
    return (attempt, ConsentAnswer(code: code, values: values))
  }

  private static let singular: Set<String> = ["state", "code", "error", "iss"]

  /// The attempt of a state, which is used up by this; an answer in the wrong session does not use it up.
  private func take(
    _ state: String, _ session: String, _ integration: IntegrationID?
  ) throws(ConsentRefusal) -> ConsentAttempt {
    let now = clock.now
    let outcome: Result<ConsentAttempt, ConsentRefusal> = entries.withLock { entries in
      guard let entry = entries[state] else { return .failure(.unknownState) }
      let attempt = entry.attempt
      guard ConstantTime.areEqual(Array(attempt.session.utf8), Array(session.utf8)) else {
        return .failure(.otherSession)
      }
      if let integration, integration != attempt.integration { return .failure(.otherIntegration) }
      if entry.isUsed { return .failure(.usedState) }
      guard now < attempt.expiresAt else { return .failure(.expired) }
      entries[state]?.isUsed = true
      return .success(attempt)
    }
    return try outcome.get()
  }

  /// An answer must come from the issuer that the connector names, or, where it names none, from where the person was sent (RFC 9207).
  private func checkIssuer(_ issuer: String?, _ attempt: ConsentAttempt) throws(ConsentRefusal) {
    if let expected = attempt.issuer {
      guard issuer == expected else { throw .wrongIssuer }
      return
    }
    guard let issuer else { return }
    guard let address = try? WebAddressReading.host(issuer), attempt.hosts.contains(address) else {
      throw .wrongIssuer
    }
  }
}

/// The host of an issuer.
private enum WebAddressReading {
  static func host(_ issuer: String) throws(WebAddress.Problem) -> String { try WebAddress(issuer).host }
}
