internal import Diagnostics
internal import HTTP
internal import Interpreter
internal import Language
internal import Programs
internal import Values
internal import YAML

/// Plays one case through the interpreter; no socket is opened.
struct CaseRun: Sendable {
  let connector: RehearsedConnector
  let file: TestFile
  let test: TestCase
  /// Whose recordings answer, where it is not the connector itself: an older version is played over newer recordings.
  var owner: LoadedConnector?

  /// Plays the case; `change` puts other replies in place of the recorded ones.
  func perform(playing change: Stage.Scenes = { $0 }) async -> Performance {
    var performance = Performance()
    if let signIn = test[TestCase.signIn] {
      do throws(RunFailure) {
        await SignInPlay(connector: connector, setting: try setting(), block: signIn).play(into: &performance)
      } catch {
        performance.failure = error
      }
      return performance
    }
    let stage: Stage
    do throws(RunFailure) {
      stage = try await Stage(connector, try setting(), playing: change)
    } catch {
      performance.failure = error
      return performance
    }
    if let stream = test[TestCase.stream] {
      await StreamPlay(connector: connector, session: stage.session)
        .read(stream.value, readOptions, into: &performance)
    } else if let action = test[TestCase.action] {
      await run(action.value, stage, into: &performance)
    } else if let delivery = test[TestCase.webhook] {
      await DeliveryPlay(connector: connector, session: stage.session, options: readOptions)
        .receive(delivery, hasRecording: test[TestCase.recording] != nil, into: &performance)
    }
    performance.requests = stage.provider.requests
    performance.misses = stage.provider.misses
    performance.played = stage.provider.order
    performance.hasTokens = stage.hasTokens
    performance.rules = stage.witness.places
    return performance
  }

  var readOptions: ReadOptions {
    var options = ReadOptions()
    options.since = test[TestCase.since]
    options.pageSize = test[TestCase.pageSize]
    return options
  }

  private func run(_ action: String, _ stage: Stage, into performance: inout Performance) async {
    do throws(RunFailure) {
      guard let program = connector.program.action(action) else {
        throw RunFailure(.request, "there is no action `\(action)`")
      }
      let input = Dictionary((test[TestCase.input] ?? []).map { ($0.name, $0.value.value) }) { $1 }
      performance.result = try await program.run(input, key: Self.idempotencyKey, stage.session)
    } catch {
      performance.failure = error
    }
  }

  /// What recordings hold in place of the key that a real run draws at random.
  static let idempotencyKey = "made-up"

  func setting() throws(RunFailure) -> Stage.Setting {
    let moment = test[TestCase.now] ?? TestCase.standardMoment
    guard let now = Instant(moment) else {
      throw RunFailure(.request, "`\(moment)` is no moment", at: test.block.valueRange("now"))
    }
    return Stage.Setting(
      settings: Self.merged(file[TestFile.settings], test[TestCase.settings]).mapValues(\.settingText),
      account: account.mapValues(\.value),
      now: now,
      recording: test[TestCase.recording].flatMap { (owner ?? connector.loaded).recording($0.value) })
  }

  /// What the file and the case say of the account.
  var account: [String: Node] { Self.merged(file[TestFile.account], test[TestCase.account]) }

  private static func merged<Part>(_ common: [Named<Part>]?, _ own: [Named<Part>]?) -> [String: Part] {
    Dictionary(((common ?? []) + (own ?? [])).map { ($0.name, $0.value) }) { $1 }
  }
}

extension TestCase {
  /// The case reads a stream.
  var readsStream: Bool {
    self[TestCase.signIn] == nil && self[TestCase.webhook] == nil && self[TestCase.action] == nil
  }
}
