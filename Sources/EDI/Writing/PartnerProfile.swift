package import Diagnostics
internal import YAML

/// What a trading partner wants of files: who is who, separators, codes, form and name.
package struct PartnerProfile: Sendable {
  /// How the file is written.
  package enum Form: String, Sendable, CaseIterable {
    case x12, csv, fixedWidth = "fixed_width", xml
  }

  /// A party of the file.
  package struct Party: Sendable {
    package var name = ""
    /// `FI`, `24`, `94` or `XV`.
    package var kind = "FI"
    package var number = ""
  }

  /// A column of files that are no X12.
  package struct Column: Sendable {
    package var title: String
    /// `last_name`, `home.city`, `coverage.plan`.
    package var field: String
    package var width: Int
  }

  package var form = Form.x12
  package var sender = ""
  package var senderKind = "ZZ"
  package var receiver = ""
  package var receiverKind = "ZZ"
  package var usage = "T"
  package var delimiters = Delimiters.usual
  package var hasLineBreaks = true
  package var wantsAnswer = false
  package var sponsor = Party()
  package var payer = Party()
  package var policy: String?
  /// Members of one transaction set at most.
  package var membersPerSet = 10_000
  /// Qualifiers of REF by field of the member.
  package var references: [(field: String, qualifier: String)] = []
  /// The partner's plan codes by ours.
  package var plans: [String: String] = [:]
  /// `members-{date}-{number}.834`.
  package var fileName: String?
  package var columns: [Column] = []
  /// Between the values of CSV.
  package var separator = ","

  package init() {}

  /// Reads a profile; what is wrong is told with its place, and then nothing is returned.
  package static func read(_ file: SourceFile) -> (profile: PartnerProfile?, problems: [String]) {
    let document = YAMLLoader.load(file)
    var reading = ProfileReading(file)
    for finding in document.findings where finding.severity == .error {
      reading.complain(finding.message, at: finding.range)
    }
    var profile = PartnerProfile()
    if let root = document.root?.mapping {
      reading.read(root, into: &profile)
    } else if reading.problems.isEmpty {
      reading.problems.append("\(file.path): a profile is a mapping of keys to values")
    }
    return (reading.problems.isEmpty ? profile : nil, reading.problems)
  }

  /// The file name with the day and control number filled in.
  package func name(day: String, number: Int) -> String? {
    guard let fileName else { return nil }
    var text = fileName
    for (word, value) in [("{date}", day), ("{number}", AckWriter.padded(number, 9))] {
      while let range = text.firstRange(of: word) { text.replaceSubrange(range, with: value) }
    }
    return text
  }
}

/// Reads the keys of a profile one after another.
struct ProfileReading {
  let file: SourceFile
  var problems: [String] = []

  init(_ file: SourceFile) { self.file = file }

  private static let keys = [
    "form", "sender", "receiver", "usage", "separators", "line_breaks", "acknowledge", "sponsor", "payer",
    "policy",
    "members_per_set", "references", "plans", "file_name", "columns", "separator",
  ]

  mutating func complain(_ message: String, at range: SourceRange) {
    problems.append("\(file.path):\(range.startPosition.line): \(message)")
  }

  mutating func read(_ root: Mapping, into profile: inout PartnerProfile) {
    for entry in root.entries { read(entry.key.text, entry.value, into: &profile, at: entry.key.range) }
    for (name, value) in [("sender", profile.sender), ("receiver", profile.receiver)] where value.isEmpty {
      if root[name] == nil, profile.form == .x12 { problems.append("\(file.path): `\(name)` is missing") }
    }
    if profile.form != .x12, profile.columns.isEmpty {
      problems.append("\(file.path): `columns` are missing")
    }
  }

  private mutating func read(
    _ key: String, _ node: Node, into profile: inout PartnerProfile, at range: SourceRange
  ) {
    switch key {
    case "form":
      if let form = PartnerProfile.Form(rawValue: text(node)) {
        profile.form = form
      } else {
        complain("`form` is one of x12, csv, fixed_width, xml", at: node.range)
      }
    case "sender": (profile.senderKind, profile.sender) = identity(node)
    case "receiver": (profile.receiverKind, profile.receiver) = identity(node)
    case "usage": profile.usage = text(node)
    case "separators": separators(node, &profile)
    case "line_breaks": profile.hasLineBreaks = text(node) == "true"
    case "acknowledge": profile.wantsAnswer = text(node) == "true"
    case "sponsor": profile.sponsor = party(node)
    case "payer": profile.payer = party(node)
    case "policy": profile.policy = text(node)
    case "members_per_set":
      if let number = Int(text(node)), number > 0 {
        profile.membersPerSet = number
      } else {
        complain("`members_per_set` is a number above 0", at: node.range)
      }
    case "references": profile.references = pairs(node).map { ($0, $1) }
    case "plans": profile.plans = Dictionary(pairs(node)) { first, _ in first }
    case "file_name": profile.fileName = text(node)
    case "separator": profile.separator = text(node)
    case "columns": columns(node, &profile)
    default:
      let near = Suggestions.nearest(to: key, among: Self.keys).first.map { "; did you mean `\($0)`?" } ?? ""
      complain("a profile has no key `\(key)`\(near)", at: range)
    }
  }

  private mutating func text(_ node: Node) -> String {
    guard let scalar = node.scalar else {
      complain("a text is expected here", at: node.range)
      return ""
    }
    return scalar.text
  }

  /// `ACME` or `{kind: "30", id: "123456789"}`.
  private mutating func identity(_ node: Node) -> (String, String) {
    guard let mapping = node.mapping else { return ("ZZ", text(node)) }
    return (mapping["kind"].map { text($0) } ?? "ZZ", mapping["id"].map { text($0) } ?? "")
  }

  private mutating func party(_ node: Node) -> PartnerProfile.Party {
    var party = PartnerProfile.Party()
    guard let mapping = node.mapping else {
      complain("a party is `{name, kind, id}`", at: node.range)
      return party
    }
    if let name = mapping["name"] { party.name = text(name) }
    if let kind = mapping["kind"] { party.kind = text(kind) }
    if let id = mapping["id"] { party.number = text(id) }
    if party.number.isEmpty { complain("a party needs an `id`", at: node.range) }
    return party
  }

  private mutating func pairs(_ node: Node) -> [(String, String)] {
    guard let mapping = node.mapping else {
      complain("a mapping is expected here", at: node.range)
      return []
    }
    var pairs: [(String, String)] = []
    for entry in mapping.entries { pairs.append((entry.key.text, text(entry.value))) }
    return pairs
  }

  /// Element, component, repetition and segment separator in one text.
  private mutating func separators(_ node: Node, _ profile: inout PartnerProfile) {
    let bytes = Array(text(node).utf8)
    guard bytes.count == 4 else {
      return complain(
        "`separators` are four characters: element, component, repetition, segment", at: node.range)
    }
    profile.delimiters = Delimiters(
      element: bytes[0], component: bytes[1], repetition: bytes[2], segment: bytes[3])
    if let problem = profile.delimiters.problem { complain(problem, at: node.range) }
  }

  private mutating func columns(_ node: Node, _ profile: inout PartnerProfile) {
    for item in node.list ?? [] {
      guard let mapping = item.mapping, let field = mapping["field"] else {
        complain("a column is `{title, field, width}`", at: item.range)
        continue
      }
      let name = text(field)
      let width = mapping["width"].flatMap { Int(text($0)) } ?? 0
      if profile.form == .fixedWidth, !(1...1000).contains(width) {
        complain("a column of fixed width needs a `width` from 1 to 1000", at: item.range)
      }
      profile.columns.append(
        PartnerProfile.Column(title: mapping["title"].map { text($0) } ?? name, field: name, width: width))
    }
  }
}

extension String {
  /// The first place where a text stands.
  fileprivate func firstRange(of word: String) -> Range<String.Index>? {
    var place = startIndex
    while place < endIndex {
      if self[place...].hasPrefix(word) { return place..<index(place, offsetBy: word.count) }
      place = index(after: place)
    }
    return nil
  }
}
