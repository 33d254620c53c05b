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
    case key(String)
    case alias(String)
  }

  /// A record is marked as gone; the alias, where it has one, is what it is known by.
  mutating func isGone(key: String?, alias: String?) {
    guard let name = alias.map(Name.alias) ?? key.map(Name.key) else { return }
    if let place = there.removeValue(forKey: name) { outlived.insert(place) }
    replaced.remove(name)
    if gone.insert(name).inserted { names.append(name) }
  }

  /// A record is left out, which may have been there before.
  mutating func isLeftOut(key: String) {
    if let place = there.removeValue(forKey: .key(key)) { outlived.insert(place) }
  }

  /// A record is there, as the one at a place of the page.
  mutating func isThere(key: String?, alias: String?, at place: Int) {
    guard isNeeded else { return }
    for name in [key.map(Name.key), alias.map(Name.alias)] {
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
      case (.key(let key), false): page.gone.keys.append(key)
      // The record itself is back.
      case (.key, true): break
      case (.alias(let alias), false): page.gone.aliases.append(alias)
      case (.alias(let alias), true): page.gone.replacedAliases.append(alias)
      }
    }
  }
}
