import EDI
import Storage
import Testing

@testable import Exchange

/// What partners answer, held against the ledger.
@Suite struct LedgerMatchTests {
  static func file(_ id: Int64, number: Int, sets: [String] = ["0001"], attempts: Int = 1) -> ExchangedFile {
    let integration = IntegrationRecord(
      id: IntegrationID(1), organization: OrganizationID(1), organizationName: "acme", connector: "edi-834",
      name: "insurer")
    return ExchangedFile(
      id: id, integration: integration, direction: .sent, content: .changes, name: "\(id).834", hash: "",
      size: 0, archivedAs: "", state: .sent, controlNumber: number,
      parts: [.init(group: "\(number)", set: nil)] + sets.map { .init(group: "\(number)", set: $0) },
      answers: nil, attempts: attempts, problem: nil, createdAt: "", sentAt: "", settledAt: nil)
  }

  static func answers(_ segments: String) throws -> [AckReader.Answer] {
    let isa =
      "ISA*00*          *00*          *ZZ*INSURER        *ZZ*ACME           *261121*0713*^*00501*000000009*0*T*:~"
    return try AckReader.answers(in: .memory(Array((isa + segments + "IEA*1*000000009~").utf8)))
  }

  static let cases: [(String, String, ExchangedFile.State)] = [
    ("accepted", "AK1*BE*7~AK2*834*0001~IK5*A~AK9*A*1*1*1~", .accepted),
    ("with errors", "AK1*BE*7~AK2*834*0001~IK5*E~AK9*E*1*1*1~", .acceptedWithErrors),
    ("refused", "AK1*BE*7~AK2*834*0001~IK5*R*5~AK9*R*1*1*0~", .rejected),
    ("one set of two", "AK1*BE*7~AK2*834*0001~IK5*A~AK2*834*0002~IK5*R*5~AK9*P*2*2*1~", .acceptedWithErrors),
    ("the interchange", "TA1*000000007*261121*0713*R*022~", .rejected),
    ("a TA1 that says yes is not the last word", "TA1*000000007*261121*0713*A*000~", .sent),
    ("an echo of what was sent again", "TA1*000000007*261121*0713*R*025~AK1*BE*7~AK9*A*1*1*1~", .accepted),
  ]

  @Test(arguments: cases.indices) func `an answer moves its file`(_ index: Int) throws {
    let (name, segments, state) = Self.cases[index]
    let sent = Self.file(3, number: 7, sets: ["0001", "0002"], attempts: 2)
    let match = LedgerMatch(try Self.answers(segments), among: [Self.file(4, number: 8), sent])
    #expect(match.strangers.isEmpty, "\(name)")
    #expect(match.answers.map(\.file) == [3], "\(name)")
    #expect(match.answers.first?.state == state, "\(name)")
  }

  @Test func `a refused set is remembered with its reason`() throws {
    let answers = try Self.answers(
      "AK1*BE*7~AK2*834*0001~IK5*A~AK2*834*0002~IK3*HD*18**8~IK5*R*5~AK9*P*2*2*1~")
    let match = LedgerMatch(answers, among: [Self.file(3, number: 7, sets: ["0001", "0002"])])
    let parts = try #require(match.answers.first?.parts)
    #expect(parts.map(\.state) == [.acceptedWithErrors, .accepted, .rejected])
    #expect(parts.last?.reasons == "segment 18, HD; segments have mistakes (5)")
  }

  @Test func `answers to what was not sent are told`() throws {
    let match = LedgerMatch(try Self.answers("AK1*BE*99~AK9*A*1*1*1~"), among: [Self.file(3, number: 7)])
    #expect(match.answers.isEmpty)
    #expect(match.strangers.map(\.controlNumber) == ["99"])
  }
}
