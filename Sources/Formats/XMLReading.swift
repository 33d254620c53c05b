internal import CXML2

/// What hears of the parts of a document, in their order.
protocol XMLListener {
  /// An element begins; false when there are too many of them.
  mutating func open(_ name: String) -> Bool
  mutating func add(attribute name: String, _ value: String, isNil: Bool)
  /// Text in UTF-8, with a zero at its end.
  mutating func add(text: UnsafePointer<UInt8>)
  mutating func close()
}

/// Goes through a document with libxml2's reader, which holds no more of it than it must.
final class XMLReading {
  private let reader: xmlTextReaderPtr
  private let keepsPrefixes: Bool
  /// The reader takes its bytes from here as long as it lives.
  private let input: XMLInput

  /// Of a document that is held whole, `limit` is how many bytes it may have.
  init(_ source: any ByteSource, keepsPrefixes: Bool, limit: Int) throws(DecodingFailure) {
    self.keepsPrefixes = keepsPrefixes
    input = XMLInput(source, limit: limit)
    let options = Int32(
      bitPattern: XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
    let reader = xmlReaderForIO(
      { context, buffer, count in
        guard let context, let buffer else { return -1 }
        return Unmanaged<XMLInput>.fromOpaque(context).takeUnretainedValue().fill(buffer, count)
      }, nil, Unmanaged.passUnretained(input).toOpaque(), nil, nil, options)
    guard let reader else { throw input.failure ?? DecodingFailure("this is not XML") }
    self.reader = reader
    xmlTextReaderSetStructuredErrorHandler(reader, { _, _ in }, nil)
  }

  deinit { xmlFreeTextReader(reader) }

  /// Tells the next part; false at the end.
  func step(_ listener: inout some XMLListener) throws(DecodingFailure) -> Bool {
    switch xmlTextReaderRead(reader) {
    case 1:
      try take(&listener)
      return true
    case 0:
      if let failure = input.failure { throw failure }
      return false
    default: throw input.failure ?? DecodingFailure("this is not XML: \(message)", at: place)
    }
  }

  private func take(_ listener: inout some XMLListener) throws(DecodingFailure) {
    switch UInt32(bitPattern: xmlTextReaderNodeType(reader)) {
    case XML_READER_TYPE_ELEMENT.rawValue:
      let isEmpty = xmlTextReaderIsEmptyElement(reader) == 1
      guard listener.open(name) else {
        throw DecodingFailure("the XML is too large or nested too deeply", at: place)
      }
      while xmlTextReaderMoveToNextAttribute(reader) == 1 { takeAttribute(&listener) }
      _ = xmlTextReaderMoveToElement(reader)
      if isEmpty { listener.close() }
    case XML_READER_TYPE_END_ELEMENT.rawValue: listener.close()
    case XML_READER_TYPE_TEXT.rawValue, XML_READER_TYPE_CDATA.rawValue, XML_READER_TYPE_WHITESPACE.rawValue,
      XML_READER_TYPE_SIGNIFICANT_WHITESPACE.rawValue:
      if let value = xmlTextReaderConstValue(reader) { listener.add(text: value) }
    case XML_READER_TYPE_DOCUMENT_TYPE.rawValue:
      throw DecodingFailure("the XML declares a document type (DOCTYPE), which is refused", at: place)
    case XML_READER_TYPE_ENTITY_REFERENCE.rawValue:
      throw DecodingFailure("the XML has an entity of its own, which is refused", at: place)
    default: break
    }
  }

  private func takeAttribute(_ listener: inout some XMLListener) {
    guard xmlTextReaderIsNamespaceDecl(reader) != 1, let value = xmlTextReaderConstValue(reader) else {
      return
    }
    listener.add(attribute: name, String(cString: value), isNil: isNilMark)
  }

  /// `xsi:nil`, by which a document says that there is no value.
  private var isNilMark: Bool {
    guard let space = xmlTextReaderConstNamespaceUri(reader), let local = xmlTextReaderConstLocalName(reader)
    else {
      return false
    }
    return String(cString: space) == "http://www.w3.org/2001/XMLSchema-instance"
      && String(cString: local) == "nil"
  }

  private var name: String {
    let name = keepsPrefixes ? xmlTextReaderConstName(reader) : xmlTextReaderConstLocalName(reader)
    return name.map { String(cString: $0) } ?? ""
  }

  private var place: DecodingFailure.Place {
    DecodingFailure.Place(
      line: max(1, Int(xmlTextReaderGetParserLineNumber(reader))),
      column: max(1, Int(xmlTextReaderGetParserColumnNumber(reader))))
  }

  /// The library's own words, without the line feed at their end.
  private var message: String {
    guard let error = xmlGetLastError(), let text = error.pointee.message else { return "it ends early" }
    let words = String(cString: text).split(whereSeparator: \.isNewline).first ?? "it is damaged"
    return words.prefix(1).lowercased() + words.dropFirst()
  }
}

/// Bytes as libxml2 asks for them.
private final class XMLInput {
  private var source: any ByteSource
  private var piece: [UInt8] = []
  private var at = 0
  private var left: Int
  private var attributes = AttributeGuard()
  /// Why there are no more bytes although the document is not over.
  private(set) var failure: DecodingFailure?

  init(_ source: any ByteSource, limit: Int) {
    self.source = source
    left = limit
  }

  /// How many bytes were put there; none at the end, -1 when they are not to be had.
  func fill(_ buffer: UnsafeMutablePointer<CChar>, _ count: Int32) -> Int32 {
    if at == piece.count {
      do throws(DecodingFailure) {
        guard failure == nil, let next = try source.next() else { return failure == nil ? 0 : -1 }
        guard next.count <= left else {
          throw DecodingFailure("the XML is too large to be read as a whole")
        }
        guard attributes.admits(next) else {
          throw DecodingFailure("an element has more than \(AttributeGuard.most) attributes")
        }
        left -= next.count
        (piece, at) = (next, 0)
      } catch {
        failure = error
        return -1
      }
    }
    let given = min(Int(count), piece.count - at)
    piece.withUnsafeBytes { piece in
      UnsafeMutableRawBufferPointer(start: buffer, count: given)
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: piece[at..<at + given]))
    }
    at += given
    return Int32(given)
  }
}
