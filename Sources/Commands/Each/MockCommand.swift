internal import Language
internal import Mock
internal import Programs
internal import Values
internal import WebServer

/// `connector mock`: a pretend provider, made from a connector, to try things on.
struct MockCommand: Command {
  static let port = Option<Int>.number(
    "port", short: "p", "PORT", default: 0, in: 0...65535,
    "Where it listens on 127.0.0.1; a free port by default")
  static let records = Option<Int>.number(
    "records", short: "n", "N", default: 100, in: 0...10_000_000, "How many records each stream has")
  static let faults = Option<String?>.text(
    "faults", "LIST",
    "What goes wrong and how often, `429:0.1,cut:0.05`: \(Faults.Kind.allCases.map(\.rawValue).joined(separator: ", "))"
  )
  static let seed = Option<Int>.number(
    "seed", "N", default: 1, in: 0...Int.max, "Another order of faults; the same one gives the same order")
  static let rate = Option<Int>.number(
    "per-minute", "N", default: 0, in: 0...1_000_000,
    "Refuse with 429 after so many requests in a minute; 0 never does")

  let name = "mock"
  let summary = "Serve a pretend provider made from a connector"
  let details = """
    It answers on 127.0.0.1 what the connector asks: its addresses, pages, filters of time and token endpoints, with records \
    made after those of the recordings. `connector sync NAME --divert URL` sends a run's requests there.

    Each record says that it changed within the last four weeks. Not pretended are bodies that are neither JSON nor XML, requests whose \
    path the provider chooses (downloads of jobs, uploads), signatures and certificates, and a person's consent: `connector auth login \
    NAME --paste --divert URL` takes any code, in the address that it waits for, with the `state` that it shows.

    `POST /__mock/edit?stream=S&number=3` changes one record, counted from 0, `/__mock/remove` with the same words takes it away, and \
    `/__mock/add` adds as many as `number` says.
    """
  let examples = [
    CommandExample("connector mock bamboohr --records 1000 --port 8900", "a thousand records of each stream"),
    CommandExample("connector mock slack --faults 429:0.2,cut:0.1", "one that throttles and breaks off"),
  ]
  let argument: Argument? = Argument("NAME", .one, "A connector.", completion: .listed(.connectors))
  let options: [any AnyOption] = [
    Self.port, Self.records, Self.faults, Self.seed, Self.rate, AnswerForm.option,
  ]
  let exitCodes: [ExitCode] = [.interrupted]

  func run(_ invocation: Invocation) async -> ExitCode {
    let connector: LoadedConnector
    switch NamedConnector.load(invocation) {
    case .failure(let refusal): return invocation.fail(refusal)
    case .success(let found): connector = found.connector
    }
    let faults: Faults
    do {
      faults =
        try invocation[Self.faults].map { (text) throws(Faults.Problem) in
          try Faults(reading: text, seed: UInt64(invocation[Self.seed]))
        } ?? .none
    } catch {
      return invocation.fail(.usage, error.message)
    }
    let clock = SystemClock()
    var options = PretendProvider.Options(now: clock.now)
    options.records = invocation[Self.records]
    options.perMinute = invocation[Self.rate] == 0 ? nil : invocation[Self.rate]
    let provider = PretendProvider(connector, options: options, faults: faults, clock: clock)
    do {
      let listener = try WebListener(port: invocation[Self.port]) { await provider.reply(to: $0) }
      let address = "http://127.0.0.1:\(listener.port)"
      if invocation.answersInJSON {
        invocation.answer([
          ("url", .string(address)), ("connector", .string(connector.name)),
          ("streams", .texts(provider.streamNames)), ("records", .int(Int64(options.records))),
          ("not_pretended", .texts(provider.silentStreams)),
          ("without_feed", .texts(provider.streamsWithoutFeed)),
        ])
      } else {
        invocation.print(address)
      }
      invocation.console.output.flush()
      invocation.remark(
        provider.streamNames.isEmpty
          ? "pretending to be \(connector.name)"
          : "pretending to be \(connector.name): \(provider.streamNames.joined(separator: ", ")), \(options.records) records each"
      )
      if !provider.silentStreams.isEmpty {
        invocation.remark(
          "no recording shows enough of \(provider.silentStreams.joined(separator: ", ")) to pretend: what is recorded is answered as it is, the rest with 404"
        )
      }
      if !provider.streamsWithoutFeed.isEmpty {
        invocation.remark(
          "no recording shows enough of the feeds of \(provider.streamsWithoutFeed.joined(separator: ", ")) to tell of changes"
        )
      }
      invocation.console.errors.flush()
      await Interruption.wait()
      listener.stop()
      return .interrupted
    } catch {
      return invocation.fail(.usage, error.message, help: "--port 0 takes a free one")
    }
  }
}
