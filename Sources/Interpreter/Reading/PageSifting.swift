internal import Expressions
internal import Language
internal import Programs
internal import Values

/// The records of a page, sorted by what becomes of them.
struct SiftedPage: Sendable {
  var records: [SourceRecord] = []
  var gone = GoneRecords()
  var deletions: [DeletedKeys] = []
  var filtered = 0
  /// The keys of records that `keep` leaves out: they may have been kept before.
  var leftOut: [String] = []
  /// The keys of all records, kept or not.
  var keys: [String] = []
  /// The highest moment of change.
  var highest: Instant?
  /// A record was older than what was asked for.
  var sawOld = false
  var withoutMoment = 0
  var doubted: [DoubtedRecord] = []
  var undecided = UndecidedRecords()
  /// A record does not say which one it is.
  var hasNameless = false

  /// A record that is left out has the key of one that is kept.
  var sharesKeys: Bool { !leftOut.isEmpty && !TextSet(leftOut).holdsNone(of: records.lazy.compactMap(\.key)) }

  /// Counts what others judged about records that are told of here.
  mutating func takeJudgements(of other: SiftedPage) {
    filtered += other.filtered
    leftOut += other.leftOut
    doubted += other.doubted
    undecided += other.undecided
  }

  fileprivate mutating func doubt(_ record: Value, key: String?, because failure: RunFailure? = nil) {
    undecided.add(failure)
    doubted.append(DoubtedRecord(record, key: key, because: failure))
  }

  fileprivate mutating func delete(_ key: String, of stream: String) {
    if let place = deletions.firstIndex(where: { $0.stream == stream }) {
      deletions[place].keys.append(key)
    } else {
      deletions.append(DeletedKeys(stream: stream, keys: [key]))
    }
  }

  fileprivate mutating func append(_ record: SourceRecord) {
    if record.key?.isEmpty ?? true { hasNameless = true }
    records.append(record)
  }
}

/// Decides about each record of a page: carried fields, key, deletion, `keep`, age.
struct PageSifter {
  private let stream: StreamProgram
  private let span: Span
  private let moments: MomentReader?
  private let added: [(String, Value)]
  private let addedByRecord: [(name: String, value: ExpressionProgram)]
  private var variables: Activation
  private var keyReader: KeyReader

  /// `variables` are those of the reply.
  init(
    _ stream: StreamProgram, _ slice: Slice, _ span: Span, _ moments: MomentReader?, _ variables: Activation
  ) throws(RunFailure) {
    self.stream = stream
    self.moments = moments
    self.span = span
    self.variables = variables
    keyReader = KeyReader(stream.key)
    var fixed: [(String, Value)] = []
    var byRecord: [(name: String, value: ExpressionProgram)] = []
    for field in slice.carry {
      if field.value.text.source.utf8.count >= 6, field.value.text.source.contains("record") {
        byRecord.append(field)
      } else if let value = try field.value.value(variables) {
        fixed.append((field.name, value))
      }
    }
    added = fixed
    addedByRecord = byRecord
  }

  /// The records with the fields that the slice gives them.
  mutating func completed(_ records: [Value]) throws(RunFailure) -> [Value] {
    guard !added.isEmpty || !addedByRecord.isEmpty else { return records }
    var completed: [Value] = []
    completed.reserveCapacity(records.count)
    for record in records { completed.append(try self.completed(record)) }
    return completed
  }

  private mutating func completed(_ record: Value) throws(RunFailure) -> Value {
    var fields = added
    if !addedByRecord.isEmpty {
      variables["record"] = record
      for field in addedByRecord {
        if let value = try field.value.value(variables) { fields.append((field.name, value)) }
      }
    }
    return record.adding(fields)
  }

  mutating func sift(_ records: [Value]) throws(RunFailure) -> SiftedPage {
    var page = SiftedPage()
    page.records.reserveCapacity(records.count)
    page.keys.reserveCapacity(records.count)
    var lastWords = LastWords(isNeeded: stream.flag != nil || leftOutCounts)
    let asksRecords = asksRecords
    let moments = moments
    let dropsOld = stream.changes.dropsOld && !stream.showsUnchanged
    // By their places: a record that is copied out of the list is counted for every field that it holds.
    for place in records.indices {
      let key = keyReader.text(of: records[place])
      if let key, !key.isEmpty { page.keys.append(key) }
      var age = Age.current
      if let moments { age = self.age(of: records[place], by: moments, &page) }
      if asksRecords, try !keeps(records[place], key, age, &page, &lastWords) { continue }
      if age == .old, dropsOld {
        page.filtered += 1
        continue
      }
      var alias: String?
      if lastWords.isNeeded {
        alias = stream.flag?.key?.text(of: records[place])
        lastWords.isThere(key: key, alias: alias, at: page.records.count)
      }
      page.append(SourceRecord(key: key, value: records[place], deletionKey: alias))
    }
    lastWords.settle(&page)
    return page
  }

  /// A record that is left out takes the place of one that was there; in a listing two records with one key are of two kinds.
  private var leftOutCounts: Bool { !span.isWhole && stream.leavesOutLast }

  /// Whether a record stays by what the stream says of it; notes what becomes of one that does not, and whose deletion it tells of.
  private mutating func keeps(
    _ record: Value, _ key: String?, _ age: Age, _ page: inout SiftedPage, _ lastWords: inout LastWords
  ) throws(RunFailure) -> Bool {
    variables["record"] = record
    switch stream.verdict(variables) {
    case .kept:
      for dependent in stream.dependents {
        if let gone = try dependent.key(in: record, variables) {
          page.delete(gone, of: dependent.stream)
        }
      }
      return true
    case .gone:
      if age == .unknown { page.withoutMoment -= 1 }
      lastWords.isGone(key: key, alias: stream.flag?.key?.text(of: record))
    case .leftOut:
      page.filtered += 1
      if let key {
        page.leftOut.append(key)
        if leftOutCounts { lastWords.isLeftOut(key: key) }
      }
    case .doubted(let failure):
      page.doubt(record, key: key, because: failure)
    }
    return false
  }

  /// Some expression is asked of each record.
  private var asksRecords: Bool { stream.flag != nil || stream.keep != nil || !stream.dependents.isEmpty }

  private enum Age { case current, old, unknown }

  private func age(of record: Value, by moments: MomentReader, _ page: inout SiftedPage) -> Age {
    guard let moment = moments.moment(of: record) else {
      page.withoutMoment += 1
      return .unknown
    }
    page.highest = max(page.highest ?? moment, moment)
    guard let since = span.since, moment < since else { return .current }
    page.sawOld = true
    return .old
  }
}
