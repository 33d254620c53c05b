import Formats
import Language
import Testing
import Values

/// A body decoded as a `decode` block says, shown as JSON.
enum Decoded {
  static func decoder(_ block: String, listAt list: [String]? = nil) throws -> BodyDecoder {
    let yaml = """
      spec: 1
      name: acme
      streams:
        things:
          read: {get: /things}
          records: body
          key: id
          pages: {type: none}
          decode: \(block)

      """
    let project = ProjectLoader.load(MemoryTree(["connectors/acme/connector.yaml": yaml]))
    let stream = try #require(project.connectors.first?.stream("things"))
    return BodyDecoder(stream.value[StreamBlock.decode], listAt: list)
  }

  static func json(_ block: String, _ bytes: [UInt8]) throws -> String {
    try json(try decoder(block).decode(bytes))
  }

  static func json(_ value: Value) throws -> String {
    var steps = 1_000_000
    return try JSONWriter.text(of: value, steps: &steps, limit: 10_000_000)
  }

  /// What comes, or the words of the failure.
  static func outcome(_ block: String, _ bytes: [UInt8]) throws -> String {
    do {
      return try json(block, bytes)
    } catch let failure as DecodingFailure {
      return failure.description
    }
  }
}
