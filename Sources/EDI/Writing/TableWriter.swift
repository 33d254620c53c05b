internal import JSON
internal import Values

/// Writes members as CSV, in columns of fixed width, or as XML: one row for each coverage, or for a member without any.
package struct TableWriter: Sendable {
  /// Lines around the rows.
  package struct Frame: Sendable {
    package var first: String?
    package var last: String?

    package init(first: String? = nil, last: String? = nil) {
      self.first = first
      self.last = last
    }
  }

  private let profile: PartnerProfile

  package init(_ profile: PartnerProfile) { self.profile = profile }

  /// The rows of a member, each as it stands in the file.
  package func rows(of member: ToldEnrolment) -> [String] {
    TableValues(member).rows.map { row in
      text(of: profile.columns.map { row.text(of: $0, profile.days) })
    }
  }

  /// What stands before the rows.
  package func opening(_ frame: Frame) -> String {
    if isMarkup {
      let namespace = profile.namespace.map { " xmlns=\"\(Self.escaped($0))\"" } ?? ""
      return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<\(Self.elementName(profile.root))\(namespace)>\n"
    }
    let first = frame.first.map { $0 + "\r\n" } ?? ""
    return first + (profile.form == .csv && profile.hasHeader ? text(of: profile.columns.map(\.title)) : "")
  }

  /// What stands behind them.
  package func ending(_ frame: Frame) -> String {
    isMarkup ? "</\(Self.elementName(profile.root))>\n" : frame.last.map { $0 + "\r\n" } ?? ""
  }

  private var isMarkup: Bool { profile.form == .xml || profile.form == .x12 }

  private func text(of values: [String]) -> String {
    switch profile.form {
    case .csv: values.map(quoted).joined(separator: profile.separator) + "\r\n"
    case .fixedWidth: fixed(values)
    case .xml, .x12: element(values)
    }
  }

  private func quoted(_ text: String) -> String {
    let special =
      text.unicodeScalars.contains { $0 == "\"" || $0 == "\n" || $0 == "\r" }
      || text.contains(profile.separator)
    guard special else { return text }
    let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + parts.joined(separator: "\"\"") + "\""
  }

  /// Values too long for their column are cut; receivers count characters.
  private func fixed(_ row: [String]) -> String {
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

  private func element(_ row: [String]) -> String {
    let name = Self.elementName(profile.row)
    var text = "  <\(name)>\n"
    for (value, column) in zip(row, profile.columns) where !value.isEmpty {
      let name = Self.elementName(column.title)
      text += "    <\(name)>\(Self.escaped(value))</\(name)>\n"
    }
    return text + "  </\(name)>\n"
  }

  private static func elementName(_ title: String) -> String {
    let name = String(title.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    return name.first?.isLetter == true ? name : "_" + name
  }

  /// A partner's reader must not stumble over what XML cannot hold.
  private static func escaped(_ text: String) -> String {
    let held = text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }
    return String(String.UnicodeScalarView(held)).escapedForMarkup(apostrophes: false)
  }
}

/// What columns can name of one member.
private struct TableValues {
  /// The member, and one of its coverages.
  struct Row {
    let member: Value
    let coverage: Value?
    let stored: CanonicalRow
    let storedCoverage: CanonicalRow?

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
