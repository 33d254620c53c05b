internal import Diagnostics
internal import YAML

/// A text written over several lines, as they stand below its key.
struct TextBlock {
  /// `|`, `>-` and so on.
  var header: String
  /// Without indentation.
  var lines: [String]

  /// A block scalar of a file: the same lines, moved as a whole.
  init?(block scalar: Scalar) {
    guard scalar.style == .literal || scalar.style == .folded else { return nil }
    var raw = Self.lines(of: Self.source(of: scalar))
    guard !raw.isEmpty else { return nil }
    let indicators = raw.removeFirst().prefix { $0 != " " && $0 != "\t" && $0 != "#" }
    let textLead = Self.firstLead(in: Self.lines(of: scalar.text))
    let indentation = max(0, (Self.firstLead(in: raw) ?? 0) - (textLead ?? 0))
    lines = raw.map { line in
      let lead = min(Self.lead(of: line), indentation)
      return String(Substring(line.utf8.dropFirst(lead)))
    }
    while let last = lines.last, last.isEmpty { lines.removeLast() }
    var chomping = indicators.contains("+") ? "+" : indicators.contains("-") ? "-" : ""
    if !scalar.text.isEmpty {
      if !scalar.text.utf8.reversed().starts(with: [UInt8(ascii: "\n")]) { chomping = "-" }
      if chomping == "+" { lines += Self.keptBreaks(scalar.text, hasContent: textLead != nil) }
    }
    header =
      (scalar.style == .literal ? "|" : ">") + ((textLead ?? 0) > 0 ? "\(Formatter.step)" : "") + chomping
  }

  /// The block as it stands in the file, with blanks and blank lines after its last visible character, which may be part of it.
  private static func source(of scalar: Scalar) -> String {
    let bytes = scalar.range.file.bytes
    var end = min(scalar.range.end, bytes.count)
    var lineEnd = end
    while lineEnd < bytes.count {
      switch bytes[lineEnd] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"): lineEnd += 1
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        end = lineEnd
        lineEnd += 1
      default: return scalar.range.file.text(scalar.range.start..<end)
      }
    }
    return scalar.range.file.text(scalar.range.start..<lineEnd)
  }

  /// The empty lines that `+` keeps.
  private static func keptBreaks(_ text: String, hasContent: Bool) -> [String] {
    var count = 0
    for byte in text.utf8.reversed() {
      guard byte == UInt8(ascii: "\n") else { break }
      count += 1
    }
    return Array(repeating: "", count: max(0, hasContent ? count - 1 : count))
  }

  /// A long text that the author wrote over several lines, as a folded block; nil when folding would not keep it.
  init?(folding scalar: Scalar, width: Int) {
    guard scalar.resolved == .string, scalar.style != .literal, scalar.style != .folded,
      scalar.range.text.utf8.contains(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }),
      !scalar.text.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" })
    else { return nil }
    header = ">-"
    lines = []
    let paragraphs = scalar.text.split(separator: "\n", omittingEmptySubsequences: false)
    for (position, paragraph) in paragraphs.enumerated() {
      guard let first = paragraph.utf8.first else { return nil }
      if first == UInt8(ascii: " ") || paragraph.utf8.last == UInt8(ascii: " ") { return nil }
      if position > 0 { lines.append("") }
      lines += Self.wrapped(paragraph, width: max(20, width))
    }
  }

  /// Breaks at single blanks only, because a break is read as one blank.
  private static func wrapped(_ text: Substring, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var length = 0
    var words = text.split(separator: " ", omittingEmptySubsequences: false)[...]
    while let word = words.popFirst() {
      let count = word.unicodeScalars.count
      let mayBreak = !word.isEmpty && !line.isEmpty && line.utf8.last != UInt8(ascii: " ")
      if mayBreak, length + 1 + count > width {
        lines.append(line)
        line = String(word)
        length = count
      } else {
        if !line.isEmpty {
          line += " "
          length += 1
        }
        line += word
        length += count
      }
    }
    return lines + [line]
  }

  private static func lines(of text: String) -> [String] {
    var lines: [String] = []
    var line: [UInt8] = []
    var afterReturn = false
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\n"), afterReturn {
        afterReturn = false
        continue
      }
      afterReturn = byte == UInt8(ascii: "\r")
      if byte == UInt8(ascii: "\n") || afterReturn {
        lines.append(String(decoding: line, as: UTF8.self))
        line = []
      } else {
        line.append(byte)
      }
    }
    lines.append(String(decoding: line, as: UTF8.self))
    return lines
  }

  /// The blanks before the first line that is not empty.
  private static func firstLead(in lines: [String]) -> Int? {
    lines.first { lead(of: $0) < $0.utf8.count }.map(lead)
  }

  private static func lead(of line: String) -> Int { line.utf8.prefix { $0 == UInt8(ascii: " ") }.count }
}
