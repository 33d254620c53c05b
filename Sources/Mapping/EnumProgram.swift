internal import Diagnostics
internal import JSON
internal import Language
internal import Programs
internal import Values

/// The provider's words become the model's; the provider's own text is kept.
struct EnumProgram: Sendable {
  let match: ValueProgram
  private let words: [String: Int]
  private let arms: [String]
  private let otherwise: String
  private let ignoresCase: Bool
  /// The provider's words and the model's as bytes, in the order of the cases.
  let texts: [(word: [UInt8], meaning: [UInt8])]

  /// Nil for a rule that lacks a part.
  init?(_ rule: EnumRule, _ scope: inout Compilation) {
    guard let match = rule[EnumRule.match], let cases = rule[EnumRule.cases],
      let otherwise = rule[EnumRule.otherwise]
    else { return nil }
    self.match = ValueProgram(match, &scope)
    self.otherwise = otherwise.value
    let ignoresCase = rule[EnumRule.ignoreCase] ?? false
    self.ignoresCase = ignoresCase
    arms = cases.map(\.value.value)
    texts = cases.map { (Array($0.name.utf8), Array($0.value.value.utf8)) }
    isPlain = cases.allSatisfy { JSONText.isPlain($0.value.value.utf8) }
    words = Dictionary(
      cases.enumerated().map { (ignoresCase ? $1.name.lowercased() : $1.name, $0) }
    ) { first, _ in first }
  }

  /// Whether JSON escapes nothing of the model's words.
  let isPlain: Bool

  /// What a provider's word means.
  struct Meaning {
    let word: String
    /// The case that says so; nil for `otherwise`.
    let arm: Int?
    let raw: String
  }

  func meaning(of value: Value) throws(FieldProblem) -> Meaning {
    guard let raw = SourceText.of(value) else {
      throw FieldProblem("this gives \(value.kind.title) where one word is wanted", at: match.place)
    }
    guard let arm = words[ignoresCase ? raw.lowercased() : raw] else {
      return Meaning(word: otherwise, arm: nil, raw: raw)
    }
    return Meaning(word: arms[arm], arm: arm, raw: raw)
  }

  /// Whether words are the same only when their bytes are.
  var isComparedByBytes: Bool { !ignoresCase }

  /// Notes what was matched: an unforeseen word is counted, a trace learns the case.
  func note(_ meaning: Meaning, field: String, in frame: inout MappingFrame) {
    if meaning.arm == nil, !meaning.raw.isEmpty {
      frame.unforeseen[UnforeseenWord(model: frame.model, field: field, word: meaning.raw), default: 0] += 1
    }
    frame.trace?.note(match.place, arm: meaning.arm)
  }

  /// Writes the model's word, or the words of a list; the provider's own are kept for `writeRaw`.
  func writeWords(
    of field: FieldProgram, in frame: inout MappingFrame, to bytes: inout [UInt8]
  ) throws(FieldProblem) -> Presence {
    frame.raw.removeAll(keepingCapacity: true)
    guard let value = try match.value(in: &frame) else { return .absent }
    if value.isNull {
      bytes.append(contentsOf: "null".utf8)
      frame.raw.append(contentsOf: "null".utf8)
      return .null
    }
    guard case .list = field.type else {
      let meaning = try meaning(of: value)
      note(meaning, field: field.name, in: &frame)
      JSONText.append(meaning.word, to: &bytes)
      JSONText.append(meaning.raw, to: &frame.raw)
      return .value
    }
    guard case .list(let list) = value.plain else {
      throw FieldProblem("this gives \(value.kind.title) where a list is wanted", at: match.place)
    }
    bytes.append(0x5B)
    frame.raw.append(0x5B)
    var isFirst = true
    for item in list where !item.isNull {
      if !isFirst {
        bytes.append(0x2C)
        frame.raw.append(0x2C)
      }
      isFirst = false
      let meaning = try meaning(of: item)
      note(meaning, field: field.name, in: &frame)
      JSONText.append(meaning.word, to: &bytes)
      JSONText.append(meaning.raw, to: &frame.raw)
    }
    bytes.append(0x5D)
    frame.raw.append(0x5D)
    return .value
  }

  /// Writes the provider's own text beside the word that was written last.
  func writeRaw(beside name: String, in frame: inout MappingFrame, to bytes: inout [UInt8]) {
    bytes.append(0x2C)
    JSONText.append(name + "_raw", to: &bytes)
    bytes.append(0x3A)
    bytes.append(contentsOf: frame.raw)
  }
}

/// A provider's word that no case of an enum foresees.
package struct UnforeseenWord: Sendable, Hashable {
  package let model: String
  package let field: String
  package let word: String
}
