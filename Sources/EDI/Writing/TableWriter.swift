internal import Values

/// Writes members as CSV, in columns of fixed width, or as XML: one row for each coverage, or for a member without any.
package struct TableWriter {
  package static func text(_ members: [EnrolledMember], _ profile: PartnerProfile) -> String {
    let rows = members.flatMap { member in
      let coverages: [EnrolledMember.Coverage?] =
        member.coverages.isEmpty ? [nil] : member.coverages.map { $0 }
      return coverages.map { coverage in profile.columns.map { value($0.field, member, coverage) } }
    }
    switch profile.form {
    case .csv: return csv(rows, profile)
    case .fixedWidth: return rows.map { fixed($0, profile) }.joined()
    case .xml, .x12: return xml(rows, profile)
    }
  }

  /// `last_name`, `home.city`, `dates.336`; `coverage.` in front for the coverage of the row.
  private static func value(_ path: String, _ member: EnrolledMember, _ coverage: EnrolledMember.Coverage?)
    -> String
  {
    var steps = path.split(separator: ".").map(String.init)
    var value: Value? = member.value
    if steps.first == "coverage" {
      steps.removeFirst()
      guard let coverage else { return "" }
      var only = EnrolledMember()
      only.coverages = [coverage]
      guard case .map(let map) = only.value, case .list(let list) = map.value(for: .string("coverages"))
      else {
        return ""
      }
      value = list.values.first
    }
    for step in steps {
      switch value {
      case .map(let map): value = map.value(for: .string(step))
      case .list(let list):
        value = Int(step).flatMap { list.element(at: $0) }
      default: return ""
      }
    }
    switch value {
    case .string(let text): return text
    case .bool(let isTrue): return isTrue ? "true" : "false"
    default: return ""
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
    let lines = [profile.columns.map(\.title)] + rows
    return lines.map { $0.map(quoted).joined(separator: separator) + "\r\n" }.joined()
  }

  /// Values too long for their column are cut; receivers count characters.
  private static func fixed(_ row: [String], _ profile: PartnerProfile) -> String {
    let parts = zip(row, profile.columns).map { text, column in
      let cut = text.prefix(column.width)
      return cut + String(repeating: " ", count: column.width - cut.count)
    }
    return parts.joined() + "\r\n"
  }

  private static func xml(_ rows: [[String]], _ profile: PartnerProfile) -> String {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<enrolments>\n"
    for row in rows {
      text += "  <enrolment>\n"
      for (value, column) in zip(row, profile.columns) where !value.isEmpty {
        let name = elementName(column.title)
        text += "    <\(name)>\(escaped(value))</\(name)>\n"
      }
      text += "  </enrolment>\n"
    }
    return text + "</enrolments>\n"
  }

  private static func elementName(_ title: String) -> String {
    let name = String(title.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    return name.first?.isLetter == true ? name : "_" + name
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result.unicodeScalars.append(scalar.value < 0x20 ? " " : scalar)
      }
    }
    return result
  }
}
