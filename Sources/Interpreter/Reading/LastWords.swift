internal import Values

/// What a page says last of a record that it both has and calls gone, or leaves out.
struct LastWords {
  /// Nothing is to be settled where records are never marked as gone, nor left out when they change.
  let isNeeded: Bool
  private var gone: Set<Name> = []
  /// In the order of the reply.
  private var names: [Name] = []
  private var there: [Name: Int] = [:]
  private var outlived: Set<Int> = []
  private var replaced: Set<Name> = []

  init(isNeeded: Bool) { self.isNeeded = isNeeded }

  private enum Name: Hashable {
    case key(ExactText)
    case alias(ExactText)

    init(key: String) { self = .key(ExactText(key)) }
    init(alias: String) { self = .alias(ExactText(alias)) }
  }

  /// A record is marked as gone; the alias, where it has one, is what it is known by.
  mutating func isGone(key: String?, alias: String?) {
    guard let name = alias.map(Name.init(alias:)) ?? key.map(Name.init(key:)) else { return }
    if let place = there.removeValue(forKey: name) { outlived.insert(place) }
    replaced.remove(name)
    if gone.insert(name).inserted { names.append(name) }
  }

  /// A record is left out, which may have been there before.
  mutating func isLeftOut(key: String) {
    if let place = there.removeValue(forKey: Name(key: key)) { outlived.insert(place) }
  }

  /// A record is there, as the one at a place of the page.
  mutating func isThere(key: String?, alias: String?, at place: Int) {
    guard isNeeded else { return }
    for name in [key.map(Name.init(key:)), alias.map(Name.init(alias:))] {
      guard let name else { continue }
      there[name] = place
      if gone.contains(name) { replaced.insert(name) }
    }
  }

  /// Takes out of the page what it later calls gone, and tells what is gone.
  func settle(_ page: inout SiftedPage) {
    if !outlived.isEmpty {
      page.records = page.records.enumerated().filter { !outlived.contains($0.offset) }.map(\.element)
    }
    for name in names {
      switch (name, replaced.contains(name)) {
      case (.key(let key), false): page.gone.keys.append(key.text)
      // The record itself is back.
      case (.key, true): break
      case (.alias(let alias), false): page.gone.aliases.append(alias.text)
      case (.alias(let alias), true): page.gone.replacedAliases.append(alias.text)
      }
    }
  }
}
