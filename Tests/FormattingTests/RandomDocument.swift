/// Writes YAML as a careless author would: any indentation, quotes, brackets and comments, from a seed.
struct RandomDocument {
  private var random: SplitMix
  private var anchors = 0
  private(set) var text = ""

  static func text(seed: UInt64) -> String {
    var document = RandomDocument(random: SplitMix(state: seed))
    if document.chance(20) { document.text += document.pick(["---\n", "# head\n\n", "\n\n# head\n"]) }
    document.mapping(indentation: 0, depth: 0)
    if document.chance(20) { document.text += "\n# the end" }
    return document.text
  }

  private mutating func pick<Element>(_ list: [Element]) -> Element {
    list[Int(random.next() % UInt64(list.count))]
  }
  private mutating func chance(_ percent: UInt64) -> Bool { random.next() % 100 < percent }

  private mutating func mapping(indentation: Int, depth: Int) {
    for number in 0..<Int(1 + random.next() % 4) {
      if number > 0 || depth == 0 { margin(indentation) }
      let key = pick(["name", "spec", "'a b'", "\"k#\"", "on", "read", "pages", "type", "streams"])
      let isQuoted = key.hasSuffix("'") || key.hasSuffix("\"")
      text +=
        blanks(indentation)
        + (isQuoted ? String(key.dropLast()) + "\(number)" + String(key.suffix(1)) : key + "\(number)")
      text += pick([":", ":", " :"])
      value(indentation: indentation, depth: depth)
    }
  }

  private mutating func value(indentation: Int, depth: Int) {
    switch random.next() % (depth > 3 ? 5 : 8) {
    case 0, 1: text += pick([" ", "  "]) + scalar(inFlow: false) + ending()
    case 2: text += " " + flow(depth: depth) + ending()
    case 3: block(indentation)
    case 4: text += ending()
    case 5:
      text += ending()
      list(indentation: indentation + pick([0, 2, 3]), depth: depth + 1)
    default:
      text += ending()
      mapping(indentation: indentation + pick([1, 2, 4]), depth: depth + 1)
    }
  }

  private mutating func list(indentation: Int, depth: Int) {
    for _ in 0..<Int(1 + random.next() % 3) {
      margin(indentation)
      text += blanks(indentation) + "-"
      switch random.next() % 5 {
      case 0, 1: text += " " + scalar(inFlow: false) + ending()
      case 2: text += "  " + flow(depth: depth) + ending()
      case 3:
        text += " key: " + scalar(inFlow: false) + ending()
        margin(indentation + 2)
        text += blanks(indentation + 2) + "other:" + ending()
        if chance(50) { mapping(indentation: indentation + 3, depth: depth + 2) }
      default:
        text += ending()
        mapping(indentation: indentation + 2, depth: depth + 1)
      }
    }
  }

  private mutating func flow(depth: Int) -> String {
    let count = Int(random.next() % 4)
    let isList = chance(50)
    var parts: [String] = []
    for number in 0..<count {
      let value = depth < 3 && chance(25) ? flow(depth: depth + 1) : scalar(inFlow: true)
      parts.append(isList ? value : "k\(number): \(value)")
    }
    let gap = pick([", ", ",", ",\n      ", ", # in\n      ", ",\n   # alone\n      "])
    let opening = pick(["", " ", "\n       ", " # open\n       "])
    let body = opening + parts.joined(separator: gap) + pick(["", " ", "\n   ", " # closed\n  "])
    return isList ? "[\(body)]" : "{\(body)}"
  }

  private mutating func scalar(inFlow: Bool) -> String {
    if chance(3) {
      anchors += 1
      return "&n\(anchors) text"
    }
    if anchors > 0, anchors < 40, chance(4) { return "*n\(anchors) " }
    if chance(3) { return inFlow ? "\"a\\tb\\u200Bc\"" : "plain text\n          over lines" }
    if chance(5) { return "\"\(String(repeating: "long words ", count: 12))\"" }
    return pick([
      "text", "1", "1.10", "true", "no", "~", "'quoted'", "\"double\"", "'it''s'", "\"a \\\"b\\\"\"", "'12'",
      "2026-11-20", "'#no'",
      "http://example.com/x#y", "\"${a.b}\"", "a:b", "'a: b'", "\"\"", "'- x'", "-1", "012",
      "\"multi\\nline\"", "ünï", "'日本'",
    ])
  }

  private mutating func block(_ indentation: Int) {
    let inner = indentation + pick([1, 2, 5])
    text += " " + pick(["|", ">", "|-", ">-", "|+", ">+"]) + pick(["", " # block"]) + "\n"
    for _ in 0..<Int(1 + random.next() % 4) {
      text += pick(["", "", "\n", "   \n"].map { $0.count > 1 ? "\n" : $0 }) + blanks(inner)
      text += pick(["one", "# not a comment", "two  words", "trailing ", "k: v", "- x"]) + "\n"
      if chance(20) { text += blanks(inner + 2) + "deeper\n" }
    }
    text += pick(["", "\n", "\n\n"])
  }

  private mutating func ending() -> String {
    pick(["\n", "\n", "\n", "  \n", " # beside\n", "    # far\n", "\n\n", "\r\n"])
  }

  private mutating func margin(_ indentation: Int) {
    guard chance(25) else { return }
    for _ in 0..<Int(1 + random.next() % 2) {
      text += pick([
        "\n", blanks(Int(random.next() % 7)) + "# note\n", blanks(indentation) + "#tight  \n", "\n\n\n",
      ])
    }
  }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}

/// A small generator of the same numbers for the same seed.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
