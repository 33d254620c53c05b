package import Diagnostics

/// A YAML file as far as it could be read, with everything that is wrong with it as YAML.
package struct YAMLDocument: Sendable {
  package let file: SourceFile
  /// Nil when the file is empty or nothing of it can be read.
  package let root: Node?
  package let findings: [Finding]
  /// In the order of the file; those inside a part that cannot be parsed are missing.
  package let comments: [Comment]
  /// True when a part was left out because it cannot be parsed: what seems missing may have been written.
  package let isPartial: Bool

  package init(file: SourceFile, root: Node?, findings: [Finding], comments: [Comment], isPartial: Bool) {
    self.file = file
    self.root = root
    self.findings = findings
    self.comments = comments
    self.isPartial = isPartial
  }

  /// Whether something in it could not be read as it was meant, but for aliases: all around one that stands for nothing was read.
  package var hasUnreadParts: Bool {
    findings.contains { $0.severity == .error && $0.rule.id != UnknownAlias.rule.id }
  }
}

/// A comment, from its `#` to the end of the line.
package struct Comment: Sendable {
  package let range: SourceRange
  /// True when nothing else stands on the line.
  package let isWholeLine: Bool

  package init(range: SourceRange, isWholeLine: Bool) {
    self.range = range
    self.isWholeLine = isWholeLine
  }

  /// Counted from 1; worked out when asked for, because hardly any comment is asked.
  package var line: Int { range.startPosition.line }

  /// The words after the `#`, without the blanks around them.
  package var text: String {
    let bytes = range.file.bytes[range.bytes.clamped(to: 0..<range.file.bytes.count)]
    let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    var words = bytes.drop { $0 == UInt8(ascii: "#") }.drop(while: isBlank)
    while let last = words.last, isBlank(last) { words.removeLast() }
    return String(decoding: words, as: UTF8.self)
  }
}
