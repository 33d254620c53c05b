import Diagnostics
@testable import Scaffolding
import Testing

/// Inputs that are broken, strange or made to hurt give a clear problem or a clean connector, and soon.
@Suite(.timeLimit(.minutes(10)))
struct HostileTests {
  @Test(arguments: [
    "", "[]", "{}", "{\"openapi\": \"3.0.0\"}", "{\"openapi\": 3}", "{\"openapi\": \"3.0.0\", \"paths\": []}",
    "{\"openapi\": \"3.0.0\", \"paths\": {\"/x\": {\"get\": 1}}}",
    "{\"swagger\": \"2.0\", \"paths\": {}}", "{\"log\": {\"entries\": []}}",
    "{\"log\": {\"entries\": [1, null, {\"request\": {}}]}}", "{\"a\": ", "\u{0}", "a: [1",
    "{\"openapi\": \"3.0.0\", \"paths\": {\"/x\": {\"$ref\": \"#/paths/~1x\"}}}",
    "{\"openapi\": \"3.0.0\", \"paths\": {\"/x\": {\"get\": {\"$ref\": \"other.json#/x\"}}}}",
    String(repeating: "[", count: 100_000),
    "{\"openapi\": \"3.0.0\", \"paths\": " + String(repeating: "{\"a\":", count: 5000),
  ])
  func nothingUsable(text: String) {
    let file = SourceFile(path: "input.json", text: text)
    let problem = #expect(throws: ScaffoldProblem.self) {
      let source = try Scaffold.source(of: file)
      _ = try Generated("acme", from: source)
    }
    #expect(problem?.message.isEmpty == false)
  }

  @Test(arguments: [
    "", "wget https://example.com", "curl", "curl -H", "curl 'https://example.com", "curl ''",
    "curl -X POST https://example.com/x -d a=b", "curl https://",
    "curl -d x https://example.com", "curl $'abc", "curl https://exa mple.com/ä",
    "curl https://ex\"ample.com", "curl -u", "curl https://x.example.com -d '{\"query\": \"{ a { b { \"}'",
    "curl https://x.example.com -d '{\"query\": \"{(((...@: $after: $\"}'",
    "curl https://x.example.com -d '[[{\"a\": {}}]]'",
  ])
  func badCommands(command: String) {
    _ = try? Generated("acme", from: .curl(command))
  }

  @Test func circlesEnd() throws {
    let made = try Generated(
      "acme",
      from: .openAPI(
        Self.document([
          "T": ##"""
          {"type": "object", "properties": {"id": {"type": "string"}, "a": {"$ref": "#/components/schemas/T"},
           "b": {"allOf": [{"$ref": "#/components/schemas/U"}]}}}
          """##,
          "U": ##"{"oneOf": [{"$ref": "#/components/schemas/U"}, {"$ref": "#/components/schemas/T"}]}"##,
        ])))
    #expect(made.findings == [])
  }

  @Test func partsOfItselfEnd() throws {
    let made = try Generated(
      "acme",
      from: .openAPI(
        Self.document([
          "T": ##"""
          {"type": "object", "properties": {"id": {"type": "string"}},
           "allOf": [{"$ref": "#/components/schemas/T"}, {"$ref": "#/components/schemas/U"}]}
          """##,
          "U": ##"{"allOf": [{"$ref": "#/components/schemas/T"}, {"$ref": "#/components/schemas/U"}]}"##,
        ])))
    #expect(made.findings == [])
  }

  /// Sixteen levels, each twice in the next: 65,536 leaves if nobody counted.
  @Test func wideSchemasAreBounded() throws {
    var schemas = ["L16": ##"{"type": "string"}"##]
    for level in 0..<16 {
      let next = ##"{"$ref": "#/components/schemas/L\##(level + 1)"}"##
      schemas[level == 0 ? "T" : "L\(level)"] =
        ##"{"type": "object", "properties": {"id": {"type": "string"}, "l": \##(next), "r": \##(next)}}"##
    }
    let made = try Generated("acme", from: .openAPI(Self.document(schemas)))
    #expect(made.findings == [])
    #expect(made.everything.utf8.count < 2_000_000)
  }

  /// Called like a model, and nothing like it inside.
  @Test func aModelByItsNameAloneIsNone() throws {
    let properties = ["hostname", "port", "root_page_id", "is_default_site", "site_name"].map {
      "\"\($0)\": {\"type\": \"string\"}"
    }.joined(separator: ", ")
    let made = try Generated(
      "acme",
      from: .openAPI(
        Self.document(
          ["T": ##"{"type": "object", "properties": {"id": {"type": "string"}, \##(properties)}}"##],
          path: "/sites")))
    #expect(made.findings == [] && !made.everything.contains("--- mappings/"), "\(made.everything)")
  }

  /// A document with one list of `T`.
  private static func document(_ schemas: [String: String], path: String = "/things") -> SourceFile {
    let parts = schemas.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(
      separator: ", ")
    return SourceFile(
      path: "made.json",
      text: ##"""
        {"openapi": "3.0.0", "components": {"schemas": {\##(parts)}},
         "paths": {"\##(path)": {"get": {"responses": {"200": {"content": {"application/json": {
           "schema": {"type": "array", "items": {"$ref": "#/components/schemas/T"}}}}}}}}}}
        """##)
  }

  @Test(arguments: 0..<8)
  func changedDocuments(group: UInt64) throws {
    let people = try #require(Sample.json(OpenAPISamples.people))
    let capture = try #require(Sample.json(HARSamples.capture))
    for seed in group * 4..<group * 4 + 4 {
      var random = Dice(state: seed)
      for (original, isCapture) in [(people, false), (capture, true)] {
        var changed = original
        for _ in 0..<1 + random.roll(4) { changed = random.changed(changed) }
        let file = SourceFile(path: "changed.json", text: changed.json)
        guard let made = try? Generated("acme", from: isCapture ? .har(file) : .openAPI(file)) else {
          continue
        }
        let findings = made.findings
        #expect(findings.isEmpty, "seed \(seed)\n\(findings.joined(separator: "\n"))")
      }
    }
  }
}

/// Changes documents at random, the same way for the same seed.
struct Dice {
  var state: UInt64

  mutating func roll(_ sides: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(max(1, sides)))
  }

  /// One member or element anywhere is taken away, renamed, or replaced.
  mutating func changed(_ value: Sample) -> Sample {
    switch value {
    case .object(var members) where !members.isEmpty:
      let index = roll(members.count)
      switch roll(9) {
      case 0: members.remove(at: index)
      case 1:
        members[index].key = ["in", "a b", "x-y", "", "null", "id", "next", "é", "status", "a'b"][roll(10)]
      case 2: members[index].value = other()
      default: members[index].value = changed(members[index].value)
      }
      return .object(members)
    case .list(var items) where !items.isEmpty:
      let index = roll(items.count)
      switch roll(6) {
      case 0: items.remove(at: index)
      case 1: items.append(items[index])
      case 2: items[index] = other()
      default: items[index] = changed(items[index])
      }
      return .list(items)
    default: return other()
    }
  }

  private mutating func other() -> Sample {
    let options: [Sample] = [
      .null, .bool(true), .number("7"), .number("1e400"), .number("-0.5"), .text(""), .text("x: y #z"),
      .text("2024-02-30"), .text("${settings.x}"), .text("line\nbreak"),
      .list([]), .object([]), .list([.number("1"), .text("a")]),
      .object([.init(key: "id", value: .number("1"))]), .text("### x"), .text("{id}"), .text("https://x"),
    ]
    return options[roll(options.count)]
  }
}
