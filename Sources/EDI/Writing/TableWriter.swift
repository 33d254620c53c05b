internal import JSON
internal import Values

/// Writes members as CSV, in columns of fixed width, or as XML: one row for each coverage, or for a member without any.
package struct TableWriter {
  /// Lines around the rows.
  package struct Frame: Sendable {
    package var first: String?
    package var last: String?

    package init(first: String? = nil, last: String? = nil) {
      self.first = first
      self.last = last
    }
  }

  /// The values of all rows, in the order of the profile's columns.
  package static func rows(_ members: [ToldEnrolment], _ profile: PartnerProfile) -> [[String]] {
    members.flatMap { told in
      let values = TableValues(told)
      return values.rows.map { row in profile.columns.map { row.text(of: $0, profile.days) } }
    }
  }

  package static func text(_ rows: [[String]], _ profile: PartnerProfile, _ frame: Frame = Frame()) -> String
  {
    let first = frame.first.map { $0 + "\r\n" } ?? ""
    let last = frame.last.map { $0 + "\r\n" } ?? ""
    switch profile.form {
    case .csv: return first + csv(rows, profile) + last
    case .fixedWidth: return first + rows.map { fixed($0, profile) }.joined() + last
    case .xml, .x12: return xml(rows, profile)
    }
  }

  private static func csv(_ rows: [[String]], _ profile: PartnerProfile) -> String {
    let separator = profile.separator
    func quoted(_ text: String) -> String {
      let special =
        text.unicodeScalars.contains { $0 == "\"" || $0 == "\n" || $0 == "\r" } || text.contains(separator)
      guard special else { return text }
      return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        + "\""
    }
    let lines = (profile.hasHeader ? [profile.columns.map(\.title)] : []) + rows
    return lines.map { $0.map(quoted).joined(separator: separator) + "\r\n" }.joined()
  }

  /// Values too long for their column are cut; receivers count characters.
  private static func fixed(_ row: [String], _ profile: PartnerProfile) -> String {
    let parts = zip(row, profile.columns).map { text, column in
      let line = String(text.map { $0.isNewline ? " " : $0 }.prefix(column.width))
      let room = column.width - line.count
      switch column.alignment {
      case .left: return line + String(repeating: " ", count: room)
      case .right: return String(repeating: " ", count: room) + line
      case .zeros: return String(repeating: "0", count: room) + line
      }
    }
    return parts.joined() + "\r\n"
  }

  private static func xml(_ rows: [[String]], _ profile: PartnerProfile) -> String {
    let (root, element) = (elementName(profile.root), elementName(profile.row))
    let namespace = profile.namespace.map { " xmlns=\"\(escaped($0, quotes: true))\"" } ?? ""
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<\(root)\(namespace)>\n"
    for row in rows {
      text += "  <\(element)>\n"
      for (value, column) in zip(row, profile.columns) where !value.isEmpty {
        let name = elementName(column.title)
        text += "    <\(name)>\(escaped(value))</\(name)>\n"
      }
      text += "  </\(element)>\n"
    }
    return text + "</\(root)>\n"
  }

  private static func elementName(_ title: String) -> String {
    let name = String(title.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    return name.first?.isLetter == true ? name : "_" + name
  }

  private static func escaped(_ text: String, quotes: Bool = false) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"" where quotes: result += "&quot;"
      default: result.unicodeScalars.append(scalar.value < 0x20 ? " " : scalar)
      }
    }
    return result
  }
}

/// What columns can name of one member.
private struct TableValues {
  /// The member, and one of its coverages.
  struct Row {
    let member: Value
    let coverage: Value?
    let stored: CanonicalRows.Row
    let storedCoverage: CanonicalRows.Row?

    func text(of column: PartnerProfile.Column, _ days: PartnerProfile.DayForm) -> String {
      guard let field = column.field else { return column.constant }
      let text = text(of: field)
      if let code = column.values[text] ?? column.values["*"] { return code }
      return Self.day(text, days)
    }

    /// As an enrolment names it, else as the canonical row does.
    private func text(of path: String) -> String {
      var steps = path.split(separator: ".").map(String.init)
      let isOfCoverage = steps.first == "coverage"
      if isOfCoverage { steps.removeFirst() }
      guard let top = isOfCoverage ? coverage : member else { return "" }
      if let text = Self.text(at: steps, in: top) { return text }
      let row = isOfCoverage ? storedCoverage : stored
      return Self.text(at: steps, in: row.map { .map($0.fields) } ?? .null) ?? ""
    }

    private static func text(at steps: [String], in top: Value) -> String? {
      var value: Value? = top
      for step in steps {
        switch value?.plain {
        case .map(let map): value = map.value(for: .string(step))
        case .list(let list): value = Int(step).flatMap { list.element(at: $0) }
        default: return nil
        }
      }
      if case .json(let view)? = value, let digits = view.numberText { return digits }
      switch value?.plain {
      case .string(let text): return text
      case .bool(let isTrue): return isTrue ? "true" : "false"
      case .int(let number): return "\(number)"
      case .decimal(let number): return "\(number)"
      default: return nil
      }
    }

    private static func day(_ text: String, _ form: PartnerProfile.DayForm) -> String {
      guard form != .dashes, text.utf8.count == 10, let day = CivilDate(text) else { return text }
      let parts = day.description.split(separator: "-")
      guard parts.count == 3 else { return text }
      return form == .compact ? parts.joined() : "\(parts[1])/\(parts[2])/\(parts[0])"
    }
  }

  let rows: [Row]

  init(_ told: ToldEnrolment) {
    let member = told.member.value
    var coverages: [Value] = []
    if case .map(let map) = member, case .list(let list) = map.value(for: .string("coverages")) {
      coverages = list.values
    }
    guard !coverages.isEmpty else {
      rows = [Row(member: member, coverage: nil, stored: told.row, storedCoverage: nil)]
      return
    }
    rows = zip(coverages, told.coverages).map { coverage, stored in
      Row(member: member, coverage: coverage, stored: told.row, storedCoverage: stored)
    }
  }
}
