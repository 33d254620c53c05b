internal import JSON
package import Language
internal import Patterns
package import Programs
package import Values

/// The settings of a connector: their defaults, and what a value must be.
package struct SettingsProgram: Sendable {
  package struct Entry: Sendable {
    package let name: String
    package let title: String
    package let isOptional: Bool
    package let isSecret: Bool
    let block: Block
    let pattern: Pattern?
  }

  package let entries: [Entry]

  package init(_ settings: [Named<Block>]) {
    entries = settings.map { setting in
      let block = setting.value
      let pattern =
        block[StringSetting.pattern] ?? block[SecretSetting.pattern] ?? block[ListSetting.pattern]
      return Entry(
        name: setting.name, title: block[SettingFields.title] ?? setting.name,
        isOptional: block[SettingFields.optional] ?? false, isSecret: block.as(SecretSetting.self) != nil,
        block: block, pattern: pattern.flatMap { try? Pattern($0) })
    }
  }

  /// The values as expressions see them, from what an organization supplied as text.
  ///
  /// What is left out has its default; a setting that is optional and has none is null. A failure names the setting and never its
  /// value.
  package func values(_ given: [String: String]) throws(RunFailure) -> [String: Value] {
    for name in given.keys where !entries.contains(where: { $0.name == name }) {
      throw RunFailure(.not_found, "there is no setting `\(name)`", setting: name)
    }
    var values: [String: Value] = [:]
    var missing: [Entry] = []
    for entry in entries {
      if let text = given[entry.name], !text.isEmpty {
        values[entry.name] = try entry.value(text)
      } else if let value = try entry.standard() {
        values[entry.name] = value
      } else {
        missing.append(entry)
      }
    }
    if let first = missing.first { throw Self.missing(first, and: missing.dropFirst()) }
    return values
  }

  /// All of them at once, so that nobody has to try as often as there are settings.
  private static func missing(_ first: Entry, and others: ArraySlice<Entry>) -> RunFailure {
    func name(_ entry: Entry) -> String { "`\(entry.name)` (\(entry.title))" }
    let names = others.last.map { last in
      ([first] + others.dropLast()).map(name).joined(separator: ", ") + " and " + name(last)
    }
    var failure = RunFailure(
      first.isSecret ? .credentials : .not_found,
      names.map { "the settings \($0) are missing" } ?? "the setting \(name(first)) is missing",
      setting: first.name)
    failure.otherSettings = others.map(\.name)
    return failure
  }
}

extension SettingsProgram.Entry {
  /// What holds where nothing is supplied; nil where something must be.
  fileprivate func standard() throws(RunFailure) -> Value? {
    if let text = block[StringSetting.standard] ?? block[URLSetting.standard],
      block.as(DateSetting.self) == nil
    {
      return .string(text)
    }
    if let number = block[IntegerSetting.standard] { return .int(Int64(number)) }
    if let flag = block[BooleanSetting.standard] { return .bool(flag) }
    if let word = block[EnumSetting.standard] { return .string(word.value) }
    if let texts = block[ListSetting.standard] { return .list(texts.map { .string($0.value) }) }
    if let text = block[DateSetting.standard] { return try value(text) }
    return isOptional ? .null : nil
  }

  fileprivate func value(_ text: String) throws(RunFailure) -> Value {
    if block.as(IntegerSetting.self) != nil { return try integer(text) }
    if block.as(BooleanSetting.self) != nil {
      guard text == "true" || text == "false" else { throw wrong("is `true` or `false`") }
      return .bool(text == "true")
    }
    if block.as(EnumSetting.self) != nil {
      let words = (block[EnumSetting.values] ?? []).map(\.name)
      guard words.contains(text) else { throw wrong("is one of \(words.joined(separator: ", "))") }
      return .string(text)
    }
    if block.as(DateSetting.self) != nil {
      guard let date = CivilDate(text) else { throw wrong("is a date such as 2026-11-20") }
      return .date(date)
    }
    if block.as(URLSetting.self) != nil {
      guard text.hasPrefix("https://") else { throw wrong("begins with https://") }
      return .string(text)
    }
    if block.as(ListSetting.self) != nil { return try list(text) }
    try check(text)
    return .string(text)
  }

  private func integer(_ text: String) throws(RunFailure) -> Value {
    guard let number = Int64(text) else { throw wrong("is a whole number") }
    if let least = block[IntegerSetting.minimum], number < least { throw wrong("is at least \(least)") }
    if let most = block[IntegerSetting.maximum], number > most { throw wrong("is at most \(most)") }
    return .int(number)
  }

  /// A JSON list, or texts with commas between them.
  private func list(_ text: String) throws(RunFailure) -> Value {
    var texts: [String] = []
    if text.hasPrefix("["), let document = try? JSONDocument(text: text) {
      for element in document.root.elements {
        guard let text = element.string else { throw wrong("is a list of texts") }
        texts.append(text)
      }
    } else {
      texts = text.split(separator: ",").map { part in
        var part = part.drop { $0 == " " }
        while part.last == " " { part.removeLast() }
        return String(part)
      }
    }
    for text in texts { try check(text) }
    return .list(texts.map(Value.string))
  }

  private func check(_ text: String) throws(RunFailure) {
    if let pattern, !pattern.covers(text) { throw wrong("has the form `\(pattern.source)`") }
  }

  private func wrong(_ rule: String) -> RunFailure {
    RunFailure(
      isSecret ? .credentials : .not_found, "the setting `\(name)` (\(title)) \(rule); what was given is not",
      setting: name)
  }
}
