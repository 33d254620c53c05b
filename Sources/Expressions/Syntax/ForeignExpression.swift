/// An expression in the words of Python, jq, JavaScript, Ruby or a template language, written anew in this one.
///
/// It only proposes: whoever shows the outcome has read that the text as it stands is no expression, and the outcome is parsed before
/// anybody sees it. What it does not know for certain it leaves alone, and then there is no proposal.
package enum ForeignExpression {
  /// The same in this language, where that can be said; `root` is what a path of jq or JSONPath begins at here, such as `body`.
  package static func translated(_ source: String, root: String) -> String? {
    guard source.utf8.count <= longest else { return nil }
    let bare = unwrapped(source)
    let writer = ForeignWriter(root: root)
    let isInterpolated = bare.contains("#{") && !bare.hasPrefix("\"") && !bare.contains("\"")
    let text: String?
    if isInterpolated {
      text = writer.interpolated("\"\(bare)\"", "#{", "}")
    } else {
      guard let words = ForeignWords.split(bare), (1...mostWords).contains(words.count) else { return nil }
      text = writer.written(words[...])
    }
    guard let text, text != source, Parser.parse(text).problems.isEmpty else { return nil }
    return text
  }

  /// What is longer is not written by hand on one line; each word may lead one step further down.
  private static let longest = 1000
  private static let mostWords = 100

  /// Whether a function or method of another language is called in it.
  package static func hasForeignCall(_ source: String) -> Bool {
    guard let words = ForeignWords.split(source) else { return false }
    return zip(words, words.dropFirst()).contains { word, next in
      next == "(" && (Vocabulary.functions[word] != nil || ForeignWriter.knows(word))
    }
  }

  /// Where a comment holds a value, and nothing that a person is told.
  package static func fallback(in source: String) -> Range<Int>? {
    guard !source.contains(where: \.isNewline), let words = ForeignWords.split(source),
      let mark = words.lastIndex(of: "//"), mark > 0, let next = words.dropFirst(mark + 1).first,
      ForeignWords.isText(next) || next.first?.isNumber == true || next == "."
    else { return nil }
    let bytes = Array(source.utf8)
    let slash = UInt8(ascii: "/")
    guard let start = bytes.indices.dropLast().last(where: { bytes[$0] == slash && bytes[$0 + 1] == slash })
    else { return nil }
    return start..<bytes.count
  }

  /// Without the braces of template languages and the sign that begins an expression in tables.
  private static func unwrapped(_ source: String) -> String {
    var text = trimmed(source)
    if text.hasPrefix("="), !text.hasPrefix("==") { text = trimmed(text.dropFirst()) }
    for (open, close) in [("{{", "}}"), ("<%=", "%>"), ("#{", "}"), ("${", "}")]
    where text.hasPrefix(open) && text.hasSuffix(close) {
      let inner = text.dropFirst(open.count).dropLast(close.count)
      if !inner.contains("{") || open == "{{" && !inner.contains("{{") { return trimmed(inner) }
    }
    return text
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    var rest = Substring(text)
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }
}

/// A text as names, numbers, quoted texts and signs; the blanks between them stand with what follows.
enum ForeignWords {
  private static let signs = [
    "===", "!==", "==", "!=", "<=", ">=", "&&", "||", "//", "??", "&.", "?.", "=>", "->",
  ]

  /// Nil where a quote is not closed.
  static func split(_ text: String) -> [String]? {
    var words: [String] = []
    var rest = Substring(text)
    while let first = rest.first {
      if first == " " {
        rest.removeFirst()
        continue
      }
      let word: String
      if first == "\"" || first == "'" {
        guard let quoted = quoted(rest, first) else { return nil }
        word = quoted
      } else if isWord(first) || first == "$" {
        word = String(first) + rest.dropFirst().prefix(while: isWord)
      } else {
        word = signs.first(where: rest.hasPrefix) ?? String(first)
      }
      words.append(word)
      rest = rest.dropFirst(word.count)
    }
    return words
  }

  private static func quoted(_ text: Substring, _ quote: Character) -> String? {
    var word = ""
    var isEscaped = false
    for character in text {
      word.append(character)
      if isEscaped {
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == quote, word.count > 1 {
        return word
      }
    }
    return nil
  }

  static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  static func isName(_ word: String) -> Bool {
    guard let first = word.first, first.isLetter || first == "_" else { return false }
    return word.allSatisfy(isWord)
  }

  static func isText(_ word: String) -> Bool { word.first == "\"" || word.first == "'" }
}

/// Writes such words in this language, the loosest sign first.
struct ForeignWriter {
  typealias Words = ArraySlice<String>

  let root: String

  /// Nil where something is not known.
  func written(_ words: Words) -> String? {
    if words.isEmpty { return nil }
    if words.first == "if", words.last == "end" { return choice(ofWords: words.dropFirst().dropLast()) }
    if let pipe = places(of: ["|"], in: words).last {
      return written(words[..<pipe]).flatMap { passed($0, to: words[(pipe + 1)...]) }
    }
    if let mark = places(of: ["if"], in: words).first { return choice(words, at: mark) }
    if let mark = places(of: ["unless"], in: words).first {
      return choice(written(words[(mark + 1)...]), "null", written(words[..<mark]))
    }
    if let mark = places(of: ["?"], in: words).first, let colon = places(of: [":"], in: words).first,
      mark < colon
    {
      return choice(
        written(words[..<mark]), written(words[(mark + 1)..<colon]), written(words[(colon + 1)...]))
    }
    if let mark = places(of: ["//", "??"], in: words).first { return fallback(words, at: mark) }
    if let mark = places(of: ["or", "||"], in: words).first {
      let isFallback = words.last.map { ForeignWords.isText($0) || Self.constants[$0] == "null" } ?? false
      return isFallback && mark == words.endIndex - 2
        ? fallback(words, at: mark) : joined(words, at: mark, "||")
    }
    if let mark = places(of: ["and", "&&"], in: words).first { return joined(words, at: mark, "&&") }
    if words.first == "not" || words.first == "!" {
      return written(words.dropFirst()).map {
        $0.allSatisfy { ForeignWords.isWord($0) || $0 == "." } ? "!\($0)" : "!(\($0))"
      }
    }
    return compared(words)
  }

  // MARK: Choices

  /// `a if c else b`, and Ruby's without the other half.
  private func choice(_ words: Words, at mark: Int) -> String? {
    let then = written(words[..<mark])
    guard let other = places(of: ["else"], in: words).first else {
      return choice(written(words[(mark + 1)...]), then, "null")
    }
    guard other > mark else { return nil }
    return choice(written(words[(mark + 1)..<other]), then, written(words[(other + 1)...]))
  }

  /// `c then a else b`, what stands between jq's `if` and `end`.
  private func choice(ofWords words: Words) -> String? {
    guard let then = words.firstIndex(of: "then"), !words.contains("elif") else { return nil }
    let other = words.firstIndex(of: "else")
    guard let other else {
      return choice(written(words[..<then]), written(words[(then + 1)...]), "null")
    }
    guard other > then else { return nil }
    return choice(written(words[..<then]), written(words[(then + 1)..<other]), written(words[(other + 1)...]))
  }

  private func choice(_ condition: String?, _ then: String?, _ otherwise: String?) -> String? {
    guard let condition, let then, let otherwise else { return nil }
    return "\(condition) ? \(then) : \(otherwise)"
  }

  private func fallback(_ words: Words, at mark: Int) -> String? {
    guard let value = written(words[..<mark]), let other = written(words[(mark + 1)...]) else { return nil }
    // What is absent is null already.
    return other == "null" ? value : "coalesce(\(value), \(other))"
  }

  private func joined(_ words: Words, at mark: Int, _ sign: String) -> String? {
    guard let left = written(words[..<mark]), let right = written(words[(mark + 1)...]) else { return nil }
    return "\(left) \(sign) \(right)"
  }

  private func compared(_ words: Words) -> String? {
    for (mark, word) in zip(words.indices, words) where places(of: [word], in: words).contains(mark) {
      let isNegated = word == "is" && mark + 1 < words.endIndex && words[mark + 1] == "not"
      let sign = word == "is" ? (isNegated ? "!=" : "==") : Self.signs[word]
      guard let sign, mark > words.startIndex else { continue }
      guard let left = written(words[..<mark]), let right = written(words[(mark + (isNegated ? 2 : 1))...])
      else { return nil }
      return "\(left) \(sign) \(right)"
    }
    return operand(words)
  }

  private static let signs = [
    "==": "==", "===": "==", "!=": "!=", "!==": "!=", "<": "<", ">": ">", "<=": "<=", ">=": ">=", "+": "+",
    "-": "-", "*": "*", "/": "/",
  ]

  // MARK: Filters

  private func passed(_ value: String, to words: Words) -> String? {
    guard let name = words.first else { return nil }
    if words.count == 1 {
      if name == "not" { return "!(\(value))" }
      if name == "first" || name == "last" { return "\(value).\(name)().value()" }
      return Self.methods[name].map { "\(value).\($0)()" } ?? Self.functions[name].map { "\($0)(\(value))" }
    }
    if name == ".", let path = operand(words) {
      let rest = path.hasPrefix(root + ".") ? String(path.dropFirst(root.count + 1)) : path
      return "\(value).\(rest)"
    }
    guard words.count > 3, words[words.startIndex + 1] == "(", words.last == ")",
      let argument = written(words.dropFirst(2).dropLast())
    else { return nil }
    switch name {
    case "default": return "coalesce(\(value), \(argument))"
    case "join", "split", "startsWith", "endsWith", "contains": return "\(value).\(name)(\(argument))"
    default: return nil
    }
  }

  /// Methods of a text or list that take nothing, in their spelling here.
  private static let methods = [
    "lower": "lowerAscii", "toLowerCase": "lowerAscii", "downcase": "lowerAscii",
    "ascii_downcase": "lowerAscii",
    "upper": "upperAscii", "toUpperCase": "upperAscii", "upcase": "upperAscii", "ascii_upcase": "upperAscii",
    "strip": "trim", "trim": "trim",
  ]

  /// Functions of one value, in their spelling here.
  private static let functions = [
    "len": "size", "length": "size", "count": "size", "str": "string", "tostring": "string",
    "toString": "string",
    "String": "string", "to_s": "string", "int": "int", "to_i": "int", "tonumber": "double",
    "float": "double", "to_f": "double", "Number": "double", "bool": "bool", "parseInt": "int",
    "parseFloat": "double", "string": "string", "double": "double", "tojson": "json", "date": "date",
    "urlencode": "urlEncode", "todate": "instant", "fromdate": "instant",
  ]

  /// Whether the name of a call is written otherwise here.
  static func knows(_ name: String) -> Bool {
    [methods[name], functions[name]].contains { $0 != nil && $0 != name }
  }

  private static let constants = [
    "None": "null", "nil": "null", "null": "null", "undefined": "null", "True": "true", "False": "false",
    "true": "true", "false": "false",
  ]

  /// What other tools call the things that hold values here.
  private static let variables = [
    "config": "settings", "var": "settings", "stream_slice": "parent", "stream_partition": "parent",
    "stream_interval": "window",
  ]

  /// The same after the point of a template of Go.
  private static let roots = ["Values": "settings", "Parent": "parent"]

  // MARK: Operands

  /// A path with what is called on it.
  private func operand(_ words: Words) -> String? {
    var rest = words
    guard var value = head(&rest) else { return nil }
    while let sign = rest.popFirst() {
      switch sign {
      case ".", "?.", "&.":
        guard let name = rest.popFirst(), ForeignWords.isName(name) else { return nil }
        guard let next = member(name, of: value, &rest, isOptional: sign != ".") else { return nil }
        value = next
      case "[":
        guard let inner = group(&rest, closedBy: "]") else { return nil }
        if inner.isEmpty || inner == ["*"] { continue }
        guard let next = element(inner, of: value) else { return nil }
        value = next
      case "?" where rest.isEmpty: continue
      default: return nil
      }
    }
    return value
  }

  private func head(_ rest: inout Words) -> String? {
    guard let first = rest.popFirst() else { return nil }
    if first == "." || first == "$" || first == "$json" {
      if rest.first == "." { rest.removeFirst() }
      let isPath = rest.first.map { $0 == "[" || ForeignWords.isName($0) } ?? true
      guard isPath else { return nil }
      guard let name = rest.first, ForeignWords.isName(name) else { return root.isEmpty ? "record" : root }
      rest.removeFirst()
      if let variable = Self.roots[name] { return variable }
      return root.isEmpty ? name : "\(root).\(name)"
    }
    if first == "#", !root.isEmpty {
      // A pointer of JSON.
      var path = root
      while rest.popFirst() == "/", let name = rest.popFirst(), ForeignWords.isName(name) {
        path += "." + name
      }
      return rest.isEmpty && path != root ? path : nil
    }
    if first == "f", let text = rest.first, ForeignWords.isText(text) {
      rest.removeFirst()
      return interpolated(text, "{", "}")
    }
    if ForeignWords.isText(first) {
      if first.contains("#{") { return interpolated(first, "#{", "}") }
      return first.contains("\\(") ? interpolated(first, "\\(", ")") : first
    }
    if first == "[" { return group(&rest, closedBy: "]").flatMap(comprehension) }
    if first == "(" { return group(&rest, closedBy: ")").flatMap { written($0[...]) }.map { "(\($0))" } }
    if first.first?.isNumber == true { return number(first, &rest) }
    if first == ":", let name = rest.popFirst(), ForeignWords.isName(name) { return name }
    guard ForeignWords.isName(first) else { return nil }
    if rest.first == "(" {
      rest.removeFirst()
      guard let inner = group(&rest, closedBy: ")") else { return nil }
      if let comma = places(of: [","], in: inner[...]).first {
        return call(first, inner[..<comma], inner[(comma + 1)...])
      }
      guard let argument = written(inner[...]) else { return nil }
      return Self.functions[first].map { "\($0)(\(argument))" }
        ?? Self.methods[first].map { "\(argument).\($0)()" }
    }
    if let constant = Self.constants[first] { return constant }
    if first == "response", !root.isEmpty {
      // `response.json()` is the body as well.
      if rest.starts(with: [".", "json", "(", ")"]) { rest = rest.dropFirst(4) }
      return root
    }
    if first == "self", rest.first == ".", rest.count > 1 {
      rest.removeFirst()
      return rest.popFirst()
    }
    return Self.variables[first] ?? first
  }

  /// Functions of two values that are methods here, or called otherwise.
  private func call(_ name: String, _ first: Words, _ second: Words) -> String? {
    if name == "lookup", let comma = places(of: [","], in: second).first {
      guard let map = written(first), let key = written(second[..<comma]),
        let other = written(second[(comma + 1)...])
      else { return nil }
      return "coalesce(\(map == "self" ? "record" : map)[\(key)], \(other))"
    }
    guard let value = written(first) else { return nil }
    // A list in brackets stands as it is.
    let other = second.first == "[" ? list(second) : written(second)
    guard let other else { return nil }
    switch name {
    case "try", "ifNull", "nvl", "coalesce": return other == "null" ? value : "coalesce(\(value), \(other))"
    case "join": return "\(other).join(\(value))"
    case "round" where other == "0": return "math.round(\(value))"
    default: return nil
    }
  }

  private func list(_ words: Words) -> String? {
    var rest = words.dropFirst()
    guard let inner = group(&rest, closedBy: "]"), rest.isEmpty else { return nil }
    let commas = places(of: [","], in: inner[...])
    var elements: [String] = []
    var start = 0
    for comma in commas + [inner.count] {
      guard let element = written(inner[start..<comma]) else { return nil }
      elements.append(element)
      start = comma + 1
    }
    return "[\(elements.joined(separator: ", "))]"
  }

  /// `x for y in list if condition`.
  private func comprehension(_ words: [String]) -> String? {
    guard let mark = words.firstIndex(of: "for"), mark + 3 < words.count, words[mark + 2] == "in" else {
      return nil
    }
    let condition = places(of: ["if"], in: words[(mark + 3)...]).first
    guard ForeignWords.isName(words[mark + 1]), let element = written(words[..<mark]),
      let list = written(words[(mark + 3)..<(condition ?? words.count)])
    else { return nil }
    guard let condition else { return "\(list).map(\(words[mark + 1]), \(element))" }
    return written(words[(condition + 1)...]).map { "\(list).map(\(words[mark + 1]), \($0), \(element))" }
  }

  private func number(_ whole: String, _ rest: inout Words) -> String? {
    guard rest.first == ".", let fraction = rest.dropFirst().first, fraction.first?.isNumber == true else {
      return whole
    }
    rest = rest.dropFirst(2)
    return "\(whole).\(fraction)"
  }

  private func member(_ name: String, of value: String, _ rest: inout Words, isOptional: Bool) -> String? {
    if value == "Date" || value == "DateTime" || value == "Time" { return parsed(name, &rest) }
    if name == "iso8601" { return value }
    let asks = rest.first == "?"
    if asks, let method = ["include": "contains", "start_with": "startsWith", "end_with": "endsWith"][name],
      rest.dropFirst().first == "("
    {
      rest = rest.dropFirst(2)
      guard let inner = group(&rest, closedBy: ")"), let argument = written(inner[...]) else { return nil }
      return "\(value).\(method)(\(argument))"
    }
    if asks, ["nil", "empty", "blank", "present"].contains(name) {
      rest.removeFirst()
      return name == "nil" ? "\(value) == null" : name == "present" ? "!blank(\(value))" : "blank(\(value))"
    }
    guard rest.first == "(" else {
      if name == "length" || name == "size" { return "size(\(value))" }
      if ["downcase", "upcase", "strip"].contains(name), let method = Self.methods[name] {
        return "\(value).\(method)()"
      }
      if name == "presence" || name == "to_sym" { return value }
      if ["to_s", "to_i", "to_f"].contains(name), let function = Self.functions[name] {
        return "\(function)(\(value))"
      }
      return isOptional ? "\(value).?\(name)" : "\(value).\(name)"
    }
    rest.removeFirst()
    guard let inner = group(&rest, closedBy: ")") else { return nil }
    if name == "get" { return key(inner, of: value) }
    if name == "json", inner.isEmpty, value == "body" { return value }
    if inner.isEmpty {
      return Self.methods[name].map { "\(value).\($0)()" } ?? Self.functions[name].map { "\($0)(\(value))" }
    }
    guard let argument = written(inner[...]) else { return nil }
    switch name {
    case "includes", "contains": return "\(value).contains(\(argument))"
    case "split", "join", "startsWith", "endsWith", "matches", "indexOf":
      return "\(value).\(name)(\(argument))"
    case "startswith": return "\(value).startsWith(\(argument))"
    case "endswith": return "\(value).endsWith(\(argument))"
    default: return nil
    }
  }

  /// `Date.parse(x)`.
  private func parsed(_ name: String, _ rest: inout Words) -> String? {
    guard name == "parse", rest.popFirst() == "(", let inner = group(&rest, closedBy: ")") else { return nil }
    return written(inner[...]).map { "date(\($0))" }
  }

  /// `record.get("x")` and `record.get("x", "y")`.
  private func key(_ words: [String], of value: String) -> String? {
    guard let name = words.first, ForeignWords.isText(name) else { return nil }
    if words.count == 1 { return "\(value)[\(name)]" }
    guard words.count > 2, words[1] == ",", let other = written(words[2...]) else { return nil }
    return other == "null" ? "\(value)[\(name)]" : "coalesce(\(value)[\(name)], \(other))"
  }

  /// What stands between `[` and `]`: a key, a position, a part of a text.
  private func element(_ words: [String], of value: String) -> String? {
    if let colon = places(of: [":"], in: words[...]).first {
      if colon == 0, words.count == 2, ForeignWords.isName(words[1]) { return "\(value).\(words[1])" }
      let (from, to) = (words[..<colon], words[(colon + 1)...])
      guard let start = from.isEmpty ? "0" : written(from), !start.hasPrefix("-") else { return nil }
      if to.isEmpty { return "\(value).substring(\(start))" }
      return written(to).map { "\(value).substring(\(start), \($0))" }
    }
    if words == ["-", "1"] { return "\(value).last().value()" }
    return written(words[...]).map { "\(value)[\($0)]" }
  }

  /// A text with values in it, as texts that are joined.
  func interpolated(_ quoted: String, _ open: String, _ close: String) -> String? {
    var rest = quoted.dropFirst().dropLast()
    var parts: [String] = []
    while let start = rest.firstRange(of: open) {
      if start.lowerBound > rest.startIndex { parts.append("'\(rest[..<start.lowerBound])'") }
      guard let end = rest[start.upperBound...].firstRange(of: close),
        let inner = ForeignWords.split(String(rest[start.upperBound..<end.lowerBound])),
        let value = written(inner[...])
      else { return nil }
      parts.append(value.contains("(") || value.contains(" ") ? "string(\(value))" : value)
      rest = rest[end.upperBound...]
    }
    if !rest.isEmpty { parts.append("'\(rest)'") }
    guard !parts.isEmpty, parts.allSatisfy({ !$0.contains("\\") }) else { return nil }
    return parts.joined(separator: " + ")
  }

  // MARK: Brackets

  private func group(_ rest: inout Words, closedBy close: String) -> [String]? {
    var depth = 0
    var inner: [String] = []
    while let word = rest.popFirst() {
      if depth == 0, word == close { return inner }
      if ["(", "[", "{"].contains(word) { depth += 1 }
      if [")", "]", "}"].contains(word) { depth -= 1 }
      inner.append(word)
    }
    return nil
  }

  /// Where one of some signs stands outside of all brackets.
  private func places(of signs: Set<String>, in words: Words) -> [Int] {
    var depth = 0
    var found: [Int] = []
    for (place, word) in zip(words.indices, words) {
      if ["(", "[", "{"].contains(word) { depth += 1 }
      if [")", "]", "}"].contains(word) { depth -= 1 }
      if depth == 0, signs.contains(word) { found.append(place) }
    }
    return found
  }
}

extension Substring {
  fileprivate func firstRange(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
