import Diagnostics
import Expressions
import Language
import Programs
import Testing
import Values
import YAML

@testable import EDI
@testable import Exchange

/// What partners want, read from YAML.
@Suite struct PartnerTests {
  static func program(_ text: String) throws -> PartnerProgram {
    let document = YAMLLoader.load(SourceFile(path: "p.yaml", text: text))
    var decoding = Decoding(document: document)
    let root = try #require(document.root)
    let block = decoding.decode(PartnerBlock.self, from: root)
    #expect(decoding.findings.all.map(\.message) == [])
    return PartnerProgram(try #require(block))
  }

  static func variables(_ settings: [(String, Value)] = []) -> Activation {
    var variables = Activation()
    variables["settings"] = .map(MapValue(settings))
    return variables
  }

  static let x12 = """
    sender: ${settings.sender}
    receiver: {kind: "30", id: INSURER}
    sponsor: {id: "1"}
    payer: {name: Insurer, kind: XV, id: "2"}
    plans: settings.plans
    file_name: m-${file.day}-${file.number}-${file.kind}.834
    """

  @Test func `settings fill a profile`() throws {
    let program = try Self.program(Self.x12)
    let variables = Self.variables([
      ("sender", .string("ACME")), ("plans", .list([.string("A=PLAN-A"), .string("B=X=Y")])),
    ])
    let profile = try program.profile(variables)
    #expect(profile.sender == "ACME" && profile.senderKind == "ZZ")
    #expect(profile.receiver == "INSURER" && profile.receiverKind == "30")
    #expect(profile.payer.kind == "XV" && profile.sponsor.kind == "FI")
    #expect(profile.plans == ["A": "PLAN-A", "B": "X=Y"])
    #expect(profile.series == "x12 ZZ:ACME>30:INSURER")
    let facts = PartnerProgram.FileFacts(
      day: "20260131", time: "1200", number: 7, isFull: false, members: 1, rows: 0)
    #expect(try program.fileName(facts, variables) == "m-20260131-000000007-changes.834")
  }

  @Test(arguments: [
    (x12, "`sender` is missing, and X12 needs it"),
    ("form: csv\ncolumns: settings.columns", "`columns` are missing: the partner's layout must be given"),
    (
      "form: fixed_width\ncolumns: [{field: last_name}]",
      "`columns` need a width in this form, and `last_name` has none"
    ),
    (
      x12.split(separator: "\n").dropFirst().joined(separator: "\n") + "\nsender: A",
      "`sender` has 2 to 15 characters in X12"
    ),
    ("separators: '****'", "the element and the component separator are both `*`"),
  ])
  func `what is missing is named`(_ text: String, _ message: String) throws {
    let program = try Self.program(text)
    let failure = #expect(throws: RunFailure.self) { try program.profile(Self.variables()) }
    #expect(failure?.message == message)
    #expect(failure?.place?.file.path == "p.yaml")
  }

  @Test func `columns come from settings as short texts`() throws {
    let program = try Self.program("form: fixed_width\ncolumns: settings.columns")
    let columns: [Value] = [
      .string("Last name=last_name:30"), .string("home.city:5"), .string("Cert=subscriber_number:9"),
    ]
    let profile = try program.profile(Self.variables([("columns", .list(columns))]))
    #expect(profile.columns.map(\.title) == ["Last name", "home.city", "Cert"])
    #expect(profile.columns.map(\.field) == ["last_name", "home.city", "subscriber_number"])
    #expect(profile.columns.map(\.width) == [30, 5, 9])
  }

  @Test func `text is written in the partner's encoding or refused`() throws {
    let program = try Self.program("form: csv\nencoding: windows-1252\ncolumns: [{field: last_name}]")
    #expect(try program.encoded("Léa €œ") == [0x4C, 0xE9, 0x61, 0x20, 0x80, 0x9C])
    #expect(try program.encoded("Le\u{301}a") == [0x4C, 0xE9, 0x61], "however the letter is composed")
    #expect(throws: RunFailure.self) { try program.encoded("Łukasz") }
  }

  @Test(
    arguments: [
      ("members.834", [], true), ("members.834.part", [], false), (".members.834", [], false),
      ("A.TMP", [], false), ("members.834", ["*.834"], true), ("members.csv", ["*.834", "*.999"], false),
      ("a-b-c", ["a*b*c"], true), ("a-b-cd", ["a*b*c"], false), ("aaab", ["*ab"], true), ("", ["*"], false),
    ] as [(String, [String], Bool)])
  func `names are meant or not`(_ name: String, _ patterns: [String], _ isMeant: Bool) {
    var setup = ExchangeSetup(place: FolderPlace("/nowhere"), archive: Archive(folder: "/nowhere"))
    setup.patterns = patterns
    #expect((!name.isEmpty && setup.means(name)) == isMeant)
  }
}
