internal import Authentication
internal import HTTP
internal import Programs
internal import Synchronization
internal import Values

/// The real proofs, as far as the recording plays the exchanges that renew them; where it does not, renewing simply succeeds.
final class RehearsedProof: Authenticator {
  private let real: any Authenticator
  private let provider: RecordedProvider
  private let pretends = Mutex(false)

  init(_ real: any Authenticator, _ provider: RecordedProvider) {
    self.real = real
    self.provider = provider
  }

  var credentials: [Credential] { real.credentials }

  func account() async throws(RunFailure) -> [String: Value] {
    isPretending ? [:] : try await real.account()
  }

  func prepare(_ draft: inout RequestDraft) async throws(RunFailure) {
    guard !isPretending else { return }
    do throws(RunFailure) {
      try await real.prepare(&draft)
    } catch let failure where failure.isUnusableKey {
      // What stands in the settings of tests need not be a key that can sign, and no recording holds what it would make.
    }
  }

  func sign(_ request: inout HTTPRequest) async throws(RunFailure) {
    guard !isPretending else { return }
    do throws(RunFailure) {
      try await real.sign(&request)
    } catch let failure where failure.isUnusableKey {
      // As above.
    }
  }

  func renew(after refused: RefusedCall?) async throws(RunFailure) -> Bool {
    let before = provider.misses.count
    do throws(RunFailure) {
      guard try await real.renew(after: refused) else { return false }
      // What the new account captures may take a further call.
      _ = try await real.account()
      return true
    } catch {
      guard provider.forgiveMisses(after: before) else { throw error }
      pretends.withLock { $0 = true }
      return true
    }
  }

  func notice(_ response: HTTPResponse) {
    if !isPretending { real.notice(response) }
  }

  private var isPretending: Bool { pretends.withLock { $0 } }
}
