import EDI
import Testing
import Values

/// What is said of the records of enrolment files, held against one that has everything.
@Suite struct RecordFormTests {
  @Test func `a member with everything has all keys of the form, and no others`() {
    #expect(Self.paths(Self.full.value, "").sorted() == Self.paths(EnrolledMember.form, "").sorted())
  }

  private static let full: EnrolledMember = {
    var member = EnrolledMember()
    let coded = [EnrolledMember.Coded("34", "1")]
    var address = EnrolledMember.Address()
    address.lines = ["1 Main St"]
    address.city = "Montreal"
    address.region = "QC"
    address.postalCode = "H2X1Y4"
    address.country = "CA"
    var coverage = EnrolledMember.Coverage(maintenance: "030", line: "HLT", plan: "A", level: "FAM")
    coverage.dates = coded
    coverage.amounts = coded
    coverage.references = coded
    for text in [\EnrolledMember.relationship, \.maintenance] { member[keyPath: text] = "1" }
    for text in [
      \EnrolledMember.reason, \.benefitStatus, \.employmentStatus, \.studentStatus, \.deathDate,
      \.subscriberNumber, \.policyNumber, \.lastName, \.firstName, \.middleName, \.prefix, \.suffix,
      \.birthDate, \.gender, \.maritalStatus, \.language,
    ] { member[keyPath: text] = "20260101" }
    member.hasHandicap = true
    member.number = coded[0]
    for list in [\EnrolledMember.references, \.dates, \.contacts] { member[keyPath: list] = coded }
    member.home = address
    member.mailing = address
    member.coverages = [coverage]
    member.others = ["LS*2700"]
    return member
  }()

  /// Every path of a value, tables closed.
  private static func paths(_ value: Value, _ path: String) -> [String] {
    switch value {
    case .bool: ["\(path) truth"]
    case .list(let list): list.values.flatMap { paths($0, path + "[]") }
    case .map(let map):
      ["references", "dates", "amounts"].contains { path.hasSuffix($0) }
        ? ["\(path) table"]
        : map.pairs.flatMap { pair -> [String] in
          guard case .string(let key) = pair.key else { return [] }
          return paths(pair.value, "\(path).\(key)")
        }
    default: ["\(path) text"]
    }
  }

  private static func paths(_ form: RecordForm, _ path: String) -> [String] {
    switch form {
    case .text: ["\(path) text"]
    case .truth: ["\(path) truth"]
    case .table: ["\(path) table"]
    case .list(let element): paths(element, path + "[]")
    case .object(let fields): fields.flatMap { paths($0.form, "\(path).\($0.name)") }
    }
  }
}
