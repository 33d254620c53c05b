internal import JSON
package import Values

/// Reads the keys of many records that are alike: it looks first where the key was in the last one.
package struct KeyReader: Sendable {
  private let key: RecordKey
  private let walker: JSONPathWalker?
  private var hints: [JSONTape.Hint]

  package init(_ key: RecordKey) {
    self.key = key
    walker = key.onlyPath.map { path in
      var paths = JSONPathSet()
      _ = paths.add(path.map(JSONPathSet.Step.key))
      return JSONPathWalker(paths)
    }
    hints = Array(repeating: .none, count: walker?.hintCount ?? 0)
  }

  /// The same as `RecordKey` gives, which is asked about everything but a text or a whole number.
  package mutating func text(of record: Value) -> String? {
    guard let walker, case .json(let view) = record else { return key.text(of: record) }
    let tape = view.document.tape
    let end = hints.withUnsafeMutableBufferPointer { hints in
      hints.baseAddress.map { walker.look(0, in: tape, from: view.index, $0) } ?? .unfit
    }
    switch end {
    case .string(let text, _), .integer(let text):
      return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
    default: return key.text(of: record)
    }
  }
}
