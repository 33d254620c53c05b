/// Makes members of an 834 from canonical rows: everybody as they are, or what changed since the last file.
package struct EnrolmentMaker: Sendable {
  private let profile: PartnerProfile
  /// By id; of plans there are few.
  private let planRows: [String: CanonicalRow]

  package init(_ profile: PartnerProfile, plans: [String: CanonicalRow]) {
    self.profile = profile
    planRows = plans
  }

  /// Whether somebody is enrolled no longer.
  func isEnded(_ row: CanonicalRow) -> Bool {
    row.isDeleted || row["status"] == "terminated" || row["status"] == "deceased"
  }

  /// All that the forms of this partner say of a member, without its coverages.
  func description(of row: CanonicalRow, in family: Family) -> String {
    let segments = EnrolmentText.segments(of: member(row, in: family, action: "030", coverages: [:]))
    return (segments.map { $0.joined(separator: "*") } + columnValues(row, isOfCoverage: false)).joined(
      separator: "~")
  }

  /// The same of a coverage.
  func description(ofCoverage coverage: CanonicalRow) -> String {
    let made = self.coverage(coverage, action: "030", day: nil)
    return
      (EnrolmentText.segments(of: made).map { $0.joined(separator: "*") }
      + columnValues(coverage, isOfCoverage: true)).joined(separator: "~")
  }

  /// Fields of the row that only columns name.
  private func columnValues(_ row: CanonicalRow, isOfCoverage: Bool) -> [String] {
    profile.columns.compactMap { column in
      guard let field = column.field, field.hasPrefix("coverage.") == isOfCoverage else { return nil }
      let name = (isOfCoverage ? field.dropFirst("coverage.".count) : field[...]).split(separator: ".")
      guard let first = name.first else { return nil }
      let inner = name.count > 1 ? row.map(String(first))?[String(name[1])] : row[String(first)]
      return inner.map { "\(field)=\($0)" }
    }
  }

  // MARK: One member

  /// `coverages` are the codes of those that are told, by id.
  func member(
    _ row: CanonicalRow, in family: Family, action: String, day: String? = nil,
    coverages codes: [String: String]
  ) -> EnrolledMember {
    var member = EnrolledMember()
    member.isSubscriber = !row.isDependent
    member.relationship =
      member.isSubscriber ? "18" : CanonicalCodes.relationships[row["relationship"] ?? ""] ?? "G8"
    member.maintenance = action
    member.reason = CanonicalCodes.reasons[row["maintenance_reason"] ?? ""] ?? "XN"
    member.benefitStatus = CanonicalCodes.benefitStatuses[row["benefit_status"] ?? ""] ?? "A"
    if member.isSubscriber { member.employmentStatus = employmentStatus(row) }
    member.studentStatus = CanonicalCodes.studies[row["student_status"] ?? ""]
    member.hasHandicap = row["disabled"].map { $0 == "true" }
    member.deathDate = Self.day(row["date_of_death"])
    member.subscriberNumber = family.subscriberNumber(of: row)
    member.policyNumber = row["group_number"] ?? profile.policy
    member.references = references(row)
    member.dates = dates(row)
    if action == "024", member.date("357") == nil, let day { member.dates.append(.init("357", day)) }
    fillPerson(row, &member)
    member.coverages = family.coverages(of: row).compactMap { coverage in
      codes[coverage.id].map { self.coverage(coverage, action: $0, day: day) }
    }
    return member
  }

  private func references(_ row: CanonicalRow) -> [EnrolledMember.Coded] {
    let standard = [("member_number", "23")]
    let wanted = profile.references.isEmpty ? standard : profile.references.map { ($0.field, $0.qualifier) }
    return wanted.compactMap { field, qualifier in row[field].map { .init(qualifier, $0) } }
  }

  private func employmentStatus(_ row: CanonicalRow) -> String? {
    CanonicalCodes.employmentStatuses[row["employment_status"] ?? ""]
      ?? (row["employment_type"] == "part_time" ? "PT" : row["employment_type"] == "full_time" ? "FT" : nil)
  }

  private func dates(_ row: CanonicalRow) -> [EnrolledMember.Coded] {
    let fields = [
      ("hire_date", "336"), ("termination_date", "337"), ("eligibility_start_date", "356"),
      ("eligibility_end_date", "357"), ("retirement_date", "286"), ("rehire_date", "394"),
    ]
    return fields.compactMap { field, code in Self.day(row[field]).map { .init(code, $0) } }
  }

  private func fillPerson(_ row: CanonicalRow, _ member: inout EnrolledMember) {
    member.lastName = row["last_name"]
    member.firstName = row["first_name"]
    member.middleName = row["middle_name"]
    member.suffix = row["name_suffix"]
    if let number = row["national_id"] {
      // A Canadian number is none that `34` stands for.
      member.number = .init(
        row["national_id_kind"] == "ssn" ? "34" : "ZZ", number.filter { $0.isNumber || $0.isLetter })
    }
    member.contacts =
      row.list("phones").compactMap { phone in
        phone["value"].map {
          .init(phone["kind"] == "work" ? "WP" : phone["kind"] == "mobile" ? "CP" : "HP", $0)
        }
      } + row.list("emails").compactMap { email in email["value"].map { .init("EM", $0) } }
    member.home = Self.address(row.map("home_address"))
    member.mailing = Self.address(row.map("mailing_address"))
    member.birthDate = Self.day(row["date_of_birth"])
    member.gender = member.birthDate == nil ? nil : CanonicalCodes.sexes[row["sex"] ?? ""] ?? "U"
    member.maritalStatus =
      member.birthDate == nil ? nil : CanonicalCodes.maritalStatuses[row["marital_status"] ?? ""]
    member.language = row["preferred_language"].flatMap { CanonicalCodes.languages[String($0.prefix(2))] }
  }

  private func coverage(_ row: CanonicalRow, action: String, day: String?) -> EnrolledMember.Coverage {
    let ownCode = row["plan_code"] ?? row["plan_id"].flatMap { planRows[$0]?["code"] }
    var coverage = EnrolledMember.Coverage(
      maintenance: action, line: CanonicalCodes.lines[row["line"] ?? ""] ?? "HLT",
      plan: ownCode.map { profile.plans[$0] ?? $0 }, level: CanonicalCodes.tiers[row["tier"] ?? ""])
    if let start = Self.day(row["start_date"]) { coverage.dates.append(.init("348", start)) }
    if let end = Self.day(row["end_date"]) ?? (action == "024" ? day : nil) {
      coverage.dates.append(.init("349", end))
    }
    if let amount = row.map("premium")?["amount"] { coverage.amounts.append(.init("P3", amount)) }
    return coverage
  }

  static func day(_ text: String?) -> String? {
    guard let text, text.utf8.count >= 10 else { return nil }
    let digits = text.prefix(10).filter { $0 != "-" }
    return digits.utf8.count == 8 ? String(digits) : nil
  }

  private static func address(_ row: CanonicalRow?) -> EnrolledMember.Address {
    var address = EnrolledMember.Address()
    guard let row else { return address }
    address.lines = row.texts("lines")
    address.city = row["city"]
    address.country = row["country"]
    // `CA-QC` is `QC` here.
    address.region = row["region"].map { $0.split(separator: "-").last.map(String.init) ?? $0 }
    address.postalCode = row["postal_code"]?.filter { $0 != " " && $0 != "-" }
    return address
  }
}

/// Values of the models in the codes of the 834.
enum CanonicalCodes {
  static let relationships: [String: String] = [
    "spouse": "01", "common_law": "53", "domestic_partner": "53", "child": "19", "stepchild": "17",
    "adopted_child": "09", "foster_child": "10", "grandchild": "05", "ward": "15", "parent": "03",
    "sibling": "14",
    "ex_spouse": "25", "survivor": "G8", "other": "G8",
  ]
  static let reasons: [String: String] = [
    "hire": "28", "birth": "02", "adoption": "05", "marriage": "32", "divorce": "01", "death": "03",
    "loss_of_coverage": "07", "enrolment": "28", "plan_change": "22", "class_change": "33", "leave": "38",
    "return": "41", "termination": "08", "retirement": "04", "move": "43", "non_payment": "59",
    "data_correction": "25", "other": "AI",
  ]
  static let benefitStatuses: [String: String] = [
    "active": "A", "cobra": "C", "surviving": "S", "tefra": "T",
  ]
  static let employmentStatuses: [String: String] = [
    "on_leave": "L1", "terminated": "TE", "retired": "RT",
  ]
  static let studies: [String: String] = ["full_time": "F", "part_time": "P", "none": "N"]
  static let sexes: [String: String] = ["female": "F", "male": "M"]
  static let maritalStatuses: [String: String] = [
    "single": "I", "married": "M", "domestic_partner": "B", "common_law": "B", "separated": "S",
    "divorced": "D",
    "widowed": "W", "unknown": "R",
  ]
  static let languages: [String: String] = ["en": "ENG", "fr": "FRE", "es": "SPA", "de": "GER", "zh": "CHI"]
  static let lines: [String: String] = [
    "medical": "HLT", "hospital": "FAC", "dental": "DEN", "vision": "VIS", "hearing": "HE", "drug": "PDG",
    "mental_health": "AK", "preventive": "AG", "long_term_care": "LTC", "std": "STD", "ltd": "LTD",
  ]
  static let tiers: [String: String] = [
    "employee_only": "EMP", "employee_spouse": "ESP", "employee_child": "E1D", "employee_children": "ECH",
    "employee_one_dependent": "E1D", "employee_dependents": "E5D", "employee_family": "FAM", "single": "IND",
    "couple": "TWO", "family": "FAM", "spouse_only": "SPO", "children_only": "CHD", "spouse_children": "SPC",
    "dependents_only": "DEP",
  ]
}
