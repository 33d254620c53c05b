package import Language
package import Values

/// Reads the body of a reply as a connector's `decode` says; JSON when it says nothing.
package struct BodyDecoder: Sendable {
  private let format: any BodyFormat

  /// `list` names where in the body its records are, key by key, so that a long body can be read in portions of them where the body
  /// itself is no list; `columns` are those without which a table is not the one that was asked for.
  package init(_ decode: Block? = nil, listAt list: [String]? = nil, needing columns: [String] = []) {
    format = Formats.format(of: decode, listAt: list, needing: columns)
  }

  private init(format: any BodyFormat) { self.format = format }

  /// XML, where a reply is known to be that and nothing was declared of it.
  package static let xml = BodyDecoder(format: XMLFormat())

  /// JSON or XML, whichever it is: for calls beside the streams, of whose replies nothing is declared.
  package static let undeclared = BodyDecoder(format: UndeclaredFormat())

  /// The body is a list that can be read in portions.
  package var isList: Bool { format.isList }

  /// The body is rows of columns, and nearly any text can be taken for that.
  package var isTable: Bool { format.isTable }

  /// A body that begins like this cannot be taken for a whole one when it was cut.
  package func showsItsEnd(_ start: @autoclosure () -> [UInt8]) -> Bool { format.showsItsEnd(start()) }

  /// Nothing at all is a body without records.
  package var mayBeEmpty: Bool { format.mayBeEmpty }

  /// The body holds a list, and what lies around it can be told with each portion.
  package var holdsList: Bool { format.holdsList }

  /// The whole body as one value.
  package func decode(_ bytes: [UInt8]) throws(DecodingFailure) -> Value {
    try format.value(of: MemoryBytes(bytes))
  }

  /// The rows of a list, a portion at a time, so that memory stays flat however long it is.
  ///
  /// Where the body holds the list, each portion is the whole body with fewer rows in it. What has no list comes as one portion.
  package func batches(_ bytes: [UInt8], rows: Int = 1_000) -> BodyBatches {
    batches(MemoryBytes(bytes), rows)
  }

  /// The same of `count` bytes that lie elsewhere; `read` gives so many bytes from a place on, nil when it cannot.
  package func batches(
    of count: Int, reading read: @escaping @Sendable (_ offset: Int, _ count: Int) -> [UInt8]?,
    rows: Int = 1_000
  ) -> BodyBatches {
    batches(ReadBytes(PlacedBytes(count: count, read)), rows)
  }

  private func batches(_ source: any ByteSource, _ rows: Int) -> BodyBatches {
    guard let reader = format.reader(of: source) else { return BodyBatches(whole: format, source) }
    return BodyBatches(reader, rows: rows)
  }
}

/// The portions of a long list.
package struct BodyBatches {
  private enum State {
    case reading(any RowReader, rows: Int)
    case whole(any BodyFormat, any ByteSource)
    case done
  }

  private var state: State

  init(_ reader: any RowReader, rows: Int) { state = .reading(reader, rows: max(1, rows)) }
  init(whole format: any BodyFormat, _ source: any ByteSource) { state = .whole(format, source) }

  /// The next portion, a list or a body that holds one; nil after the last.
  package mutating func next() throws(DecodingFailure) -> Value? {
    switch state {
    case .done: return nil
    case .whole(let format, let source):
      state = .done
      return try format.value(of: source)
    case .reading(var reader, let rows):
      state = .done
      guard let portion = try reader.next(rows) else { return nil }
      state = .reading(reader, rows: rows)
      return portion
    }
  }
}
