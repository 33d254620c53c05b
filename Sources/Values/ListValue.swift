package import JSON

/// A list: values in memory, or the elements of a JSON array left where they are.
package struct ListValue: Sendable {
  fileprivate enum Storage: Sendable {
    case array([Value])
    case json(JSONView)
  }

  private let storage: Storage
  package let count: Int

  package init(_ values: [Value]) {
    storage = .array(values)
    count = values.count
  }

  init(json view: JSONView) {
    storage = .json(view)
    count = view.count
  }

  package var isEmpty: Bool { count == 0 }

  /// The element at a position, or nil outside the list.
  ///
  /// For a JSON array this walks over the elements before it; iterate instead of indexing in a loop.
  package func element(at index: Int) -> Value? {
    guard index >= 0, index < count else { return nil }
    switch storage {
    case .array(let values): return values[index]
    case .json(let view): return view[index].map(Value.json)
    }
  }

  /// All elements; those of a JSON array as views.
  package var values: [Value] {
    switch storage {
    case .array(let values): values
    case .json(let view): view.elements.map(Value.json)
    }
  }

  /// The JSON array this list shows, if it shows one.
  package var json: JSONView? {
    if case .json(let view) = storage { view } else { nil }
  }
}

extension ListValue: Sequence {
  /// Goes through a JSON array in one walk, where indexing would begin anew each time.
  package struct Iterator: IteratorProtocol {
    private var array: IndexingIterator<[Value]>?
    private var json: JSONView.Elements?

    fileprivate init(_ storage: Storage) {
      switch storage {
      case .array(let values): array = values.makeIterator()
      case .json(let view): json = view.elements
      }
    }

    package mutating func next() -> Value? {
      if array != nil { return array?.next() }
      return json?.next().map(Value.json)
    }
  }

  package func makeIterator() -> Iterator { Iterator(storage) }
}
