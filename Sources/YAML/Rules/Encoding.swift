internal import Diagnostics

enum NotUTF8 {
  static let rule = Rule(
    "yaml/not-utf8", .error, .proven, "a file is not text in UTF-8",
    page: """
      All files are read as UTF-8. A file in UTF-16 (the \\"Unicode\\" of older Windows programs) cannot be read at all; in a file in Latin-1 \
      or Windows-1252 the letters with accents are wrong bytes. Save the file again as UTF-8; every editor can.
      """,
    failing: "", passing: "title: Café\n")

  static func finding(_ file: SourceFile, encoding: String) -> Finding {
    Finding(
      rule, "the file is in \(encoding), not in UTF-8", at: SourceRange(file, 0, min(file.bytes.count, 2)),
      evidence: [.init("help", "save it as UTF-8")])
  }

  /// One finding, however many bytes: a file was saved in another encoding once.
  ///
  /// - Parameters:
  ///   - places: The offsets of the wrong bytes, or of the first of them.
  ///   - count: How many there are.
  static func finding(bytes places: [Int], of count: Int, in file: SourceFile) -> Finding {
    let first = places.first ?? 0
    let byte = file.bytes.indices.contains(first) ? file.bytes[first] : 0
    var finding = Finding(
      rule, "the byte \(hexadecimal(UInt32(byte), digits: 2, prefix: "0x")) is not UTF-8",
      at: SourceRange(file, first, first + 1))
    if count > 1 {
      finding.evidence.append(
        .init("note", "\(count - 1) more \(count == 2 ? "byte is" : "bytes are") not UTF-8"))
    }
    let letters = places.compactMap { place in
      file.bytes.indices.contains(place) && file.bytes[place] >= 0xA0
        ? Finding.Edit(SourceRange(file, place, place + 1), String(Unicode.Scalar(file.bytes[place]))) : nil
    }
    if let letter = letters.first, letters.count == count {
      let title =
        count == 1
        ? "write '\(letter.replacement)', which the byte is in Latin-1"
        : "write '\(letter.replacement)' and the other letters, which the bytes are in Latin-1"
      finding.fixes = [.init(title, isSafe: false, edits: letters)]
    }
    return finding
  }
}

enum ByteOrderMark {
  static let rule = Rule(
    "yaml/byte-order-mark", .warning, .proven, "a file starts with a byte order mark",
    page: """
      Some editors put an invisible mark of three bytes in front of a UTF-8 file. It says nothing, and tools that do not expect it take \
      it for a part of the first key. Save the file as UTF-8 without mark.
      """,
    failing: """
      --- mappings/acme/employees.yaml (whole)
      \u{FEFF}mapping: 1
      models:
        - model: employee
          fields:
            last_name: lastName
            first_name: firstName
            hire_date: date(hired)
            employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
      # ^ yaml/byte-order-mark mappings/acme/employees.yaml:1:1
      """,
    passing: "title: Acme HR\n")

  static func finding(at range: SourceRange) -> Finding {
    Finding(
      rule, "the file starts with a byte order mark", at: range,
      fixes: [.init("remove the mark", isSafe: true, replace: range, with: "")])
  }
}

enum ControlCharacter {
  static let rule = Rule(
    "yaml/control-character", .error, .proven, "a file holds a control character",
    page: """
      Control characters cannot be seen, and YAML does not allow them, the null character least of all. They come from a broken copy or \
      from binary data. Delete the character; if a text really needs it, write it as an escape in double quotes, such as `"\\x07"`. Accents \
      piled on one character by the dozen are no writing either.
      """,
    failing: "title: Ac\u{7}me\n#        ^ yaml/control-character\n", passing: "title: \"Acme\\x07\"\n")

  static func finding(_ scalar: UInt32, at range: SourceRange) -> Finding {
    let name =
      scalar == 0
      ? "null character (NUL)" : "control character \(hexadecimal(scalar, digits: 4, prefix: "U+"))"
    return Finding(
      rule, "the file holds the \(name)", at: range,
      fixes: [.init("delete it", isSafe: false, replace: range, with: "")])
  }

  /// More combining marks on one character than any writing has.
  static func piledMarks(at range: SourceRange) -> Finding {
    Finding(rule, "more than 30 combining marks are piled on one character", at: range)
  }
}

/// The number in capital hexadecimal digits, padded with zeros.
func hexadecimal(_ value: UInt32, digits: Int, prefix: String) -> String {
  let text = String(value, radix: 16, uppercase: true)
  return prefix + String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}
