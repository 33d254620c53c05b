internal import CXML2
internal import JSON
internal import Language
internal import Values

/// XML: elements become maps, attributes `@name`, text `#text`, repeated elements lists.
///
/// An element that holds nothing but text is that text, one that holds nothing is null. There is no network, and a document type,
/// which could define entities, is refused.
struct XMLFormat: BodyFormat {
  private let lists: Set<String>
  private let keepsPrefixes: Bool

  init(_ block: XMLDecoding) {
    lists = Set((block[XMLDecoding.lists] ?? []).map(\.value))
    keepsPrefixes = block[XMLDecoding.namespaces] ?? false
  }

  /// Nothing is a list unless it stands there twice.
  init() {
    lists = []
    keepsPrefixes = false
  }

  func value(of source: any ByteSource) throws(DecodingFailure) -> Value {
    var source = source
    let bytes = try source.all(limit: Int(Int32.max))
    var tree = XMLTree(lists: lists)
    try XMLReading(bytes, keepsPrefixes: keepsPrefixes).read(into: &tree)
    return .json(try JSONFormat.document(tree.json()).root)
  }
}

/// Goes through a document with libxml2's reader.
private final class XMLReading {
  private let reader: xmlTextReaderPtr
  private let keepsPrefixes: Bool
  /// The reader looks into these as long as it lives.
  private let memory: UnsafeMutablePointer<CChar>

  init(_ bytes: [UInt8], keepsPrefixes: Bool) throws(DecodingFailure) {
    self.keepsPrefixes = keepsPrefixes
    memory = .allocate(capacity: max(1, bytes.count))
    for (place, byte) in bytes.enumerated() { memory[place] = CChar(bitPattern: byte) }
    let options = Int32(
      bitPattern: XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
    guard let reader = xmlReaderForMemory(memory, Int32(bytes.count), nil, nil, options) else {
      memory.deallocate()
      throw DecodingFailure("this is not XML")
    }
    self.reader = reader
    xmlTextReaderSetStructuredErrorHandler(reader, { _, _ in }, nil)
  }

  deinit {
    xmlFreeTextReader(reader)
    memory.deallocate()
  }

  func read(into tree: inout XMLTree) throws(DecodingFailure) {
    while true {
      switch xmlTextReaderRead(reader) {
      case 1: try take(&tree)
      case 0: return
      default: throw DecodingFailure("this is not XML: \(message)", at: place)
      }
    }
  }

  private func take(_ tree: inout XMLTree) throws(DecodingFailure) {
    switch UInt32(bitPattern: xmlTextReaderNodeType(reader)) {
    case XML_READER_TYPE_ELEMENT.rawValue:
      let isEmpty = xmlTextReaderIsEmptyElement(reader) == 1
      guard tree.open(name) else {
        throw DecodingFailure("the XML is too large or nested too deeply", at: place)
      }
      while xmlTextReaderMoveToNextAttribute(reader) == 1 { takeAttribute(&tree) }
      _ = xmlTextReaderMoveToElement(reader)
      if isEmpty { tree.close() }
    case XML_READER_TYPE_END_ELEMENT.rawValue: tree.close()
    case XML_READER_TYPE_TEXT.rawValue, XML_READER_TYPE_CDATA.rawValue, XML_READER_TYPE_WHITESPACE.rawValue,
      XML_READER_TYPE_SIGNIFICANT_WHITESPACE.rawValue:
      if let value = xmlTextReaderConstValue(reader) { tree.add(text: value) }
    case XML_READER_TYPE_DOCUMENT_TYPE.rawValue:
      throw DecodingFailure("the XML has a document type, which is not read", at: place)
    case XML_READER_TYPE_ENTITY_REFERENCE.rawValue:
      throw DecodingFailure("the XML has an entity, which is not read", at: place)
    default: break
    }
  }

  private func takeAttribute(_ tree: inout XMLTree) {
    guard xmlTextReaderIsNamespaceDecl(reader) != 1, let value = xmlTextReaderConstValue(reader) else {
      return
    }
    tree.add(attribute: name, String(cString: value), isNil: isNilMark)
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
