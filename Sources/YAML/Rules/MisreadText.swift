package import Diagnostics

/// Recognizes a text that was meant to be a mapping or a list.
package enum MisreadText {
  /// Says what is missing in a text without quotes that stands where a mapping or list is wanted; nil when nothing is evident.
  ///
  /// `key:value` is a text to YAML, and so is `-item`; only who knows that something else was wanted can tell.
  package static func finding(for scalar: Scalar) -> Finding? {
    guard scalar.style == .plain, !scalar.text.isEmpty else { return nil }
    let line = TextLine(scalar.range.file, at: scalar.range.start)
    let value = line.value(from: scalar.range.start)
    return missingSpace(
      in: value.clamped(to: value.lowerBound..<max(value.lowerBound, scalar.range.end)), of: line)
  }

  /// `key:value` and `-item`.
  static func missingSpace(in value: Range<Int>, of line: TextLine) -> Finding? {
    if line.byte(at: value.lowerBound) == UInt8(ascii: "-"), value.count > 1,
      !isBlank(line.byte(at: value.lowerBound + 1))
    {
      return spaceFinding(after: value.lowerBound, in: line, "a space is missing after the dash")
    }
    let isWord: (Int) -> Bool = { !isBlank(line.byte(at: $0)) }
    guard let colon = value.first(where: { line.byte(at: $0) == UInt8(ascii: ":") }),
      colon > value.lowerBound, colon + 1 < value.upperBound, (value.lowerBound..<colon).allSatisfy(isWord),
      isWord(colon + 1)
    else { return nil }
    return spaceFinding(after: colon, in: line, "a space is missing after the colon")
  }

  /// A line among keys that is no key.
  static func missingColon(in value: Range<Int>, of line: TextLine) -> Finding {
    if let space = missingSpace(in: value, of: line) { return space }
    var finding = Finding(
      SyntaxRules.syntax,
      "'\(line.file.text(value).excerpt)' has no colon, so it is neither a key nor a value",
      at: line.range(value))
    if let blank = value.first(where: { isBlank(line.byte(at: $0)) }) {
      finding.fixes = [
        .init(
          "put a colon after the first word", isSafe: false, replace: line.range(blank..<blank), with: ":")
      ]
    }
    return finding
  }

  private static func spaceFinding(after offset: Int, in line: TextLine, _ message: String) -> Finding {
    Finding(
      SyntaxRules.missingSpace, message, at: line.range(offset..<offset + 1),
      fixes: [.init("insert a space", isSafe: true, replace: line.range(offset + 1..<offset + 1), with: " ")])
  }
}
