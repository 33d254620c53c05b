internal import Language
internal import Values

/// A gzip file with another format inside.
struct GzipFormat: BodyFormat {
  private let content: any BodyFormat

  init(_ block: GzipDecoding, listAt list: [String]?, needing columns: [String]) {
    content = Formats.format(of: block[GzipDecoding.content], listAt: list, needing: columns)
  }

  /// A file that is not packed at all is read as it is.
  func showsItsEnd(_ start: @autoclosure () -> [UInt8]) -> Bool {
    let start = start()
    return Gunzipped.isPacked(start) || content.showsItsEnd(start)
  }

  var mayBeEmpty: Bool { false }
  var isTable: Bool { content.isTable }
  var isList: Bool { content.isList }
  var holdsList: Bool { content.holdsList }

  func value(of source: any ByteSource) throws(DecodingFailure) -> Value {
    try content.value(of: Gunzipped(source))
  }

  func reader(of source: any ByteSource) -> (any RowReader)? { content.reader(of: Gunzipped(source)) }
}

/// Unpacks a gzip file; one of several members is read as one text, and one that is not packed at all as it is.
struct Gunzipped: ByteSource {
  private var source: any ByteSource
  private var inflater: Inflater?
  private var isBetweenMembers = true
  private var isFirstMember = true
  private var isEmpty = true
  private var isPlain = false

  init(_ source: any ByteSource) { self.source = source }

  static func isPacked(_ start: some Sequence<UInt8>) -> Bool { start.starts(with: [0x1F, 0x8B]) }

  mutating func next() throws(DecodingFailure) -> [UInt8]? {
    if isPlain { return try source.next() }
    if self.inflater == nil { self.inflater = try Inflater(.gzip) }
    guard let inflater = self.inflater else { return nil }
    while true {
      if inflater.isHungry || isBetweenMembers && inflater.rest.count < 2 {
        guard let piece = try source.next() else { return try finish(inflater) }
        inflater.feed(piece)
        isEmpty = false
        continue
      }
      if isBetweenMembers {
        // Tapes and some servers fill a file up with zeros.
        if !isFirstMember, inflater.rest.allSatisfy({ $0 == 0 }) {
          inflater.feed([])
          return nil
        }
        guard Self.isPacked(inflater.rest) else {
          guard isFirstMember else {
            throw DecodingFailure("something that is not gzip follows the gzip data")
          }
          isPlain = true
          return Array(inflater.rest)
        }
        if !isFirstMember { inflater.restart() }
        isBetweenMembers = false
      }
      switch try inflater.step() {
      case .piece(let bytes): return bytes
      case .hungry: continue
      case .end(let bytes):
        isBetweenMembers = true
        isFirstMember = false
        if !bytes.isEmpty { return bytes }
      }
    }
  }

  private mutating func finish(_ inflater: Inflater) throws(DecodingFailure) -> [UInt8]? {
    if isEmpty { return nil }
    if isBetweenMembers, !isFirstMember, inflater.rest.allSatisfy({ $0 == 0 }) { return nil }
    guard isFirstMember, isBetweenMembers, inflater.rest.first != 0x1F else {
      throw DecodingFailure("the gzip data ends early")
    }
    isPlain = true
    return Array(inflater.rest)
  }
}
