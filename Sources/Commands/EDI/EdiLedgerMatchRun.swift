internal import Databases
internal import EDI
internal import Exchange
internal import Storage

/// Notes in the store what a partner answered to files that were sent.
struct EdiLedgerMatchRun {
  private let path: String
  private let invocation: Invocation

  /// Nobody answers to older files.
  private static let mostMatched = 10_000

  init(_ path: String, _ invocation: Invocation) {
    self.path = path
    self.invocation = invocation
  }

  func run() async -> ExitCode {
    do {
      let reply = try EdiFile(path, in: invocation.console.workingDirectory)
      let answers: [AckReader.Answer]
      do throws(MemberReadFailure) {
        answers = try AckReader.answers(in: reply.feed)
      } catch {
        return invocation.fail(.negative, "\(Visible.word(path)):\(error.line): \(error.message)")
      }
      let store = try await ExistingStore.open(invocation)
      let sent = try await store.files(
        organization: invocation.organization, integration: invocation[RuntimeOptions.integration],
        limit: Self.mostMatched)
      let match = LedgerMatch(answers, among: sent)
      try await store.settle(match.answers, of: nil)
      let log = ExchangeLog(invocation)
      for answer in match.answers {
        if let file = try await store.file(answer.file, organization: invocation.organization) {
          log.tell(.answered(file))
        }
      }
      for stranger in match.strangers {
        log.tell(.stranger(name: path, what: "\(stranger.scope.rawValue) \(stranger.controlNumber)"))
      }
      return log.isClean ? .success : .negative
    } catch let problem as FileProblem {
      return invocation.fail(problem)
    } catch let refusal as NamedConnector.Refusal {
      return invocation.fail(refusal)
    } catch {
      return invocation.fail(NamedConnector.Refusal(error, connector: ""))
    }
  }
}
