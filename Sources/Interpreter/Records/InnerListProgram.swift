internal import Expressions
internal import Language
internal import Programs
internal import Values

/// A list inside of records that may come cut off, compiled.
struct InnerListProgram: Sendable {
  private let path: [String]
  private let when: ExpressionProgram
  /// Reads the list as if it were a stream.
  private let stream: StreamProgram

  init(_ block: InnerListBlock, in outer: StreamProgram, _ surroundings: Surroundings) throws(RunFailure) {
    path = try block.demand(InnerListBlock.path).split(separator: ".").map(String.init)
    when = ExpressionProgram(try block.demand(InnerListBlock.when), surroundings)
    stream = try outer.reading(
      CallProgram(block.demand(InnerListBlock.read).block, surroundings),
      RecordsProgram(block.demand(InnerListBlock.records), surroundings),
      block.demand(InnerListBlock.pages), surroundings)
  }

  /// The record with the whole list in its place; nil when it has the whole list already, or more of it is not to be had.
  func completed(
    _ record: Value, _ work: StreamWork, _ variables: Activation, _ remarks: inout [Remark]
  ) async throws(RunFailure) -> Value? {
    var variables = variables
    variables["record"] = record
    guard try when.isTrue(variables) else { return nil }
    let inner = Slice(id: "", variables: variables, carry: [], fingerprint: nil)
    var reader = SliceReader(
      StreamWork(work.session, stream, ReadOptions(), nil), inner, [[]], state: SliceState())
    var elements: [Value] = []
    while let page = try await reader.next() {
      remarks += page.remarks
      if page.isLeftOut { return nil }
      elements += page.sifted.records.map(\.value)
    }
    return record.replacing(path[...], with: .list(elements))
  }
}

extension StreamWork {
  /// Records with their inner lists whole; what is to be said of those lists is added to `remarks`.
  func completed(
    _ records: [SourceRecord], _ variables: Activation, _ remarks: inout [Remark]
  ) async throws(RunFailure) -> [SourceRecord] {
    guard !stream.lists.isEmpty else { return records }
    var completed: [SourceRecord] = []
    completed.reserveCapacity(records.count)
    for record in records {
      var value = record.value
      for list in stream.lists {
        value = try await list.completed(value, self, variables, &remarks) ?? value
      }
      completed.append(SourceRecord(key: record.key, value: value, deletionKey: record.deletionKey))
    }
    return completed
  }
}

extension Value {
  /// The value with what lies at a path replaced; maps that are missing on the way are made.
  fileprivate func replacing(_ path: ArraySlice<String>, with new: Value) -> Value {
    guard let name = path.first else { return new }
    var entries = MapValue.Entries()
    var inner = Value.null
    if case .map(let map) = plain {
      for pair in map.pairs { entries.set(pair.key, to: pair.value) }
      inner = map.value(named: name) ?? .null
    }
    entries.set(.string(name), to: inner.replacing(path.dropFirst(), with: new))
    return .map(MapValue(entries))
  }
}
