internal import JSON
package import Values

/// Reads the keys of many records that are alike: it looks first where the key was in the last one.
package struct KeyReader: Sendable {
  private let key: RecordKey
  /// Of the path of a key that is not composite, and the number of its end.
  private let walker: JSONPathWalker?
  private let end: Int
  private var hints: [JSONTape.Hint]
  private var ends: [Int]

  package init(_ key: RecordKey) {
    self.key = key
    var paths = JSONPathSet()
    end = paths.add(key.onlyPath.map { $0.map(JSONPathSet.Step.key) } ?? [])
    walker = key.isComposite ? nil : JSONPathWalker(paths)
    hints = Array(repeating: .none, count: paths.count)
    ends = Array(repeating: JSONPathEnd.unfit, count: paths.count)
  }

  /// The same as `RecordKey` gives, which is asked about everything but a text or a whole number.
  package mutating func text(of record: Value) -> String? {
    guard let walker, case .json(let view) = record else { return key.text(of: record) }
    let (tape, root) = (view.document.tape, view.index)
    hints.withUnsafeMutableBufferPointer { hints in
      ends.withUnsafeMutableBufferPointer { ends in
        guard let hint = hints.baseAddress, let start = ends.baseAddress else { return }
        walker.walk(tape, from: root, hint, start)
      }
    }
    let at = ends[end]
    guard at >= 0, tape.isString(at) || tape.isInteger(at) else { return key.text(of: record) }
    let text = tape.text(at)
    return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
  }
}
