/// Chooses the records that keep every shape and every word: all paths with their types, and all values of vocabularies.
struct RecordCover {
  private var features: [Set<String>] = []
  /// More would be a dump, and no recording.
  private static let most = 40
  /// One record alone cannot show what differs.
  private static let least = 2
  /// A text that has no more values than this in many records is a vocabulary.
  private static let fewWords = 8

  /// `isVocabulary` tells which paths of a record hold words that an enum matches.
  init(_ records: [BodyTree], isVocabulary: ([String]) -> Bool) {
    let repeated = Self.repeatedWords(records)
    features = records.map { record in
      var found: Set<String> = []
      Self.gather(record, [], into: &found) { path, text in
        isVocabulary(path) || repeated.contains(path.joined(separator: "\u{1}"))
      }
      return found
    }
  }

  /// Positions of those that are kept, in order.
  var kept: [Int] {
    var covered: Set<String> = []
    var chosen: [Int] = []
    for (position, features) in features.enumerated() {
      guard chosen.count < Self.most else { break }
      if chosen.count < min(Self.least, self.features.count) || !features.isSubset(of: covered) {
        covered.formUnion(features)
        chosen.append(position)
      }
    }
    return withoutNeedless(chosen)
  }

  /// Later ones may show everything that an earlier one was chosen for.
  private func withoutNeedless(_ chosen: [Int]) -> [Int] {
    var counts: [String: Int] = [:]
    for position in chosen { for feature in features[position] { counts[feature, default: 0] += 1 } }
    var kept = chosen
    for position in chosen where kept.count > Self.least {
      guard features[position].allSatisfy({ (counts[$0] ?? 0) > 1 }) else { continue }
      for feature in features[position] { counts[feature, default: 0] -= 1 }
      kept.removeAll { $0 == position }
    }
    return kept
  }

  private static func gather(
    _ tree: BodyTree, _ path: [String], into found: inout Set<String>, isWord: ([String], String) -> Bool
  ) {
    let name = path.joined(separator: "\u{1}")
    switch tree {
    case .null: found.insert(name + ":null")
    case .bool(let truth): found.insert(name + ":\(truth)")
    case .number(let digits): found.insert(name + (digits.contains(".") ? ":fraction" : ":number"))
    case .text(let text):
      found.insert(name + (text.isEmpty ? ":empty" : ":text"))
      if !text.isEmpty, isWord(path, text) { found.insert(name + "=" + text) }
    case .list(let items):
      found.insert(name + (items.isEmpty ? ":no elements" : ":list"))
      for item in items { gather(item, path, into: &found, isWord: isWord) }
    case .object(let members):
      found.insert(name + ":object")
      for member in members { gather(member.value, path + [member.name], into: &found, isWord: isWord) }
    }
  }

  /// Paths of texts that repeat like the words of a vocabulary.
  private static func repeatedWords(_ records: [BodyTree]) -> Set<String> {
    var values: [String: [String: Int]] = [:]
    func look(_ tree: BodyTree, _ path: [String]) {
      switch tree {
      case .text(let text): values[path.joined(separator: "\u{1}"), default: [:]][text, default: 0] += 1
      case .list(let items): for item in items { look(item, path) }
      case .object(let members): for member in members { look(member.value, path + [member.name]) }
      default: break
      }
    }
    for record in records { look(record, []) }
    return Set(
      values.filter { entry in
        entry.value.count <= fewWords && entry.value.values.reduce(0, +) >= 3 * entry.value.count
      }.keys)
  }
}
