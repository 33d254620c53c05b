internal import HTTP
internal import JSON
internal import Values

/// Holds the body of a request against a recorded one; `{secret}` in the recording stands for any text.
enum BodyMatch {
  /// What differs first, in words; nil when the bodies say the same.
  static func difference(_ body: [UInt8], _ recorded: [UInt8]) -> String? {
    let (body, recorded) = (trimmed(body), trimmed(recorded))
    if body == recorded || CredentialMatch.isSame(text(body), text(recorded)) { return nil }
    if let recorded = try? JSONDocument(recorded) {
      guard let body = try? JSONDocument(body) else { return "the body is no JSON: \(shown(body))" }
      return difference(.json(body.root), .json(recorded.root), at: "")
    }
    let (given, wanted) = (FormText.pairs(body), FormText.pairs(recorded))
    return isForm(recorded) ? difference(given, wanted) : "the body is another one: \(shown(body))"
  }

  private static func difference(
    _ given: [(name: String, value: String)], _ recorded: [(name: String, value: String)]
  ) -> String? {
    for pair in recorded {
      guard let found = given.first(where: { $0.name == pair.name }) else {
        return "`\(pair.name)` is missing in the body"
      }
      let values = given.filter { $0.name == pair.name }.map(\.value)
      guard values.contains(where: { CredentialMatch.isAsWritten($0, pair.value) }) else {
        return "`\(pair.name)` of the body is `\(found.value)`, and `\(pair.value)` in the recording"
      }
    }
    return given.first { pair in !recorded.contains { $0.name == pair.name } }
      .map { "`\($0.name)=\($0.value)` is not in the recorded body" }
  }

  static func difference(_ given: Value, _ recorded: Value, at path: String) -> String? {
    let place = path.isEmpty ? "the body" : "`\(path)` of the body"
    switch (given.plain, recorded.plain) {
    case (.map(let given), .map(let recorded)):
      for pair in recorded.pairs {
        guard case .string(let name) = pair.key else { continue }
        let inner = path.isEmpty ? name : "\(path).\(name)"
        guard let value = given.value(named: name) else {
          if inner == "variables", given.value(named: "query") != nil, saysNothing(pair.value) { continue }
          return "`\(inner)` is missing in the body"
        }
        if let difference = difference(value, pair.value, at: inner) { return difference }
      }
      for pair in given.pairs {
        guard case .string(let name) = pair.key, recorded.value(named: name) == nil else { continue }
        // A GraphQL body may be recorded by its variables alone.
        if path.isEmpty, name == "query", recorded.value(named: "variables") != nil { continue }
        let inner = path.isEmpty ? name : "\(path).\(name)"
        return "`\(inner)` is not in the recorded body; it is \(Comparison.shown(pair.value))"
      }
      return nil
    case (.list(let given), .list(let recorded)):
      let (values, wanted) = (given.values, recorded.values)
      for (position, value) in wanted.enumerated() where position < values.count {
        if let difference = difference(values[position], value, at: "\(path)[\(position)]") {
          return difference
        }
      }
      return values.count == wanted.count
        ? nil : "\(place) has \(values.count) elements, and \(wanted.count) in the recording"
    case (.string(let given), .string(let recorded)):
      if CredentialMatch.isAsWritten(given, recorded) { return nil }
      // How a GraphQL query is laid out in lines means nothing.
      if path == "query", words(given) == words(recorded) { return nil }
      let (own, other) = parting(given, recorded)
      return "\(place) is \(own), and \(other) in the recording"
    case (let given, let recorded):
      var steps = 1_000
      if (try? given.equals(recorded, steps: &steps)) ?? false { return nil }
    }
    return "\(place) is \(Comparison.shown(given)), and \(Comparison.shown(recorded)) in the recording"
  }

  /// Variables of a GraphQL query of which none has a value, which need not be sent.
  private static func saysNothing(_ variables: Value) -> Bool {
    guard case .map(let map) = variables.plain else { return false }
    return map.pairs.allSatisfy { if case .null = $0.value.plain { true } else { false } }
  }

  /// Two texts from shortly before the place where they part, so that the difference is seen however long they are.
  private static func parting(_ given: String, _ recorded: String) -> (String, String) {
    let same = zip(given, recorded).prefix { $0 == $1 }.count
    let start = max(0, same - 24)
    func shown(_ text: String) -> String {
      let rest = text.dropFirst(start)
      let end = rest.count > 60 ? rest.prefix(57) + "…" : rest
      return Comparison.shown(.string((start > 0 ? "…" : "") + end))
    }
    return (shown(given), shown(recorded))
  }

  private static func words(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }

  private static func isForm(_ bytes: [UInt8]) -> Bool {
    bytes.contains(UInt8(ascii: "=")) && !bytes.contains { $0 <= 0x20 || $0 == UInt8(ascii: "<") }
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private static func shown(_ body: [UInt8]) -> String {
    body.isEmpty ? "empty" : "`\(text(Array(body.prefix(200))))`\(body.count > 200 ? "..." : "")"
  }

  private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
    let start = bytes.firstIndex { $0 > 0x20 } ?? bytes.endIndex
    let end = bytes.lastIndex { $0 > 0x20 } ?? bytes.startIndex
    return start <= end && start < bytes.count ? Array(bytes[start...end]) : []
  }
}
