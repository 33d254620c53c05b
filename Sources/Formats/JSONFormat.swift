internal import JSON
internal import Values

/// JSON; numbers keep their digits.
struct JSONFormat: BodyFormat {
  func value(of source: any ByteSource) throws(DecodingFailure) -> Value {
    var source = source
    var bytes = try source.all()
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    return .json(try Self.document(bytes).root)
  }

  static func document(_ bytes: [UInt8], firstLine: Int = 1) throws(DecodingFailure) -> JSONDocument {
    do {
      return try JSONDocument(bytes)
    } catch {
      throw DecodingFailure(
        "this is not JSON: \(error.message)",
        at: DecodingFailure.Place(of: error.offset, in: bytes, firstLine: firstLine))
    }
  }
}
