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
  var sharesKeys: Bool { !leftOut.isEmpty && !Set(leftOut).isDisjoint(with: records.compactMap(\.key)) }

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
    var gone: [String: [String]] = [:]
    // In a listing two records with one key are of two kinds.
    let lastCounts = !span.isWhole && stream.leavesOutLast
    var lastWords = LastWords(isNeeded: stream.flag != nil || lastCounts)
    let asksRecords = asksRecords
    let moments = moments
    let (flag, keep) = (stream.flag, stream.keep)
    let dropsOld = stream.changes.dropsOld && !stream.showsUnchanged
    // By their places: a record that is copied out of the list is counted for every field that it holds.
    for place in records.indices {
      let key = keyReader.text(of: records[place])
      if let key, !key.isEmpty { page.keys.append(key) }
      var age = Age.current
      if let moments { age = self.age(of: records[place], by: moments, &page) }
      guard asksRecords else {
        if age == .old, dropsOld {
          page.filtered += 1
        } else {
          page.append(SourceRecord(key: key, value: records[place]))
        }
        continue
      }
      let record = records[place]
      variables["record"] = record
      do throws(RunFailure) {
        if let flag, try flag.when.isTrue(variables) {
          if age == .unknown { page.withoutMoment -= 1 }
          lastWords.isGone(key: key, alias: flag.key?.text(of: record))
          continue
        }
        if let keep {
          guard let isKept = try keep.truth(variables) else {
            page.doubt(records[place], key: key)
            continue
          }
          guard isKept else {
            page.filtered += 1
            if let key {
              page.leftOut.append(key)
              if lastCounts { lastWords.isLeftOut(key: key) }
            }
            continue
          }
        }
      } catch {
        // One record of another form costs itself, not all the others.
        page.doubt(records[place], key: key, because: error)
        continue
      }
      for dependent in stream.dependents {
        if let named = try dependent.key(in: record, variables) {
          gone[dependent.stream, default: []].append(named)
        }
      }
      if age == .old, dropsOld {
        page.filtered += 1
        continue
      }
      let alias = flag?.key?.text(of: record)
      lastWords.isThere(key: key, alias: alias, at: page.records.count)
      page.append(SourceRecord(key: key, value: record, deletionKey: alias))
    }
    lastWords.settle(&page)
    page.deletions = stream.dependents.compactMap { dependent in
      gone[dependent.stream].map { DeletedKeys(stream: dependent.stream, keys: $0) }
    }
    return page
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

/// Records that came in portions of their fields, put together.
enum PortionJoin {
  /// The records of the first portion with the fields of the others; nil when not all portions hold the same records.
  static func joined(_ portions: [[Value]], by key: RecordKey) -> (records: [Value], isComplete: Bool) {
    guard var records = portions.first, portions.count > 1 else { return (portions.first ?? [], true) }
    var isComplete = true
    for portion in portions.dropFirst() {
      var byKey: [String: Value] = [:]
      for record in portion {
        if let key = key.text(of: record) { byKey[key] = record }
      }
      if byKey.count != records.count { isComplete = false }
      for place in records.indices {
        guard let name = key.text(of: records[place]), let more = byKey[name],
          case .map(let fields) = more.plain
        else {
          isComplete = false
          continue
        }
        records[place] = records[place].adding(
          fields.pairs.compactMap { pair in
            guard case .string(let name) = pair.key else { return nil }
            return (name, pair.value)
          })
      }
    }
    return (records, isComplete)
  }
}
