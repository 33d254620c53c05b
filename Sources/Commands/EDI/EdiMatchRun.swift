internal import EDI

/// Matches an acknowledgement to the file that it answers.
struct EdiMatchRun {
  private let sent: String
  private let answer: String
  private let invocation: Invocation

  init(_ sent: String, _ answer: String, _ invocation: Invocation) {
    self.sent = sent
    self.answer = answer
    self.invocation = invocation
  }

  func run() -> ExitCode {
    do throws(FileProblem) {
      let file = try EdiFile(sent, in: invocation.console.workingDirectory)
      let reply = try EdiFile(answer, in: invocation.console.workingDirectory)
      let answers: [AckReader.Answer]
      do throws(MemberReadFailure) {
        answers = try AckReader.answers(in: reply.feed)
      } catch {
        return invocation.fail(.negative, "\(Visible.word(answer)):\(error.line): \(error.message)")
      }
      let match = AckMatch(FileCheck.run(file.feed), answers)
      for part in match.parts {
        let reasons =
          part.answer.map { $0.reasons.isEmpty ? "" : " (\($0.reasons.joined(separator: "; ")))" } ?? ""
        // A TA1 comes only where one was asked for or something is wrong.
        if part.scope == .interchange, part.answer == nil { continue }
        invocation.print(
          "\(part.scope.rawValue) \(part.controlNumber): \(part.answer?.verdict.rawValue ?? "no answer yet")\(reasons)"
        )
      }
      for stranger in match.strangers {
        invocation.complain(
          "an answer is to \(stranger.scope.rawValue) \(stranger.controlNumber), which was not sent")
      }
      invocation.remark("\(Visible.word(sent)): \(match.verdict?.rawValue ?? "no answer yet")")
      return match.verdict == .accepted && match.strangers.isEmpty ? .success : .negative
    } catch {
      return invocation.fail(error)
    }
  }
}
