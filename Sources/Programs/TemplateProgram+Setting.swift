internal import Language

extension TemplateProgram {
  /// The setting that the text names first, for failures that a form shows beside it.
  package var firstSetting: String? {
    let source = template.source
    guard let start = Self.firstRange(of: "settings.", in: source) else { return nil }
    let name = source[start...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    return name.isEmpty ? nil : String(name)
  }

  private static func firstRange(of word: String, in text: String) -> String.Index? {
    var rest = text[...]
    while !rest.isEmpty {
      if rest.hasPrefix(word) { return rest.index(rest.startIndex, offsetBy: word.count) }
      rest = rest.dropFirst()
    }
    return nil
  }
}
