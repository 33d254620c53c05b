internal import Diagnostics

enum InvisibleCharacter {
  static let rule = Rule(
    "yaml/invisible-character", .error, .proven, "a character that cannot be seen changes a name or a text",
    page: """
      Zero-width spaces, soft hyphens, no-break spaces and marks of writing direction come along when text is copied from a web page. A \
      key with one in it looks right and is another key; marks of direction can make a line read differently from what it does. Delete \
      the character. If a text really needs one, write it as an escape in double quotes, such as `"\\u200B"`.
      """,
    failing: """
      http:
        base_url: https://api.\u{200B}example.com
      #                       ^ yaml/invisible-character
      """,
    passing: """
      http:
        base_url: https://api.example.com/v1
        throttled: {status: [429], wait: {header: Retry-After}}
      """)

  /// One such character of a file.
  struct Occurrence {
    let scalar: UInt32
    let range: Range<Int>
  }

  /// True for characters to look at; whether one is wrong depends on the place.
  static func isSuspicious(_ scalar: UInt32) -> Bool { name(scalar) != nil }

  /// The characters that may stand nowhere, and marks of direction also in comments.
  ///
  /// Joiners and unusual spaces are legitimate in texts and only refused in keys.
  static func wrong(among occurrences: [Occurrence], comments: [Comment]) -> [Occurrence] {
    var comments = comments[...]
    return occurrences.filter { occurrence in
      while let comment = comments.first, comment.range.end <= occurrence.range.lowerBound {
        comments.removeFirst()
      }
      let isInComment = comments.first.map { $0.range.start <= occurrence.range.lowerBound } ?? false
      return isDirectional(occurrence.scalar) || !isInComment && !isLegitimateInText(occurrence.scalar)
    }
  }

  /// All such characters in a key.
  static func runs(of occurrences: [Occurrence], inKey key: SourceRange) -> [[Occurrence]] {
    var low = 0
    var high = occurrences.count
    while low < high {
      let middle = (low + high) / 2
      if occurrences[middle].range.lowerBound < key.start { low = middle + 1 } else { high = middle }
    }
    let inside = occurrences[low...].prefix { $0.range.upperBound <= key.end }.prefix(Limits.findingsPerRule)
    return neighbours(Array(inside))
  }

  /// Characters that stand side by side: they came along together, and go together.
  static func neighbours(_ occurrences: [Occurrence]) -> [[Occurrence]] {
    var result: [[Occurrence]] = []
    for occurrence in occurrences {
      if result.last?.last?.range.upperBound == occurrence.range.lowerBound {
        result[result.count - 1].append(occurrence)
      } else {
        result.append([occurrence])
      }
    }
    return result
  }

  static func finding(_ run: [Occurrence], in file: SourceFile, isKey: Bool) -> Finding {
    guard let first = run.first, let last = run.last else { preconditionFailure("a run holds a character") }
    let range = SourceRange(file, first.range.lowerBound..<last.range.upperBound)
    let name = name(first.scalar) ?? "invisible character"
    let character = "\(hexadecimal(first.scalar, digits: 4, prefix: "U+")) \(name)"
    let areSpaces = run.allSatisfy { isSpace($0.scalar) }
    if areSpaces, isKey, isIndentation(range) {
      let spaces = String(repeating: " ", count: run.count)
      return Finding(
        rule, "the line is indented with an invisible character, \(character), in place of spaces", at: range,
        fixes: [.init("indent with spaces", isSafe: true, replace: range, with: spaces)])
    }
    let subject =
      run.count == 1
      ? "an invisible character, \(character), stands"
      : "\(run.count) invisible characters, the first \(character), stand"
    return Finding(
      rule, "\(subject) in \(isKey ? "a key" : "the text")", at: range,
      fixes: [
        .init(
          run.count == 1 ? "delete it" : "delete them",
          isSafe: isKey && !run.contains { isSpace($0.scalar) }, replace: range, with: "")
      ])
  }

  /// True where nothing but blanks stands before on the line.
  private static func isIndentation(_ range: SourceRange) -> Bool {
    var start = range.start
    while start > 0, isBlank(range.file.bytes[start - 1]) { start -= 1 }
    return start == 0 || isBreak(range.file.bytes[start - 1])
  }

  private static func isDirectional(_ scalar: UInt32) -> Bool {
    (0x202A...0x202E).contains(scalar) || (0x2066...0x2069).contains(scalar)
  }

  private static func isLegitimateInText(_ scalar: UInt32) -> Bool {
    isSpace(scalar) || scalar == 0x200C || scalar == 0x200D || scalar == 0x200E || scalar == 0x200F
  }

  private static func isSpace(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  private static func name(_ scalar: UInt32) -> String? {
    switch scalar {
    case 0x85: "next line"
    case 0xA0: "no-break space"
    case 0xAD: "soft hyphen"
    case 0x180E: "Mongolian vowel separator"
    case 0x2000...0x200A, 0x202F, 0x205F, 0x3000: "unusual space"
    case 0x200B: "zero-width space"
    case 0x200C: "zero-width non-joiner"
    case 0x200D: "zero-width joiner"
    case 0x200E, 0x200F: "direction mark"
    case 0x2028: "line separator"
    case 0x2029: "paragraph separator"
    case 0x202A...0x202E, 0x2066...0x2069: "direction override"
    case 0x2060: "word joiner"
    case 0xFEFF: "byte order mark"
    default: nil
    }
  }
}
