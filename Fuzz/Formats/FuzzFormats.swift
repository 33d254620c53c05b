import Formats
import Language
import Values

/// Reads the input in one of the formats, whole and in portions, and holds both against each other.
///
/// The first byte chooses the format, the second how many rows a portion has.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzFormats(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard count >= 2, let start else { return 0 }
  let decoder = decoders[Int(start[0]) % decoders.count]
  let bytes = Array(UnsafeBufferPointer(start: start + 2, count: count - 2))
  let whole = try? text(of: decoder.decode(bytes))
  guard decoder.isList else { return 0 }
  var portions = decoder.batches(bytes, rows: Int(start[1] % 7) + 1)
  var parts: [Value] = []
  do {
    while let portion = try portions.next() {
      guard case .list(let list) = portion.plain else { preconditionFailure("a portion is a list") }
      parts += list.values
    }
    let joined = try text(of: .list(parts))
    precondition(whole == joined, "portions make the whole")
  } catch {
    precondition(whole == nil, "what fails in portions fails as a whole")
  }
  return 0
}

private func text(of value: Value) throws -> String {
  var steps = 10_000_000
  return try JSONWriter.text(of: value, steps: &steps, limit: 64 << 20)
}

private let decoders: [BodyDecoder] = {
  let blocks = [
    "{type: csv}", "{type: csv, separator: '||', encoding: windows-1252, empty: ['-']}",
    "{type: csv, encoding: utf-16}",
    "{type: xml}", "{type: xml, lists: [b], namespaces: true}", "{type: jsonl}", "{type: text, lines: true}",
    "{type: fixed_width, columns: {a: {at: 1, width: 3}, b: {at: 3, width: 9}}}", "{type: json}",
    "{type: gzip, content: {type: csv}}", "{type: zip, files: '*', content: {type: csv}}",
    "{type: zip, files: 'a*b', content: {type: xml}}",
  ]
  return blocks.map { block in
    let yaml = "spec: 1\nname: a\nstreams:\n  s:\n    records: body\n    key: id\n    decode: \(block)\n"
    let project = ProjectLoader.load(MemoryTree(["connectors/a/connector.yaml": yaml]))
    guard let decode = project.connectors.first?.stream("s")?.value[StreamBlock.decode] else {
      preconditionFailure("\(block) is a decode block")
    }
    return BodyDecoder(decode)
  }
}()
