internal import JSON
internal import Language
internal import Values

/// XML: elements become maps, attributes `@name`, text `#text`, repeated elements lists.
///
/// An element that holds nothing but text is that text, one that holds nothing is null. There is no network, and a document type,
/// which could define entities, is refused.
struct XMLFormat: BodyFormat {
  private let lists: XMLLists
  private let keepsPrefixes: Bool
  /// Where the records are, from the outermost element in; nil where nobody knows.
  private let list: [String]?

  init(_ block: XMLDecoding, listAt list: [String]?) {
    lists = XMLLists((block[XMLDecoding.lists] ?? []).map(\.value))
    keepsPrefixes = block[XMLDecoding.namespaces] ?? false
    // There is one outermost element only.
    self.list = list.flatMap { $0.count > 1 ? $0 : nil }
  }

  /// Nothing is a list unless it stands there twice.
  init() {
    lists = XMLLists([])
    keepsPrefixes = false
    list = nil
  }

  var holdsList: Bool { list != nil }

  func value(of source: any ByteSource) throws(DecodingFailure) -> Value {
    var tree = XMLTree(lists: lists)
    let reading = try XMLReading(source, keepsPrefixes: keepsPrefixes, limit: ByteLimits.decoded)
    while try reading.step(&tree) {}
    return .json(try JSONFormat.document(tree.json()).root)
  }

  func reader(of source: any ByteSource) -> (any RowReader)? {
    list.map { Portions(format: self, source: source, list: $0) }
  }

  /// Reads the document twice: what lies around the records may come after them, and is told with each portion of them.
  ///
  /// So every portion is the document as it would be with fewer records, and a document that is cut is refused before the first.
  private struct Portions: RowReader {
    let format: XMLFormat
    let source: any ByteSource
    let list: [String]
    private var stage = Stage.unbegun

    private enum Stage {
      case unbegun
      case reading(XMLReading, XMLSplit, XMLFrame)
      case done
    }

    init(format: XMLFormat, source: any ByteSource, list: [String]) {
      self.format = format
      self.source = source
      self.list = list
    }

    mutating func next(_ rows: Int) throws(DecodingFailure) -> Value? {
      switch stage {
      case .done: return nil
      case .unbegun:
        guard let frame = try survey() else {
          stage = .done
          return try format.value(of: source)
        }
        let split = XMLSplit(format.lists, at: list, keepsRecords: true)
        stage = .reading(try reading(), split, frame)
        return try next(rows)
      case .reading(let reading, var split, let frame):
        stage = .done
        while !split.isFull(rows), try reading.step(&split) {}
        guard let text = split.takeRows() else { return nil }
        stage = .reading(reading, split, frame)
        return .json(try JSONFormat.document(frame.holding(text)).root)
      }
    }

    /// What lies around the records; nil where they are not to be told from it, and the document must be held whole.
    private func survey() throws(DecodingFailure) -> XMLFrame? {
      let reading = try reading()
      var split = XMLSplit(format.lists, at: list, keepsRecords: false)
      while try reading.step(&split) {}
      return split.frame
    }

    private func reading() throws(DecodingFailure) -> XMLReading {
      try XMLReading(source, keepsPrefixes: format.keepsPrefixes, limit: .max)
    }
  }
}
