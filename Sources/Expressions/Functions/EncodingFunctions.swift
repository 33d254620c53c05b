internal import JSON
internal import Values

extension FunctionLibrary {
  static let encodings = FunctionLibrary(
    "encodings", "Base64, URLs and JSON.",
    functions: [
      EncodingFunctions.encode, EncodingFunctions.decode, EncodingFunctions.urlEncode,
      EncodingFunctions.urlDecode, EncodingFunctions.json, EncodingFunctions.parseJSON,
    ])
}

private enum EncodingFunctions {
  static let encode = Function(
    "base64.encode", "Bytes in base64.", examples: [Example("base64.encode(b'hello')", "'aGVsbG8='")],
    [ExpressionType.bytes, .string].map { type in
      .function(type, .string) { (value, context) throws(CallFailure) in
        let bytes: [UInt8]
        switch value {
        case .bytes(let raw): bytes = raw
        case .string(let text): bytes = Array(text.utf8)
        default: return .null
        }
        try context.produce(bytes.count / 3 * 4)
        return .string(Base64.encode(bytes))
      }
    })

  static let decode = Function(
    "base64.decode", "The bytes of base64 text; the padding may be left off.",
    examples: [Example("base64.decode('aGVsbG8=')", "b'hello'")],
    [
      .function(.string, .bytes) { (value, context) throws(CallFailure) in
        guard case .string(let text) = value else { return .null }
        try context.produce(text.utf8.count)
        guard let bytes = Base64.decode(text) else { throw CallFailure(.conversion, "this is not base64") }
        return .bytes(bytes)
      }
    ])

  static let urlEncode = Function(
    "urlEncode", "Text as it can stand in the path or query of a URL.",
    examples: [Example("urlEncode('a b&c')", "'a%20b%26c'")],
    [
      .function(.string, .string) { (value, context) throws(CallFailure) in
        guard case .string(let text) = value else { return .null }
        try context.produce(text.utf8.count * 3)
        var result: [UInt8] = []
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
          switch byte {
          case 0x41...0x5A, 0x61...0x7A, 0x30...0x39, 0x2D, 0x2E, 0x5F, 0x7E: result.append(byte)
          default: result += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
          }
        }
        return .string(String(decoding: result, as: UTF8.self))
      }
    ])

  static let urlDecode = Function(
    "urlDecode", "The text that was encoded for a URL; '+' stays as it is.",
    examples: [Example("urlDecode('a%20b%26c')", "'a b&c'")],
    [
      .function(.string, .string) { (value, context) throws(CallFailure) in
        guard case .string(let text) = value else { return .null }
        try context.produce(text.utf8.count)
        var result: [UInt8] = []
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.popFirst() {
          guard byte == 0x25 else {
            result.append(byte)
            continue
          }
          let digits = bytes.prefix(2)
          let isHex = digits.count == 2 && digits.allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
          guard isHex, let decoded = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) else {
            throw CallFailure(.conversion, "after '%' two hexadecimal digits are expected")
          }
          bytes = bytes.dropFirst(2)
          result.append(decoded)
        }
        guard let decoded = String(validating: result, as: UTF8.self) else {
          throw CallFailure(.conversion, "the decoded bytes are not UTF-8")
        }
        return .string(decoded)
      }
    ])

  static let json = Function(
    "json", "A value as JSON text; decimals and the numbers of a record keep their digits.",
    examples: [Example("json({'a': [1, null, 'x']})", "'{\"a\":[1,null,\"x\"]}'")],
    [
      Overload.function(.dyn, .string) { (value, context) throws(CallFailure) in
        let text: String
        do throws(JSONWritingFailure) {
          text = try JSONWriter.text(of: value, steps: &context.budget.steps, limit: context.budget.output)
        } catch { throw CallFailure(error) }
        return try context.produced(text)
      }.withViews
    ])

  static let parseJSON = Function(
    "parseJson", "The value in JSON text, for fields that hold JSON as text.",
    examples: [Example("parseJson('{\"a\": [1]}').a[0]", "1")],
    [
      .function(.string, .dyn) { (value, context) throws(CallFailure) in
        guard case .string(let text) = value else { return .null }
        try context.produce(text.utf8.count)
        try context.spend(text.utf8.count >> 3)
        do throws(JSONDocument.Problem) {
          return .json(try JSONDocument(text: text).root)
        } catch {
          throw CallFailure(.conversion, "the text is not JSON: \(error.message)")
        }
      }
    ])
}
