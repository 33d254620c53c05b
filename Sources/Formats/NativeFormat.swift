internal import Language
internal import Values

/// Formats with code of their own, which this program does not have yet for every name that the language knows.
struct NativeFormat: BodyFormat {
  private let name: String

  init(_ block: NativeDecoding) { name = block[NativeDecoding.format]?.rawValue ?? "native" }

  func value(of source: any ByteSource) throws(DecodingFailure) -> Value {
    throw DecodingFailure("this program cannot read the format `\(name)`")
  }
}
