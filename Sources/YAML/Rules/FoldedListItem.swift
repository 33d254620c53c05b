internal import Diagnostics

enum FoldedListItem {
  static let rule = Rule(
    "yaml/folded-list-item", .error, .proven, "a line that looks like a list item continues the text above",
    page: """
      Text without quotes goes on over all following lines that are indented deeper. A `- item` there is no item of a list: the lines \
      become one text with ` - ` in it, and nobody is told. Give the dash the indentation of the list it belongs to; if the text above \
      the list is a mistake, remove it; if the dash is part of the text, quote the text.
      """,
    failing: """
      verified:
        date: 2026-11-20
        confidence: documented
        sources:
          - https://developer.example.com/reference
            - https://developer.example.com/limits
      #     ^ yaml/folded-list-item
      """,
    passing: """
      api_version: v1
      verified:
        date: 2026-11-20
        confidence: documented
        sources:
          - https://developer.example.com/reference
          - https://developer.example.com/limits
        notes: Deletions are not documented.
      """)

  /// Findings for the lines of a plain scalar of several lines that start with a dash.
  static func findings(in scalar: SourceRange) -> [Finding] {
    let file = scalar.file
    let bytes = file.bytes
    var result: [Finding] = []
    var isLineStart = false
    var offset = scalar.start
    while offset < min(scalar.end, bytes.count), result.count < Limits.findingsPerRule {
      let byte = bytes[offset]
      if isBreak(byte) {
        isLineStart = true
      } else if isLineStart, !isBlank(byte) {
        isLineStart = false
        let next = offset + 1
        if byte == UInt8(ascii: "-"), next >= scalar.end || isBlankOrBreak(bytes[next]) {
          result.append(finding(dash: SourceRange(file, offset, next), in: scalar))
        }
      }
      offset += 1
    }
    return result
  }

  private static func finding(dash: SourceRange, in scalar: SourceRange) -> Finding {
    Finding(
      rule, "this is no list item: it continues the text above", at: dash,
      related: [.init("the text starts here", at: SourceRange(scalar.file, scalar.start, scalar.start + 1))],
      fixes: fixes(dash: dash, scalar: scalar))
  }

  /// Where the text is itself an item, the dash most likely belongs under the dash of that item.
  private static func fixes(dash: SourceRange, scalar: SourceRange) -> [Finding.Fix] {
    let bytes = scalar.file.bytes
    var before = scalar.start
    while before > 0, bytes[before - 1] == UInt8(ascii: " ") { before -= 1 }
    guard before > 0, before < scalar.start, bytes[before - 1] == UInt8(ascii: "-") else { return [] }
    let line = lineStart(of: before - 1, in: bytes)
    let indentation = before - 1 - line
    let dashLine = lineStart(of: dash.start, in: bytes)
    let edit = SourceRange(scalar.file, dashLine, dash.start)
    return [
      .init(
        "make it an item of the list", isSafe: false, replace: edit,
        with: String(repeating: " ", count: indentation))
    ]
  }

  private static func lineStart(of offset: Int, in bytes: [UInt8]) -> Int {
    var start = offset
    while start > 0, !isBreak(bytes[start - 1]) { start -= 1 }
    return start
  }
}
