internal import Language
internal import Values
internal import YAML

/// The settings with which recordings are played, as expressions see them.
struct TestedSettings {
  private let declared: [Named<Block>]
  private let shared: [Named<Node>]
  /// What the cases that play a recording set themselves, by its name.
  private var own: [String: [[Named<Node>]]] = [:]
  private let common: Value

  init(_ connector: LoadedConnector) {
    declared = connector.file?[ConnectorFile.settings] ?? []
    shared = connector.tests?.file?[TestFile.settings] ?? []
    for test in connector.tests?.file?[TestFile.cases] ?? [] {
      guard let recording = test[TestCase.recording]?.value else { continue }
      own[recording, default: []].append(test[TestCase.settings] ?? [])
    }
    common = Self.value(of: declared, shared)
  }

  /// Nil where cases play the recording with settings of their own.
  func value(of recording: String) -> Value? {
    let own = own[recording] ?? []
    guard let first = own.first, own.contains(where: { !$0.isEmpty }) else { return common }
    return own.count == 1 ? Self.value(of: declared, first + shared) : nil
  }

  /// The first of a name counts.
  private static func value(of declared: [Named<Block>], _ given: [Named<Node>]) -> Value {
    var values: [(String, Value)] = []
    for setting in declared {
      let node = given.named(setting.name)?.value ?? setting.value.node.mapping?["default"]
      if let value = node.map({ Self.value($0, setting.value) }) ?? standard(setting.value) {
        values.append((setting.name, value))
      }
    }
    return .map(MapValue(values))
  }

  /// What stands for a setting that nobody gives; nil where somebody must, and nobody did.
  private static func standard(_ block: Block) -> Value? {
    block[SettingFields.optional] == true ? .null : nil
  }

  private static func value(_ node: Node, _ block: Block) -> Value {
    if let items = node.list { return .list(items.map { .string($0.scalar?.text ?? "") }) }
    guard let scalar = node.scalar else { return .null }
    if block.as(ListSetting.self) != nil { return .list([.string(scalar.text)]) }
    if block.as(DateSetting.self) != nil { return CivilDate(scalar.text).map(Value.date) ?? .null }
    switch scalar.resolved {
    case .null: return .null
    case .bool(let flag) where block.as(BooleanSetting.self) != nil: return .bool(flag)
    case .int(let number) where block.as(IntegerSetting.self) != nil: return .int(Int64(number))
    default: return .string(scalar.text)
    }
  }
}

extension Value {
  /// Whether these settings hold all those that an expression names.
  func settle(_ source: String) -> Bool {
    guard case .map(let map) = self else { return false }
    var words = source.utf8.split { !$0.isWordPart }.makeIterator()
    var last: Substring.UTF8View.SubSequence?
    while let word = words.next() {
      if let last, last.elementsEqual("settings".utf8), map.value(named: String(Substring(word))) == nil {
        return false
      }
      last = word
    }
    return true
  }
}
