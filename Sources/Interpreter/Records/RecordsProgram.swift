internal import Diagnostics
internal import Expressions
internal import HTTP
internal import Language
internal import Programs
internal import Values

/// Finds the records of a page.
struct RecordsProgram: Sendable {
  private let from: ExpressionProgram
  private let extraction: RecordExtraction
  private let isExploded: Bool
  private let carry: [(name: String, value: ExpressionProgram)]
  /// Elements that are lists: XML leaves out one that would be empty.
  private let lists: Set<String>

  init(
    _ block: RecordsBlock, _ surroundings: Surroundings, decode: Block? = nil
  ) throws(RunFailure) {
    lists = XMLDecoding.lists(of: decode)
    from = ExpressionProgram(try block.demand(RecordsBlock.from), surroundings)
    extraction = RecordExtraction(block)
    isExploded = block[RecordsBlock.explode] != nil
    carry = (block[RecordsBlock.carry] ?? []).map { ($0.name, ExpressionProgram($0.value, surroundings)) }
  }

  /// Where in the body the list of records lies, key by key; nil where it is not simply taken from a place.
  var listPath: [String]? { extraction.isOfList ? from.program.checked.listPath : nil }

  /// The body is the list, and its elements are the records.
  var areTheBody: Bool { extraction.isPlain && listPath == [] }

  struct Found: Sendable {
    let records: [Value]
    /// Elements as the provider counts them, before lists in them were taken apart.
    let count: Int
  }

  /// The records of a reply.
  ///
  /// A reply whose status says that it has no body has none. One that lacks what `from` names is an error and never an empty page: it is something else
  /// than was asked for.
  func records(in reply: Reply, _ variables: Activation) throws(RunFailure) -> Found {
    guard let value = try value(variables) else {
      let isEmpty = reply.body.isNull && reply.response.body.isEmpty
      if isEmpty || lacksOnlyList(variables) { return Found(records: [], count: 0) }
      throw RunFailure(
        .provider, "the reply has no `\(from.text.source)`, where its records should be\(advice)\(hint)",
        status: reply.status,
        at: from.place)
    }
    let unfit = RunFailure(
      .provider, "`\(from.text.source)` gives \(value.kind.title), which holds no records",
      status: reply.status, at: from.place)
    if extraction.isPlain {
      guard let records = extraction.plainRecords(in: value) else { throw unfit }
      return Found(records: records, count: records.count)
    }
    guard let extracted = extraction.records(in: value) else { throw unfit }
    guard isExploded else { return Found(records: extracted.map(\.record), count: extracted.count) }
    var records: [Value] = []
    records.reserveCapacity(extracted.count)
    for element in extracted {
      var added: [(String, Value)] = []
      if let outer = element.outer, !carry.isEmpty {
        var variables = variables
        variables["record"] = outer
        for field in carry {
          if let value = try field.value.value(variables) { added.append((field.name, value)) }
        }
      }
      records.append(element.record.adding(added))
    }
    return Found(records: records, count: Self.count(value))
  }

  private func value(_ variables: Activation) throws(RunFailure) -> Value? {
    do {
      return try from.value(variables)
    } catch {
      var failure = error
      failure.message += hint
      throw failure
    }
  }

  /// How records that are text are read so that a bad one costs only itself.
  private var hint: String {
    from.text.source.contains("parseJson") ? "; `unwrap` reads the JSON in each element for itself" : ""
  }

  /// How to say that the provider leaves the list out when it is empty.
  private var advice: String {
    let source = from.text.source
    let names = source.split(separator: ".", omittingEmptySubsequences: false)
    let isPath = names.allSatisfy { name in
      name.first?.isLetter ?? false && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    }
    guard let last = names.last, names.count > 1, isPath else { return "" }
    let path = names.dropLast().joined(separator: ".")
    return "; `\(path).?\(last).orValue([])` where the provider leaves an empty list out"
  }

  /// Whether what holds the list is there, and only the list itself is not.
  private func lacksOnlyList(_ variables: Activation) -> Bool {
    guard !lists.isEmpty, case .failure(let error) = from.program.evaluate(variables) else { return false }
    return error.missingName(in: from.text.source).map(lists.contains) ?? false
  }

  private static func count(_ value: Value) -> Int {
    switch value.plain {
    case .list(let list): list.count
    case .map(let map): map.count
    default: 0
    }
  }
}

extension Value {
  /// The record with further fields; a field that it already has is replaced.
  func adding(_ fields: [(String, Value)]) -> Value {
    guard !fields.isEmpty, case .map(let map) = plain else { return self }
    var entries = MapValue.Entries()
    for pair in map.pairs { entries.set(pair.key, to: pair.value) }
    for (name, value) in fields { entries.set(.string(name), to: value) }
    return .map(MapValue(entries))
  }
}

extension CheckedExpression {
  /// The keys of `body.a.b`, or of `body.a.?b.orValue([])`.
  fileprivate var listPath: [String]? {
    var node = tree.root
    var last: [String] = []
    if case .call(let name, let receiver?, let arguments) = tree[node].form, name.text == "orValue",
      arguments.count == 1, case .list(let elements) = tree[arguments[0]].form, elements.isEmpty,
      case .select(let operand, let field, true) = tree[receiver].form
    {
      (node, last) = (operand, [field.text])
    }
    guard let path = plainPath(of: node), path.variable == "body" else { return nil }
    let keys = path.steps.compactMap { if case .field(let name) = $0 { name } else { nil } }
    return keys.count == path.steps.count ? keys + last : nil
  }
}
