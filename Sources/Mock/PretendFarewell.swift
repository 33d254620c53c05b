internal import Expressions
internal import Language
internal import Programs
internal import Values

/// How one stream of a pretend provider tells which records of another are gone: of those that were taken away, and of no other.
struct PretendFarewell: Sendable {
  /// Whose records are gone.
  let stream: String
  /// Where the teller's record names them.
  private let key: ValuePath
  private let maker: RecordMaker

  /// Nil when no recorded record of the teller says that one is gone.
  init?(of told: Named<StreamBlock>, _ samples: [Value], _ maker: ([Value]) -> RecordMaker) {
    guard let block = Self.block(told), let key = block[StreamedDeletions.key] else { return nil }
    let condition = Self.condition(of: told)
    let gone = samples.filter { condition.holds($0) }
    if gone.isEmpty { return nil }
    stream = told.name
    self.key = ValuePath(dotted: key)
    self.maker = maker(gone)
  }

  /// The stream that tells what is gone of this one.
  static func teller(of told: Named<StreamBlock>) -> String? {
    block(told)?[StreamedDeletions.stream]?.value
  }

  /// Which of the teller's records say that one is gone; all, where nothing is said.
  static func condition(of told: Named<StreamBlock>) -> SampleCondition {
    SampleCondition(block(told)?[StreamedDeletions.when])
  }

  private static func block(_ told: Named<StreamBlock>) -> StreamedDeletions? {
    told.value[StreamBlock.deletions]?.as(StreamedDeletions.self)
  }

  /// The teller's record of one that is gone since a moment; `gone` is the key it had.
  func record(_ number: Int, _ gone: Value, at moment: Instant) -> Value {
    key.putting(gone, into: maker.record(number, RecordMaker.Change(count: 0, at: moment)))
  }
}

/// What is true of some of the recorded records.
struct SampleCondition: Sendable {
  private let program: ExpressionProgram?

  /// Without a text it is true of all.
  init(_ text: ExpressionText?) { program = text.map { ExpressionProgram($0, Surroundings()) } }

  func holds(_ sample: Value) -> Bool {
    guard let program else { return true }
    var variables = Activation()
    variables["record"] = sample
    return (try? program.isTrue(variables)) ?? false
  }
}
