/// Values that belong to nobody: people on example.com, reserved telephone numbers.
enum MadeUp {
  static let firstNames = [
    "Ada", "Ben", "Chloé", "Dan", "Eve", "Finn", "Grace", "Hugo", "Iris", "Jon", "Kira", "Leo",
  ]
  static let lastNames = [
    "Marlow", "Okafor", "Varga", "Sample", "Placeholder", "Doe", "Muster", "Roe", "Specimen", "Nimmo",
    "Bloggs", "Citizen",
  ]

  static func firstName(_ number: Int) -> String { firstNames[abs(number - 1) % firstNames.count] }
  static func lastName(_ number: Int) -> String { lastNames[abs(number - 1) % lastNames.count] }
  static func email(_ number: Int) -> String {
    "\(firstName(number).lowercased().filter(\.isASCII)).\(lastName(number).lowercased())\(number > 12 ? "\(number)" : "")@example.com"
  }
  static func phone(_ number: Int) -> String { "+1-202-555-01\(number % 100 < 10 ? "0" : "")\(number % 100)" }

  /// Whether an object with these keys is a person.
  static func isPerson(_ keys: some Sequence<String>) -> Bool {
    keys.contains { key in
      let words = Set(Words.parts(key))
      return !words.isDisjoint(with: [
        "email", "firstname", "lastname", "first", "given", "surname", "family", "birthday", "birth",
        "mobile", "gender",
      ])
    }
  }

  /// A text for a field, by the field's name; nil when the name says nothing about persons or places.
  static func text(for key: String, number: Int, isPerson: Bool = true) -> String? {
    let name = Words.snake(key)
    if name == "name", !isPerson { return "Sample \(number)" }
    let words = Set(Words.parts(key))
    if words.contains("email") || name == "mail" { return email(number) }
    if words.contains("phone") || words.contains("mobile") || words.contains("telephone")
      || words.contains("fax")
    {
      return phone(number)
    }
    if [
      "first_name", "given_name", "firstname", "forename", "preferred_name", "nickname", "givenname", "first",
      "given",
    ].contains(name) {
      return firstName(number)
    }
    if ["last_name", "family_name", "surname", "lastname", "familyname", "last", "family"].contains(name) {
      return lastName(number)
    }
    if ["full_name", "display_name", "name", "fullname", "real_name", "displayname"].contains(name) {
      return "\(firstName(number)) \(lastName(number))"
    }
    if words.contains("username") || name == "user_name" || name == "login" {
      return firstName(number).lowercased().filter(\.isASCII) + "\(number)"
    }
    if words.contains("street") || name == "address" || name == "line1" || name == "address_line_1" {
      return "\(number) Sample Street"
    }
    if name == "city" || name == "town" { return "Toronto" }
    if ["zip", "postal_code", "zip_code", "postcode", "zipcode"].contains(name) { return "M5V 0A1" }
    if name == "country_code" || name == "country" { return "CA" }
    if words.contains("currency") { return "USD" }
    if words.contains("timezone") || name == "time_zone" { return "America/Toronto" }
    if name == "language" || name == "locale" { return "en" }
    if words.contains("url") || words.contains("website") || words.contains("link")
      || words.contains("avatar") || words.contains("photo")
    {
      return "https://www.example.com/\(number)"
    }
    if name == "title" || name == "job_title" || name == "position" { return "Engineer" }
    if words.contains("department") || words.contains("team") { return "Engineering" }
    if name.contains("birth") { return "1990-0\(1 + abs(number) % 9)-15" }
    if words.contains("date") || name.hasSuffix("_on") { return "2024-0\(1 + abs(number) % 9)-15" }
    if name.hasSuffix("_at") || name == "updated" || name == "created" || words.contains("timestamp") {
      return "2026-01-\(10 + abs(number) % 18)T09:30:00Z"
    }
    return nil
  }

  /// A record like another one, of somebody else.
  static func variant(of record: Sample, number: Int, key: String) -> Sample {
    guard let members = record.members else { return record }
    let isPerson = isPerson(members.map(\.key))
    return .object(
      members.map { member in
        if member.key == key { return .init(key: key, value: identifier(member.value, number: number)) }
        return .init(key: member.key, value: changed(member, number: number, isPerson))
      })
  }

  private static func changed(_ member: Sample.Member, number: Int, _ isPerson: Bool) -> Sample {
    switch member.value {
    case .text(let text):
      if Words.snake(member.key) == "name", !isPerson { return .text("\(text) \(number)") }
      let isPersonal =
        [.email].contains(TextKind(text))
        || (Self.text(for: member.key, number: 1).map { !$0.contains("-") && !$0.hasPrefix("http") } ?? false)
      let words = Set(Words.parts(member.key))
      guard isPersonal,
        words.isDisjoint(with: [
          "currency", "country", "timezone", "language", "locale", "title", "department", "team",
        ])
      else { return member.value }
      return Self.text(for: member.key, number: number).map { .text($0) } ?? .text(email(number))
    case .object: return variant(of: member.value, number: number, key: "")
    default: return member.value
    }
  }

  /// Another id of the same form.
  private static func identifier(_ value: Sample, number: Int) -> Sample {
    switch value {
    case .number(let digits):
      let (sum, overflow) = (Int(digits) ?? 0).addingReportingOverflow(number - 1)
      return .number("\(overflow ? number : sum)")
    case .text(let text):
      if let whole = Int(text), whole < 1_000_000_000 { return .text("\(whole + number - 1)") }
      return .text("\(text)-\(number)")
    default: return .text("\(number)")
    }
  }
}
