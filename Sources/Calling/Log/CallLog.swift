package import HTTP

/// Is told of every attempt, for the request log.
package protocol CallLog: Sendable {
  func record(_ call: CallRecord)
}

/// One attempt as a log may show it: no credential is left in it.
package struct CallRecord: Sendable {
  /// How it ended.
  package enum Outcome: Sendable, Hashable {
    case status(Int)
    case failed(String)
  }

  package let provider: String
  package let method: String
  /// Values of the query are hidden where they may hold a credential.
  package let address: String
  package let outcome: Outcome
  /// Counted from one.
  package let attempt: Int
  /// What it had to wait for limits before it went.
  package let waited: Duration
  package let timing: CallTiming
  /// The same call for a shell, without its credentials.
  package let curlCommand: String
}

extension CallRecord {
  /// What is kept of an attempt; whatever may be one of the secrets, or is a credential of the request itself, is taken out of it.
  package init(
    _ request: HTTPRequest, _ outcome: Outcome, _ timing: CallTiming, provider: String,
    attempt: Int = 1, waited: Duration = .zero, secrets: [String]
  ) {
    let redactor = Redactor(secrets + request.credentialValues)
    self.provider = provider
    method = request.method
    address = redactor.redacted(request.redactedAddress)
    switch outcome {
    case .status: self.outcome = outcome
    case .failed(let reason): self.outcome = .failed(redactor.redacted(reason))
    }
    self.attempt = attempt
    self.waited = waited
    self.timing = timing
    curlCommand = redactor.redacted(request.curlCommand())
  }
}
