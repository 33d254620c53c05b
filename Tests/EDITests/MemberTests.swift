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
    let old = try Self.members(SampleFile.lines).map(MemberDifference.lines(of:))
    var members = try Self.members(SampleFile.lines)
    members[0].home.city = "QUEBEC"
    let new = members.map(MemberDifference.lines(of:))
    let difference = try #require(MemberDifference(from: old[0], to: new[0]))
    #expect(difference.old == ["N4*MONTREAL*QC*H2X1Y4*CA"])
    #expect(difference.new == ["N4*QUEBEC*QC*H2X1Y4*CA"])
    #expect(MemberDifference(from: old[1], to: new[1]) == nil)
  }

  // MARK: Writing

  static var profile: PartnerProfile {
    var profile = PartnerProfile()
    profile.sender = "SPONSOR"
    profile.receiver = "INSURER"
    profile.sponsor = .init(name: "Sponsor Inc", number: "990000001")
    profile.payer = .init(name: "Insurer Inc", number: "990000002")
    profile.plans = ["A": "PLAN-A"]
    return profile
  }

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

  static func maker(_ rows: String, _ profile: PartnerProfile = profile) throws -> FamilyRows {
    try FamilyRows(rows, profile)
  }

  @Test func `written members are sound and read back the same`() throws {
    let members = try Self.maker(Self.rows).everybody().map(\.member)
    #expect(members.map(\.relationship) == ["18", "19"])
    let text = EnrolmentWriter.text(members, action: "4", Self.profile, Self.stamp)
    let check = FileCheck.run(.memory(Array(text.utf8)))
    #expect(check.issues.map(\.message) == [])
    #expect(text.contains("HD*030**DEN*PLAN-A*FAM~"))
    #expect(text.contains("AMT*P3*52.30~"))
    #expect(text.contains("NM1*IL*1*Tremblay*Lea Ann~"), "separators in values become blanks")
    var reader = MemberReader(.memory(Array(text.utf8)))
    var read: [EnrolledMember] = []
    while let member = try reader.next() { read.append(member) }
    #expect(EnrolmentWriter.text(read, action: "4", Self.profile, Self.stamp) == text)
  }

  /// What a partner knows after it was told of some rows.
  static func known(_ rows: String) throws -> [String: KnownMember] {
    let told = try maker(rows).changes(known: [:], day: "20260401")
    return Dictionary(
      told.map { ($0.id, KnownMember(text: $0.known.text, isEnded: $0.known.isEnded)) }
    ) { first, _ in first }
  }

  /// A change of rows, and the codes of the change file: of each member, then of its coverages.
  static let changes: [(String, @Sendable (String) -> String, [String])] = [
    ("nothing", { $0 }, []),
    ("a new address", { $0.replacing("Montreal", "Laval") }, ["001"]),
    ("a new plan", { $0.replacing("\"plan_code\":\"A\"", "\"plan_code\":\"B\"") }, ["001 001"]),
    ("a new premium", { $0.replacing("52.30", "60.00") }, ["001 001"]),
    (
      "an end of a coverage", { $0.replacing("\"line\":", "\"end_date\":\"2026-06-30\",\"line\":") },
      ["001 024"]
    ),
    (
      "a coverage that is gone",
      { $0.replacing("\"model\":\"coverage\"", "\"model\":\"coverage\",\"deleted\":true") }, ["001 024"]
    ),
    (
      "one more coverage",
      {
        $0
          + "\n{\"model\":\"coverage\",\"id\":\"c2\",\"member_id\":\"1\",\"line\":\"vision\",\"start_date\":\"2026-05-01\"}"
      },
      ["001 021"]
    ),
    (
      "everybody terminated", { $0.replacing("\"status\":\"active\"", "\"status\":\"terminated\"") },
      ["024 024", "024"]
    ),
    (
      "a dependent that is gone",
      { $0.replacing("\"id\":\"2\"", "\"id\":\"2\",\"deleted\":true") }, ["024"]
    ),
    (
      "a new dependent",
      {
        $0
          + "\n{\"model\":\"member\",\"id\":\"3\",\"role\":\"dependent\",\"relationship\":\"spouse\","
          + "\"subscriber_id\":\"1\",\"last_name\":\"Roy\",\"status\":\"active\"}"
      }, ["021"]
    ),
  ]

  @Test(arguments: changes.indices) func `a change file tells what changed`(_ index: Int) throws {
    let (name, change, codes) = Self.changes[index]
    let maker = try Self.maker(change(Self.rows))
    let told = maker.changes(known: try Self.known(Self.rows), day: "20260401")
    let found = told.map {
      ([$0.member.maintenance] + $0.member.coverages.map(\.maintenance)).joined(separator: " ")
    }
    #expect(found == codes, "\(name)")
    guard !told.isEmpty else { return }
    let text = EnrolmentWriter.text(told.map(\.member), action: "2", Self.profile, Self.stamp)
    #expect(!FileCheck.run(.memory(Array(text.utf8))).hasErrors, "\(name)")
    // Told once, it is known.
    var known = try Self.known(Self.rows)
    for member in told {
      known[member.id] = KnownMember(text: member.known.text, isEnded: member.known.isEnded)
    }
    #expect(maker.changes(known: known, day: "20260402").isEmpty, "\(name)")
  }

  @Test func `families are not split over transaction sets`() {
    var profile = Self.profile
    profile.membersPerSet = 3
    var writer = EnrolmentWriter(profile)
    for size in [2, 2, 1, 5, 1] {
      _ = writer.add(
        (0..<size).map { index in
          var member = EnrolledMember()
          member.isSubscriber = index == 0
          return member
        })
    }
    #expect(writer.sets.map(\.members) == [2, 3, 5, 1])
  }

  @Test func `who comes back is reinstated, and who was never told of is not ended`() throws {
    let ended = Self.rows.replacing("\"status\":\"active\"", "\"status\":\"terminated\"")
    var known = try Self.known(Self.rows)
    for member in try Self.maker(ended).changes(known: known, day: "20260401") {
      known[member.id] = member.known
    }
    let back = try Self.maker(Self.rows).changes(known: known, day: "20260501")
    #expect(back.map(\.member.maintenance) == ["025", "025"])
    #expect(back[0].member.coverages.map(\.maintenance) == ["025"])
    #expect(try Self.maker(ended).changes(known: [:], day: "20260401").isEmpty)
    #expect(try Self.maker(ended).everybody().isEmpty)
    #expect(try Self.maker(ended).everybody(known: Self.known(Self.rows), day: "20260401").count == 2)
  }

  @Test func `who is missing from the rows is ended with what was said of them before`() throws {
    let before = try Self.maker(Self.rows)
    let rows = Self.rows.split(separator: "\n").dropFirst().joined(separator: "\n")
    let told = try Self.maker(rows).changes(known: try Self.known(Self.rows), gone: before, day: "20260401")
    #expect(told.map(\.member.name) == ["Tremblay, Mia"])
    #expect(told.map(\.member.maintenance) == ["024"])
  }

  @Test(arguments: [
    ("csv", "number,name,plan\r\nS001,Tremblay,PLAN-A\r\nS001,Tremblay,\r\n"),
    ("fixed_width", "0000S001Tremblay  PLAN-A\r\n0000S001Tremblay        \r\n"),
    (
      "xml",
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<enrolments xmlns=\"urn:a&amp;b\">\n  <enrolment>\n    <number>S001</number>\n"
        + "    <name>Tremblay</name>\n    <plan>PLAN-A</plan>\n  </enrolment>\n  <enrolment>\n    <number>S001</number>\n"
        + "    <name>Tremblay</name>\n  </enrolment>\n</enrolments>\n"
    ),
  ])
  func `other forms have columns`(_ form: String, _ expected: String) throws {
    var profile = Self.profile
    profile.form = form == "csv" ? .csv : form == "xml" ? .xml : .fixedWidth
    profile.namespace = "urn:a&b"
    var number = PartnerProfile.Column(title: "number", field: "subscriber_number")
    number.width = 8
    number.alignment = .zeros
    var name = PartnerProfile.Column(title: "name", field: "last_name")
    name.width = 10
    var plan = PartnerProfile.Column(title: "plan", field: "coverage.plan")
    plan.width = 6
    profile.columns = [number, name, plan]
    let told = try Self.maker(Self.rows, profile).everybody()
    #expect(TableWriter.text(told, profile) == expected)
  }

  @Test func `columns know codes, days and fields that no enrolment has`() throws {
    var profile = Self.profile
    profile.form = .csv
    profile.hasHeader = false
    profile.days = .compact
    var action = PartnerProfile.Column(title: "action", field: "maintenance")
    action.values = ["021": "A", "*": "?"]
    var policy = PartnerProfile.Column(title: "policy", field: nil)
    policy.constant = "P1"
    profile.columns = [
      action, policy, .init(title: "born", field: "birth_date"), .init(title: "division", field: "division"),
      .init(title: "premium", field: "coverage.premium.amount"),
    ]
    let rows = Self.rows.replacing("\"id\":\"1\"", "\"id\":\"1\",\"division\":\"12\"")
    let told = try Self.maker(rows, profile).changes(known: [:], day: "20260401")
    let text = TableWriter.text(told, profile, .init(first: "H", last: "T2"))
    #expect(text == "H\r\nA,P1,19800101,12,52.30\r\nA,P1,20150101,,\r\nT2\r\n")
  }
}

extension String {
  fileprivate func replacing(_ word: String, _ other: String) -> String {
    var (text, rest) = ("", self[...])
    while !rest.isEmpty {
      if rest.hasPrefix(word) {
        text += other
        rest = rest.dropFirst(word.count)
      } else {
        text.append(rest.removeFirst())
      }
    }
    return text
  }
}
