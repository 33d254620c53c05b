internal import JSON

/// The part of SARIF 2.1.0 that our reports use, as data: which members an object may have and must have, and of what kind.
///
/// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
indirect enum SARIFSchema: Sendable {
  case text
  case words([String])
  /// A relative reference, for which another member names the base.
  case reference
  case integer(atLeast: Int64)
  case list(SARIFSchema, atLeast: Int = 0)
  case object([String: SARIFSchema], required: [String] = [])
  case map(SARIFSchema)
  case anything

  /// What breaks the schema, each with its place.
  func problems(_ view: JSONView, at place: String = "$") -> [String] {
    switch self {
    case .anything: return []
    case .text: return view.string == nil ? ["\(place) is no text"] : []
    case .words(let words):
      return view.string.map(words.contains) == true ? [] : ["\(place) is none of \(words)"]
    case .reference: return Self.isReference(view.string) ? [] : ["\(place) is no relative reference"]
    case .integer(let least):
      return view.int.map { $0 >= least } == true ? [] : ["\(place) is below \(least)"]
    case .list(let element, let least):
      guard view.kind == .array else { return ["\(place) is no list"] }
      let few = view.count < least ? ["\(place) has too few elements"] : []
      return few + view.elements.enumerated().flatMap { element.problems($1, at: "\(place)[\($0)]") }
    case .map(let element):
      guard view.kind == .object else { return ["\(place) is no object"] }
      return view.members.flatMap { element.problems($0.value, at: "\(place).\($0.key.string ?? "")") }
    case .object(let members, let required):
      guard view.kind == .object else { return ["\(place) is no object"] }
      let missing = required.filter { view[$0] == nil }.map { "\(place) lacks \($0)" }
      return missing
        + view.members.flatMap { key, value in
          let name = key.string ?? ""
          return members[name]?.problems(value, at: "\(place).\(name)") ?? ["\(place) may have no \(name)"]
        }
    }
  }

  /// RFC 3986, section 4.2: no scheme, no leading slash, nothing that needs escaping.
  private static func isReference(_ text: String?) -> Bool {
    guard let text, !text.isEmpty, !text.hasPrefix("/") else { return false }
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        guard rest.count >= 2, rest.prefix(2).allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else {
          return false
        }
        rest = rest.dropFirst(2)
      } else if !(Character(Unicode.Scalar(byte)).isLetter && byte < 0x80) && !(0x30...0x39).contains(byte)
        && !"-._~/".utf8.contains(byte)
      {
        return false
      }
    }
    return true
  }
}

extension SARIFSchema {
  static let log = SARIFSchema.object(
    ["$schema": .text, "version": .words(["2.1.0"]), "runs": .list(run)], required: ["version", "runs"])

  private static let run = SARIFSchema.object(
    [
      "tool": .object(["driver": driver], required: ["driver"]),
      "columnKind": .words(["utf16CodeUnits", "unicodeCodePoints"]),
      "originalUriBaseIds": .map(.object(["uri": .text, "description": message])),
      "results": .list(result),
    ], required: ["tool", "results"])

  private static let driver = SARIFSchema.object(
    ["name": .text, "version": .text, "informationUri": .text, "rules": .list(rule)], required: ["name"])

  private static let rule = SARIFSchema.object(
    [
      "id": .text, "shortDescription": multiformat, "fullDescription": multiformat, "help": multiformat,
      "defaultConfiguration": .object(["level": level]), "properties": bag,
    ], required: ["id"])

  private static let result = SARIFSchema.object(
    [
      "ruleId": .text, "ruleIndex": .integer(atLeast: -1), "level": level, "message": message,
      "locations": .list(location), "relatedLocations": .list(location), "partialFingerprints": .map(.text),
      "fixes": .list(fix), "properties": bag,
    ], required: ["message"])

  private static let location = SARIFSchema.object([
    "id": .integer(atLeast: -1), "message": message,
    "physicalLocation": .object(
      ["artifactLocation": artifact, "region": region], required: ["artifactLocation"]),
    "logicalLocations": .list(.object(["fullyQualifiedName": .text])),
  ])

  private static let fix = SARIFSchema.object(
    [
      "description": message, "properties": bag,
      "artifactChanges": .list(
        .object(
          ["artifactLocation": artifact, "replacements": .list(replacement, atLeast: 1)],
          required: ["artifactLocation", "replacements"]), atLeast: 1),
    ], required: ["artifactChanges"])

  private static let replacement = SARIFSchema.object(
    ["deletedRegion": region, "insertedContent": .object(["text": .text], required: ["text"])],
    required: ["deletedRegion"])

  private static let artifact = SARIFSchema.object(
    ["uri": .reference, "uriBaseId": .text], required: ["uri", "uriBaseId"])
  private static let region = SARIFSchema.object(
    [
      "startLine": .integer(atLeast: 1), "startColumn": .integer(atLeast: 1),
      "endLine": .integer(atLeast: 1), "endColumn": .integer(atLeast: 1),
    ], required: ["startLine", "startColumn", "endLine", "endColumn"])
  private static let message = SARIFSchema.object(["text": .text], required: ["text"])
  private static let multiformat = SARIFSchema.object(["text": .text, "markdown": .text], required: ["text"])
  private static let level = SARIFSchema.words(["none", "note", "warning", "error"])
  private static let bag = SARIFSchema.map(.anything)
}
