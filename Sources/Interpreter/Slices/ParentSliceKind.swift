internal import Expressions
internal import JSON
internal import Language
package import Programs
package import Storage
internal import Values

/// Where records of other streams are kept from their own last run.
package protocol ParentSource: Sendable {
  /// Records of a stream in the order of their keys, after a key; nil when they are not kept and must be read now.
  func parents(
    of stream: String, after key: String?, limit: Int
  ) async throws(RunFailure) -> [ParentRecord]?
}

/// `parent`: once for each record of another stream.
struct ParentSliceKind: SliceKind {
  let name: String
  let carry: [(name: String, value: ExpressionProgram)]
  let keepsState: Bool
  /// Slices whose record is as it was in the last run are not read.
  private let isChangedOnly: Bool
  private let stream: String
  private let each: [String]
  private let when: ExpressionProgram?

  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) {
    guard let parent = block.as(ParentSlice.self) else { return nil }
    name = SliceFields.variable(of: block)
    carry = SliceKindList.carry(of: block, surroundings)
    stream = try parent.demand(ParentSlice.stream).value
    each = parent[ParentSlice.each].map { RecordPath($0).parts } ?? []
    when = parent.expression(ParentSlice.when, surroundings)
    isChangedOnly = parent[ParentSlice.changedOnly] ?? false
    keepsState = parent[ParentSlice.state] != .shared
  }

  func open(_ work: StreamWork, _ variables: Activation) throws(RunFailure) -> any SliceCursor {
    ParentSlices(
      parents: ParentRecords(stream), each: each, name: name, when: when, hashes: isChangedOnly,
      variables: variables)
  }
}

/// Goes through the records of another stream that a condition lets pass, or through the elements of a list in each.
private struct ParentSlices: SliceCursor {
  var parents: ParentRecords
  let each: [String]
  let name: String
  let when: ExpressionProgram?
  let hashes: Bool
  let variables: Activation
  private var waiting: ArraySlice<SliceItem> = []

  init(
    parents: ParentRecords, each: [String], name: String, when: ExpressionProgram?, hashes: Bool,
    variables: Activation
  ) {
    self.parents = parents
    self.each = each
    self.name = name
    self.when = when
    self.hashes = hashes
    self.variables = variables
  }

  mutating func next(_ work: StreamWork) async throws(RunFailure) -> SliceItem? {
    while true {
      if let item = waiting.popFirst() {
        if try isWanted(item) { return item }
        continue
      }
      guard let parent = try await parents.next(work) else { return nil }
      waiting = items(of: parent)[...]
    }
  }

  private func items(of parent: SourceRecord) -> [SliceItem] {
    let key = parent.key ?? ""
    let fingerprint = hashes ? Fingerprint.of(parent.json) : nil
    guard !each.isEmpty else { return [SliceItem(id: key, value: parent.value, fingerprint: fingerprint)] }
    var value: Value? = parent.value
    for part in each { value = value?.member(part) }
    guard let value, !value.isNull, value.templateText != "" else { return [] }
    // XML has no list where there is one.
    var elements = [value]
    if case .list(let list) = value.plain { elements = list.values }
    return elements.map { element in
      SliceItem(
        id: RecordKey.joined([key, element.templateText ?? ""]), value: element, fingerprint: fingerprint)
    }
  }

  private func isWanted(_ item: SliceItem) throws(RunFailure) -> Bool {
    guard let when else { return true }
    var variables = variables
    variables[name] = item.value
    return try when.isTrue(variables)
  }
}

/// The records of another stream: those that are kept, else read now.
struct ParentRecords: Sendable {
  private let stream: String
  private var source = Source.unopened
  private var waiting: ArraySlice<SourceRecord> = []

  private enum Source: Sendable {
    case unopened
    case kept(after: String?)
    case read(StreamReader)
    case exhausted
  }

  private static let batch = 500

  init(_ stream: String) { self.stream = stream }

  mutating func next(_ work: StreamWork) async throws(RunFailure) -> SourceRecord? {
    while waiting.isEmpty {
      switch source {
      case .unopened, .kept:
        var last: String?
        if case .kept(let after) = source { last = after }
        try await takeKept(work, after: last)
      case .read(var reader):
        let page = try await reader.next()
        source = page == nil ? .exhausted : .read(reader)
        waiting = (page?.records ?? [])[...]
      case .exhausted: return nil
      }
    }
    return waiting.popFirst()
  }

  private mutating func takeKept(_ work: StreamWork, after key: String?) async throws(RunFailure) {
    if let records = try await work.parents?.parents(of: stream, after: key, limit: Self.batch) {
      waiting =
        records.compactMap { record in
          guard let document = try? JSONDocument(text: record.json) else { return nil }
          return SourceRecord(key: record.key, value: .json(document.root))
        }[...]
      source = records.isEmpty ? .exhausted : .kept(after: records.last?.key)
    } else {
      source = .read(try await work.reader(of: stream))
    }
  }
}

/// Tells whether a record is as it was; not meant to withstand an attacker, only chance.
enum Fingerprint {
  /// FNV-1a over the bytes with two seeds, which is the same in every run of the program.
  static func of(_ text: String) -> String {
    var hashes: (UInt64, UInt64) = (0xCBF2_9CE4_8422_2325, 0x9E37_79B9_7F4A_7C15)
    for byte in text.utf8 {
      hashes.0 = (hashes.0 ^ UInt64(byte)) &* 0x100_0000_01B3
      hashes.1 = (hashes.1 ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    return String(hashes.0, radix: 16) + "." + String(hashes.1, radix: 16)
  }
}
