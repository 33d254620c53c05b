package import Language
package import Values

/// Reads the body of a reply as a connector's `decode` says; JSON when it says nothing.
package struct BodyDecoder: Sendable {
  private let format: any BodyFormat

  package init(_ decode: Block? = nil) { format = Formats.format(of: decode) }

  private init(format: any BodyFormat) { self.format = format }

  /// XML, where a reply is known to be that and nothing was declared of it.
  package static let xml = BodyDecoder(format: XMLFormat())

  /// JSON or XML, whichever it is: for calls beside the streams, of whose replies nothing is declared.
  package static let undeclared = BodyDecoder(format: UndeclaredFormat())

  /// The body is a list that can be read in portions.
  package var isList: Bool { format.isList }

  /// The whole body as one value.
  package func decode(_ bytes: [UInt8]) throws(DecodingFailure) -> Value {
    try format.value(of: MemoryBytes(bytes))
  }

  /// The rows of a list, a portion at a time, so that memory stays flat however long it is.
  ///
  /// What is no list comes as one portion.
  package func batches(_ bytes: [UInt8], rows: Int = 1_000) -> BodyBatches {
    batches(MemoryBytes(bytes), rows)
  }

  /// The same of a body that lies elsewhere; `read` gives up to so many bytes from a place on, none at the end, nil when it cannot.
  package func batches(
    reading read: @escaping @Sendable (_ offset: Int, _ count: Int) -> [UInt8]?, rows: Int = 1_000
  ) -> BodyBatches {
    batches(ReadBytes(read), rows)
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

  /// The next portion, a list; nil after the last.
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
