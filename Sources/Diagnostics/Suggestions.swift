/// Finds the names a writer most likely meant.
package enum Suggestions {
  /// The nearest of `names` to `word`, best first, at most `limit`; empty when nothing is near.
  ///
  /// Case, `-`, `_` and spaces are no distance; a swap of neighbours costs one. A name is near when at most a third of it differs, or
  /// when they have enough words in common.
  package static func nearest(to word: String, among names: some Sequence<String>, limit: Int = 4) -> [String]
  {
    guard word.utf8.count <= longest else { return [] }
    let target = folded(word)
    guard !target.isEmpty else { return [] }
    var scored: [(score: Int, name: String)] = []
    let parts = Self.parts(of: word)
    let (words, sketch) = (Set(parts), Sketch(target, parts))
    for name in names where name != word {
      if sketch.rulesOut(name) { continue }
      let candidate = folded(name)
      if candidate == target {
        scored.append((0, name))
        continue
      }
      let allowed = max(1, max(target.count, candidate.count) / 3)
      let distance = editDistance(target, candidate, limit: allowed)
      if distance <= allowed {
        scored.append((distance * 10 + lengthGap(target, candidate), name))
      } else if sharesWords(words, name) {
        scored.append((allowed * 10 + 10 + lengthGap(target, candidate), name))
      }
    }
    scored.sort { $0.score != $1.score ? $0.score < $1.score : $0.name < $1.name }
    return scored.prefix(limit).map(\.name)
  }

  /// Bytes of the longest word that may be a slip of a name; what is longer is a text, and costs what it is long.
  package static let longest = 1024

  /// What a name must have in common with the word to be near it at all: most names are ruled out by that, without making anything.
  private struct Sketch {
    private let letters: UInt64
    private let count: Int
    /// Of the parts that are long enough to count as shared.
    private let parts: Set<UInt64>

    init(_ target: [UInt8], _ parts: [String]) {
      letters = target.reduce(0) { $0 | Self.bit($1) }
      count = target.count
      self.parts = Set(parts.filter { $0.utf8.count > 2 }.map { $0.utf8.reduce(Self.start, Self.mix) })
    }

    /// A slip changes at most two of the letters that occur, and a shared word has the same number made of its letters.
    func rulesOut(_ name: String) -> Bool {
      var (letters, count): (UInt64, Int) = (0, 0)
      var (part, length, wasLower) = (Self.start, 0, false)
      for byte in name.utf8 {
        guard byte < 0x80 else { return false }
        let isUpper = (0x41...0x5A).contains(byte)
        let isLower = (0x61...0x7A).contains(byte)
        let isNameByte = isUpper || isLower || (0x30...0x39).contains(byte)
        if !isNameByte || (isUpper && wasLower) {
          if length > 2, parts.contains(part) { return false }
          (part, length) = (Self.start, 0)
        }
        wasLower = isLower
        let folded = isUpper ? byte | 0x20 : byte
        if isNameByte {
          part = Self.mix(part, folded)
          length += 1
        }
        guard folded != UInt8(ascii: "-"), folded != UInt8(ascii: "_"), folded != UInt8(ascii: " ") else {
          continue
        }
        letters |= Self.bit(folded)
        count += 1
      }
      if length > 2, parts.contains(part) { return false }
      let allowed = max(1, max(self.count, count) / 3)
      return abs(self.count - count) > allowed || (self.letters ^ letters).nonzeroBitCount > 2 * allowed
    }

    private static func bit(_ byte: UInt8) -> UInt64 { 1 << UInt64(byte & 63) }
    private static let start: UInt64 = 0xCBF2_9CE4_8422_2325
    private static func mix(_ number: UInt64, _ byte: UInt8) -> UInt64 {
      (number ^ UInt64(byte)) &* 0x100_0000_01B3
    }
  }

  /// Whether the only near name is beyond doubt what was meant by a word, so that it may be put in its place unasked.
  ///
  /// It differs in case and separators alone, or by one slip of the hand in a word that is long enough; a name and its plural may
  /// both be right.
  package static func areSure(_ near: [String], for word: String) -> Bool {
    guard let name = near.first, near.count == 1 else { return false }
    let word = word.filter { $0 != "\"" && $0 != "'" }
    let (target, candidate) = (folded(word), folded(name))
    if target == candidate { return true }
    let plural = UInt8(ascii: "s")
    let isPlural = target + [plural] == candidate || candidate + [plural] == target
    let shorter = min(target.count, candidate.count)
    return !isPlural && shorter > 3 && editDistance(target, candidate, limit: 1) == 1
      && target.filter(isDigit) == candidate.filter(isDigit)
  }

  /// Whether one of the names is so near that the word may be it misspelt; of others more than two letters differ.
  package static func areLikely(_ near: [String], for word: String) -> Bool {
    near.contains { editDistance(folded($0), folded(word), limit: 2) <= 2 }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// Optimal string alignment distance, given up beyond `limit`.
  package static func editDistance(_ a: [UInt8], _ b: [UInt8], limit: Int) -> Int {
    if abs(a.count - b.count) > limit { return limit + 1 }
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var before: [Int] = []
    var previous = Array(0...b.count)
    var current = previous
    // The least of the row before: a swap of neighbours reaches over one row.
    var leastBefore = 0
    for i in 1...a.count {
      current[0] = i
      var least = i
      for j in 1...b.count {
        let cost = a[i - 1] == b[j - 1] ? 0 : 1
        var best = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = min(best, before[j - 2] + 1) }
        current[j] = best
        least = min(least, best)
      }
      if least > limit, leastBefore >= limit { return limit + 1 }
      leastBefore = least
      (before, previous, current) = (previous, current, before.isEmpty ? current : before)
    }
    return previous[b.count]
  }

  private static func folded(_ word: String) -> [UInt8] {
    word.utf8.compactMap { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
      case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: " "): nil
      default: byte
      }
    }
  }

  private static func lengthGap(_ a: [UInt8], _ b: [UInt8]) -> Int { min(abs(a.count - b.count), 9) }

  /// One has all the words of the other, or half of the words are the same: `fully_paid_on_date` is not `updated_date`.
  private static func sharesWords(_ first: Set<String>, _ b: String) -> Bool {
    let second = Set(parts(of: b))
    let shared = first.intersection(second)
    guard shared.contains(where: { $0.count > 2 }) else { return false }
    return shared.count == min(first.count, second.count)
      || shared.count * 2 >= max(first.count, second.count)
  }

  /// `workEmail` and `work_email` have the parts `work` and `email`.
  private static func parts(of name: String) -> [String] {
    if name.utf8.allSatisfy({ $0 < 0x80 }) { return plainParts(of: name) }
    var result: [String] = []
    var current = ""
    var wasLower = false
    for character in name {
      if !character.isLetter && !character.isNumber {
        if !current.isEmpty { result.append(current) }
        current = ""
        wasLower = false
        continue
      }
      if character.isUppercase, wasLower {
        result.append(current)
        current = ""
      }
      current += character.lowercased()
      wasLower = character.isLowercase
    }
    if !current.isEmpty { result.append(current) }
    return result
  }

  /// The same for ASCII, as nearly all names are.
  private static func plainParts(of name: String) -> [String] {
    var result: [String] = []
    var current: [UInt8] = []
    var wasLower = false
    func end() {
      if !current.isEmpty { result.append(String(decoding: current, as: UTF8.self)) }
      current.removeAll(keepingCapacity: true)
    }
    for byte in name.utf8 {
      let isUpper = (0x41...0x5A).contains(byte)
      let isLower = (0x61...0x7A).contains(byte)
      guard isUpper || isLower || (0x30...0x39).contains(byte) else {
        end()
        wasLower = false
        continue
      }
      if isUpper, wasLower { end() }
      current.append(isUpper ? byte | 0x20 : byte)
      wasLower = isLower
    }
    end()
    return result
  }
}
