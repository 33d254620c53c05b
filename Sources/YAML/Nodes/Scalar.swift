package import Diagnostics

/// A piece of text in a YAML file: what it says, how it is written, and where.
package struct Scalar: Sendable {
  /// How the text is written, which decides whether it can be a number and how it maps to the file.
  package enum Style: UInt8, Sendable, CaseIterable {
    case plain
    case singleQuoted
    case doubleQuoted
    /// A block after `|`.
    case literal
    /// A block after `>`.
    case folded
  }

  /// The text as YAML reads it: without quotes and indentation, escapes replaced, lines folded.
  package let text: String
  package let style: Style
  /// With the quotes; a block scalar starts at its `|` or `>` and ends after its last visible character.
  package let range: SourceRange

  package init(_ text: String, _ style: Style, at range: SourceRange) {
    self.text = text
    self.style = style
    self.range = range
  }

  /// What the text means by the YAML 1.2 core schema; anything quoted or in a block is a string.
  package var resolved: Resolved { style == .plain ? Resolved(plain: text) : .string }

  /// Where each byte of the text stands in the file; made anew at each call, so ask once for many places.
  package var offsets: OffsetMap { ScalarScan(self).map }

  /// The exact place of a range of the text's UTF-8 bytes, whatever escapes, folding and indentation lie between.
  package func range(ofInner inner: Range<Int>) -> SourceRange {
    SourceRange(range.file, offsets.range(ofInner: inner))
  }
}
