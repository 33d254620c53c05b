internal import Values

/// What replies are written in where nothing is said of it: XML where they begin like that, else JSON.
///
/// A page for people is no answer of an API, also where it happens to be well-formed.
struct UndeclaredFormat: BodyFormat {
  func value(of source: any ByteSource) throws(DecodingFailure) -> Value {
    var source = source
    let bytes = try source.all()
    guard bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "<") else {
      return try JSONFormat().value(of: MemoryBytes(bytes))
    }
    let value = try XMLFormat().value(of: MemoryBytes(bytes))
    if case .map(let map) = value.plain, map.value(named: "html") != nil {
      throw DecodingFailure("it is a web page (HTML) and no data")
    }
    return value
  }
}
