package import Language
internal import Rehearsal
package import Values
internal import JSON
internal import Patterns
internal import YAML

/// Settings and account values that a recording is played with, in place of the real ones.
///
/// What the connector's tests share is taken from them, so that the new case needs little of its own.
package struct MadeUpTerms: Sendable {
  package private(set) var settings: [String: String] = [:]
  package private(set) var account: [String: Value] = [:]
  /// Those that the tests do not share already.
  package private(set) var ownSettings: [(String, Value)] = []
  package private(set) var ownAccount: [(String, Value)] = []
  /// Real values with what they become, wherever they stand.
  package private(set) var swaps: [(original: String, replacement: String)] = []
  package private(set) var secrets: [String] = []
  /// Paths of real addresses with what their made-up ones have in their place; a path alone is nobody's, and changed in requests only.
  package private(set) var pathSwaps: [(original: String, replacement: String)] = []

  package init(
    _ connector: LoadedConnector, settings real: [String: Value], account realAccount: [String: Value]
  ) {
    let tests = connector.tests?.file
    let shared = Dictionary((tests?[TestFile.settings] ?? []).map { ($0.name, $0.value) }) { $1 }
    for setting in connector.file?[ConnectorFile.settings] ?? [] {
      let name = setting.name
      if let node = shared[name] { settings[name] = node.recordedText }
      guard let value = real[name], !value.isNull, let text = Self.text(value) else { continue }
      if setting.value.as(SecretSetting.self) != nil {
        if settings[name] == nil {
          own(name, Self.fitting(setting.value[SecretSetting.pattern], text, "made-up-\(name)"))
        }
        settings[name].map { secrets.append($0) }
      } else if Self.tellsWho(setting.value) {
        let isURL = setting.value.as(URLSetting.self) != nil
        if settings[name] == nil {
          let made = isURL ? "https://example.com" : Self.madeUp(text, name)
          own(
            name,
            Self.fitting(
              setting.value[StringSetting.pattern], text, setting.value[SettingFields.example] ?? made, made))
        }
        if let made = settings[name] { swaps.append((text, made)) }
      } else if settings[name] != text, shared[name] != nil || text != Self.standard(of: setting.value) {
        // How the provider is asked is not private, and decides what is asked.
        own(name, text, as: value)
      }
    }
    let sharedAccount = Dictionary((tests?[TestFile.account] ?? []).map { ($0.name, $0.value.recordedValue) })
    { $1 }
    account = sharedAccount
    for (name, value) in realAccount.sorted(by: { $0.key < $1.key }) {
      guard let text = value.plainText else {
        if account[name] == nil { own(name, value) }
        continue
      }
      if account[name] == nil { own(name, .string(Self.madeUp(text, name))) }
      if let made = account[name]?.plainText {
        swaps.append((text, made))
        if let (path, other) = Self.paths(text, made) { pathSwaps.append((path, other)) }
      }
    }
  }

  /// An address stays one, with a path when it has one.
  private static func madeUp(_ text: String, _ name: String) -> String {
    guard text.hasPrefix("https://") || text.hasPrefix("http://") else { return "made-up-\(name)" }
    let host = "https://\(name.filter(\.isLetter)).example.com"
    return path(of: text).isEmpty ? host : host + "/made-up"
  }

  private static func paths(_ real: String, _ made: String) -> (String, String)? {
    guard real.contains("://"), made.contains("://"), !path(of: real).isEmpty else { return nil }
    return (String(path(of: real)), String(path(of: made)))
  }

  private static func path(of address: String) -> Substring {
    var path = address.split(separator: "://", maxSplits: 1).last.map { $0.drop { $0 != "/" } } ?? ""
    while path.last == "/" { path.removeLast() }
    return path
  }

  /// A text or an address that says whose account it is; one with a default rather says how something is asked for.
  private static func tellsWho(_ setting: Block) -> Bool {
    if setting.as(URLSetting.self) != nil { return true }
    return setting.as(StringSetting.self) != nil && (standard(of: setting) ?? "").isEmpty
  }

  /// As it is supplied, and as a file of tests holds it: there a list is a list.
  private mutating func own(_ name: String, _ text: String, as value: Value = .null) {
    settings[name] = text
    switch value.plain {
    case .list, .bool, .int: ownSettings.append((name, value))
    default: ownSettings.append((name, .string(text)))
    }
  }

  private mutating func own(_ name: String, _ value: Value) {
    account[name] = value
    ownAccount.append((name, value))
  }

  /// The first that a setting's pattern lets pass; failing all, one of the form of the real value.
  static func fitting(_ pattern: String?, _ real: String, _ made: String...) -> String {
    // A value that everybody has, such as the provider's own host, is nobody's; and made-up people have their addresses there.
    if made.first == real || ["example.com", "example.org", "example.net"].contains(real) { return real }
    guard let pattern = pattern.flatMap({ try? Pattern($0) }) else { return made.first ?? "made-up" }
    let scheme = ["https://", "http://"].first { real.hasPrefix($0) }
    let addresses = scheme.map { ["\($0)example.com", "\($0)example.com/made-up"] } ?? []
    return (made + addresses).first { pattern.covers($0) && $0 != real } ?? formed(like: real, pattern)
  }

  /// As far from the real value as the pattern lets it be, character by character.
  private static func formed(like real: String, _ pattern: Pattern) -> String {
    var characters = Array(real.prefix(mostFormed))
    guard characters.count == real.count else { return "made-up" }
    for place in characters.indices {
      let kept = characters[place]
      // A port does not begin with a zero.
      let digits: [Character] = place > 0 && characters[place - 1] == ":" ? ["1", "0"] : ["0", "1"]
      let letters: [Character] = kept.isUppercase ? ["A", "B"] : ["a", "b"]
      for other in kept.isNumber ? digits : kept.isLetter ? letters : [] {
        characters[place] = other
        if pattern.covers(String(characters)) { break }
        characters[place] = kept
      }
    }
    return String(characters)
  }

  /// A longer value has no pattern that says what stands where.
  private static let mostFormed = 200

  private static func standard(of block: Block) -> String? { block.node.mapping?["default"]?.scalar?.text }

  /// As an organization supplies a setting.
  private static func text(_ value: Value) -> String? {
    switch value.plain {
    case .date(let date): return date.description
    case .list:
      var steps = 10_000
      return try? JSONWriter.text(of: value, steps: &steps, limit: 1 << 20)
    case .bool(let truth): return truth ? "true" : "false"
    case .int(let number): return String(number)
    default: return value.plainText
    }
  }
}

extension Value {
  fileprivate var plainText: String? { if case .string(let text) = plain { text } else { nil } }
}

extension Node {
  fileprivate var recordedText: String {
    if let scalar { return scalar.text }
    let items = (list ?? []).map { BodyTree.text($0.scalar?.text ?? "") }
    return BodyTree.list(items).line
  }

  fileprivate var recordedValue: Value {
    if let list { return .list(list.map(\.recordedValue)) }
    if let mapping { return .map(MapValue(mapping.entries.map { ($0.key.text, $0.value.recordedValue) })) }
    guard let scalar else { return .null }
    switch scalar.resolved {
    case .null: return .null
    case .bool(let truth): return .bool(truth)
    case .int(let number): return .int(Int64(number))
    default: return .string(scalar.text)
    }
  }
}
