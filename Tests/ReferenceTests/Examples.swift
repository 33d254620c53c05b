import Diagnostics
import Language
import Reference
import YAML

/// Reads the example of a catalogue entry the way a file with that block would be read.
struct ExampleReading {
  let findings: [String]
  /// The construct that the example turned out to be; nil when nothing came of it.
  let construct: String?

  init(_ entry: CatalogueEntry, text: String? = nil) {
    let document = YAMLLoader.load(SourceFile(path: "example.yaml", text: text ?? entry.about.example))
    var decoding = Decoding(document: document)
    let block = document.root.flatMap { Self.read($0, as: entry, &decoding) }
    findings = (document.findings + decoding.findings.all).map { "\($0.rule.id): \($0.message)" }
    construct = block?.construct.about.name
  }

  private static func read(_ node: Node, as entry: CatalogueEntry, _ decoding: inout Decoding) -> Block? {
    // Two unions are told apart by rules of their own, and so are the kinds of property that need no `type`.
    if entry.name.hasPrefix("mapping/field") { return Kind.fieldRule.read(node, &decoding) }
    if entry.name.hasPrefix("model/property") { return Kind.property.read(node, &decoding) }
    if let union = entry.unions.first { return Kind<Block>.union(union).read(node, &decoding) }
    switch entry.content {
    case .construct(let type): return decode(type, node, &decoding)
    case .union(let type): return Kind<Block>.union(type).read(node, &decoding)
    }
  }

  private static func decode<C: Construct>(_ type: C.Type, _ node: Node, _ decoding: inout Decoding) -> Block?
  {
    decoding.decode(type, from: node)?.block
  }
}
