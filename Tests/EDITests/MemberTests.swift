import Diagnostics
import EDI
import Testing

/// Members read, written, compared.
@Suite struct MemberTests {
  static func members(_ lines: [String]) throws -> [EnrolledMember] {
    var reader = MemberReader(.memory(SampleFile.bytes(lines)))
    var members: [EnrolledMember] = []
    while let member = try reader.next() { members.append(member) }
    return members
  }

  @Test func `members come with their coverages`() throws {
    let members = try Self.members(SampleFile.lines)
    #expect(members.map(\.name) == ["TREMBLAY, LEA", "TREMBLAY, MIA"])
    #expect(members[0].home.region == "QC")
    #expect(members[0].coverages.map(\.line) == ["HLT"])
    #expect(members[0].coverages.first?.date("348") == "20260101")
    #expect(members[1].subscriberNumber == "S001")
    #expect(members[1].coverages.isEmpty)
  }

  @Test(arguments: [
    "- IEA*1*000000001~\n+ IEA*1", "- ST*834*0001*005010X220A1~\n- ...\n- GE*1*1~\n+ GE*0*1~",
  ])
  func `a file without its end or without members is no empty file`(_ example: String) throws {
    let lines = try #require(SampleFile.changed(by: example))
    var reader = MemberReader(.memory(Array(lines.joined(separator: "\n").utf8)))
    #expect(throws: MemberReadFailure.self) { while try reader.next() != nil {} }
  }

  @Test func `every cut of a file is a failure or a finding, never silence`() {
    let bytes = SampleFile.bytes(SampleFile.lines)
    for length in 0..<bytes.count - 2 {
      let check = FileCheck.run(.memory(Array(bytes[..<length])))
      #expect(check.hasErrors, "cut after \(length) bytes")
    }
  }

  @Test func `what changed between two files is told`() throws {
    let old = try Self.members(SampleFile.lines)
    var new = old
    new[0].home.city = "QUEBEC"
    new[1].firstName = "ZOE"
    let difference = MemberDifference(from: old, to: new)
    #expect(difference.changes.map(\.kind) == [.changed, .added, .ended])
    #expect(difference.changes[0].new == ["N4*QUEBEC*QC*H2X1Y4*CA"])
    #expect(MemberDifference(from: old, to: old).unchanged == 2)
  }

  // MARK: Writing

  static let profileText = """
    sender: SPONSOR
    receiver: {kind: ZZ, id: INSURER}
    sponsor: {name: Sponsor Inc, kind: FI, id: "990000001"}
    payer: {name: Insurer Inc, kind: FI, id: "990000002"}
    plans: {A: PLAN-A}
    file_name: members-{date}-{number}.834
    """

  static let rows = """
    {"model":"member","id":"2","role":"dependent","relationship":"child","subscriber_id":"1",\
    "first_name":"Mia","last_name":"Tremblay","status":"active","date_of_birth":"2015-01-01","sex":"female"}
    {"model":"member","id":"1","role":"subscriber","relationship":"self","subscriber_id":"1",\
    "member_number":"S001","first_name":"Lea*Ann",\
    "last_name":"Tremblay","status":"active","date_of_birth":"1980-01-01","sex":"female","marital_status":"common_law",\
    "home_address":{"lines":["100 Main St"],"city":"Montreal","region":"CA-QC","postal_code":"H2X 1Y4",\
    "country":"CA"},"preferred_language":"fr"}
    {"model":"coverage","id":"c1","member_id":"1","plan_code":"A",\
    "line":"dental","tier":"family","start_date":"2026-01-01","premium":{"amount":52.30,"currency":"CAD"}}
    """

  static let stamp = AckWriter.Stamp(day: "20260401", time: "1200", controlNumber: 5)

  @Test func `written members are sound and read back the same`() throws {
    let (profile, problems) = PartnerProfile.read(SourceFile(path: "p.yaml", text: Self.profileText))
    #expect(problems == [])
    let known = try #require(profile)
    let members = EnrolmentMaker(try CanonicalRows(Array(Self.rows.utf8)), known).everybody()
    #expect(members.map(\.relationship) == ["18", "19"])
    let text = EnrolmentWriter.text(members, action: "4", known, Self.stamp)
    let check = FileCheck.run(.memory(Array(text.utf8)))
    #expect(check.issues.map(\.message) == [])
    #expect(text.contains("HD*030**DEN*PLAN-A*FAM~"))
    #expect(text.contains("AMT*P3*52.30~"))
    #expect(text.contains("NM1*IL*1*Tremblay*Lea Ann~"), "separators in values become blanks")
    #expect(known.name(day: "20260401", number: 5) == "members-20260401-000000005.834")
    var reader = MemberReader(.memory(Array(text.utf8)))
    let again = EnrolmentWriter.text(
      try {
        var all: [EnrolledMember] = []
        while let member = try reader.next() { all.append(member) }
        return all
      }(), action: "4", known, Self.stamp)
    #expect(again == text)
  }

  @Test func `a change file holds changes, additions and ends`() throws {
    let profile = try #require(
      PartnerProfile.read(SourceFile(path: "p.yaml", text: Self.profileText)).profile)
    let rows = Self.rows.split(separator: "\n").map(String.init)
    let old = EnrolmentMaker(try CanonicalRows(Array(Self.rows.utf8)), profile)
    let changed = rows[1].split(separator: "\"").map(String.init).map { $0 == "Montreal" ? "Laval" : $0 }
    let next = [
      changed.joined(separator: "\""), rows[2],
      #"{"model":"member","id":"3","role":"subscriber","relationship":"self","subscriber_id":"3","last_name":"Roy","status":"active"}"#,
    ].joined(separator: "\n")
    let new = EnrolmentMaker(try CanonicalRows(Array(next.utf8)), profile)
    let changes = new.changes(since: old, day: "20260401")
    #expect(changes.map(\.maintenance) == ["001", "021", "024"])
    let text = EnrolmentWriter.text(changes, action: "2", profile, Self.stamp)
    #expect(!FileCheck.run(.memory(Array(text.utf8))).hasErrors)
    #expect(new.changes(since: new, day: "20260401").isEmpty)
  }

  @Test(arguments: [
    ("csv", "number,name,plan\r\nS001,Tremblay,PLAN-A\r\nS001,Tremblay,\r\n"),
    ("fixed_width", "S001    Tremblay  PLAN-A\r\nS001    Tremblay        \r\n"),
    (
      "xml",
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<enrolments>\n  <enrolment>\n    <number>S001</number>\n    <name>Tremblay</name>\n"
        + "    <plan>PLAN-A</plan>\n  </enrolment>\n  <enrolment>\n    <number>S001</number>\n    <name>Tremblay</name>\n"
        + "  </enrolment>\n</enrolments>\n"
    ),
  ])
  func `other forms have columns`(_ form: String, _ expected: String) throws {
    let columns = """

      form: \(form)
      columns:
      - {title: number, field: subscriber_number, width: 8}
      - {title: name, field: last_name, width: 10}
      - {title: plan, field: coverage.plan, width: 6}
      """
    let profile = try #require(
      PartnerProfile.read(SourceFile(path: "p.yaml", text: Self.profileText + columns)).profile)
    let maker = EnrolmentMaker(try CanonicalRows(Array(Self.rows.utf8)), profile)
    #expect(TableWriter.text(maker.everybody(), profile) == expected)
  }

  @Test func `a misspelt key of a profile is told`() {
    let (profile, problems) = PartnerProfile.read(SourceFile(path: "p.yaml", text: "sendr: A\nreceiver: B\n"))
    #expect(profile == nil)
    #expect(problems.first == "p.yaml:1: a profile has no key `sendr`; did you mean `sender`?")
  }
}
