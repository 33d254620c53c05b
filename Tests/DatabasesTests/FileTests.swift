import Glibc
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Databases

/// The ledger of files that were exchanged with partners.
@Suite(.timeLimit(.minutes(10))) struct FileTests {
  private static func file(
    _ test: TestStore, _ name: String, tells: (Int64, Int64)? = nil, number: Int? = nil,
    sets: [String] = ["0001"]
  ) -> NewFile {
    var file = NewFile(
      integration: test.integration.id, content: .changes, name: name, hash: "hash of \(name)", size: 10,
      archivedAs: "sent/\(name)")
    file.controlNumber = number
    file.tells = tells.map { (after: $0.0, upTo: $0.1) }
    file.parts = [.init(group: "1", set: nil)] + sets.map { .init(group: "1", set: $0) }
    return file
  }

  private static func answer(
    _ id: Int64, _ state: ExchangedFile.State, rejecting sets: [String] = []
  ) -> FileAnswer {
    FileAnswer(
      file: id, state: state, parts: sets.map { .init(group: "1", set: $0, state: .rejected, reasons: "5") },
      problem: nil)
  }

  @Test func `a series only grows and two series know nothing of each other`() async throws {
    let test = try await TestStore()
    let id = test.integration.id
    #expect(try await test.store.nextNumber(id, series: "a", atLeast: 1) == 1)
    #expect(try await test.store.nextNumber(id, series: "a", atLeast: 1) == 2)
    #expect(try await test.store.nextNumber(id, series: "a", atLeast: 500) == 500)
    #expect(try await test.store.nextNumber(id, series: "a", atLeast: 1) == 501)
    #expect(try await test.store.nextNumber(id, series: "b", atLeast: 7) == 7)
  }

  private static let taken = Atomic(0)

  /// Takes numbers until it is killed, at the earliest with the second one, and writes each down with one call of the system.
  private static func takeNumbers(_ path: String, _ log: String, _ delay: UInt32) async throws {
    let store = try await SQLiteStore.open(path)
    let integration = try await store.integration(organization: "acme", connector: "a", name: "a")
    let file = open(log, O_WRONLY | O_APPEND | O_CREAT, 0o600)
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { context in
        usleep(UInt32(truncatingIfNeeded: UInt(bitPattern: context)))
        while FileTests.taken.load(ordering: .relaxed) < 2 { usleep(1_000) }
        kill(getpid(), SIGKILL)
        return nil
      }, UnsafeMutableRawPointer(bitPattern: UInt(delay) + 1))
    while true {
      let number = try await store.nextNumber(integration.id, series: "isa", atLeast: 1)
      let line = Array("\(number)\n".utf8)
      _ = write(file, line, line.count)
      Self.taken.add(1, ordering: .relaxed)
    }
  }

  @Test func `two processes that are killed never get the same number`() async throws {
    let folder = TemporaryFolder()
    let (path, log) = (folder.path + "/store.db", folder.path + "/numbers")
    await (try await SQLiteStore.open(path)).close()
    await withTaskGroup(of: Void.self) { group in
      for worker in 0..<2 {
        group.addTask {
          for round in 0..<4 {
            let delay = UInt32(80_000 + worker * 13_000 + round * 21_000)
            _ = await #expect(processExitsWith: .signal(SIGKILL)) {
              [path = path as String, log = log as String, delay = delay as UInt32] in
              try await FileTests.takeNumbers(path, log, delay)
            }
          }
        }
      }
    }
    let file = try #require(fopen(log, "r"))
    defer { fclose(file) }
    var numbers: [Int] = []
    var line = [CChar](repeating: 0, count: 32)
    while fgets(&line, 32, file) != nil { numbers.append(Int(atoi(line))) }
    #expect(numbers.count >= 16)
    #expect(Set(numbers).count == numbers.count)
  }

  @Test func `a file goes from prepared to its verdict`() async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    let id = try await test.store.prepare(
      Self.file(test, "a.834", number: 7, sets: ["0001", "0002"]), telling: [ToldMember](), lease: lease)
    #expect(try await test.store.file(id, organization: "acme")?.state == .prepared)
    #expect(try await test.store.beginSending(id).attempts == 1)
    try await test.store.markSent(id)
    let sent = try #require(try await test.store.file(id, organization: "acme"))
    #expect(sent.state == .sent && sent.sentAt != nil && sent.controlNumber == 7)
    #expect(sent.parts.map(\.set) == [nil, "0001", "0002"])
    try await test.store.settle([Self.answer(id, .acceptedWithErrors, rejecting: ["0002"])], of: nil)
    let settled = try #require(try await test.store.file(id, organization: "acme"))
    #expect(settled.state == .acceptedWithErrors)
    #expect(settled.parts.map(\.state) == [.sent, .sent, .rejected])
    try await test.store.settle([Self.answer(id, .rejected)], of: nil)
    #expect(try await test.store.file(id, organization: "acme")?.state == .acceptedWithErrors)
    #expect(try await test.store.file(id, organization: "other") == nil)
  }

  @Test func `a run that was taken over prepares nothing`() async throws {
    let test = try await TestStore()
    let lease = try await test.begin()
    test.clock.advance(120)
    try await test.finish(lease)
    _ = try await test.begin()
    await #expect(throws: StoreFailure.self) {
      try await test.store.prepare(Self.file(test, "a.834"), telling: [ToldMember](), lease: lease)
    }
    #expect(try await test.store.files(organization: "acme").isEmpty)
  }

  @Test func `a content comes in once`() async throws {
    let test = try await TestStore()
    let first = try await test.store.receive(Self.file(test, "a.834"))
    var again = Self.file(test, "other.834")
    again.hash = "hash of a.834"
    let second = try await test.store.receive(again)
    #expect(first.isNew && !second.isNew && first.file == second.file)
    var answer = Self.file(test, "a.999")
    answer.content = .acknowledgement
    answer.answers = first.file.id
    try await test.store.settle(first.file.id, .processed, problem: nil, answer: answer)
    #expect(
      try await test.store.files(test.integration.id, in: [.prepared], .sent).map(\.answers) == [
        first.file.id
      ])
    #expect(try await test.store.file(first.file.id, organization: "acme")?.state == .processed)
  }

  @Test func `a number is remembered as used until its file is rejected`() async throws {
    let test = try await TestStore()
    func receive(_ name: String, _ sender: String, _ number: Int) async throws -> ExchangedFile {
      var file = Self.file(test, name)
      file.numbers = [SenderNumber(sender: sender, number: number)]
      return try await test.store.receive(file).file
    }
    let first = try await receive("a.834", "ZZ:ACME", 7)
    let second = try await receive("b.834", "ZZ:ACME", 7)
    let other = try await receive("c.834", "ZZ:OTHER", 7)
    let same = RepeatedNumber(number: 7, file: first.id, name: "a.834")
    #expect(try await test.store.repeatedNumbers(of: first.id) == [])
    #expect(try await test.store.repeatedNumbers(of: second.id) == [same])
    #expect(try await test.store.repeatedNumbers(of: other.id) == [])
    try await test.store.settle(first.id, .rejected, problem: "a mistake", answer: nil)
    #expect(try await test.store.repeatedNumbers(of: second.id) == [], "a corrected file may have its number")
    _ = try await receive("a.834", "ZZ:ACME", 7)
    #expect(try await test.store.file(first.id, organization: "acme")?.attempts == 2, "it came again")
  }

  @Test func `what a rejected file told is not known to the partner`() async throws {
    let test = try await TestStore()
    let (store, id) = (test.store, test.integration.id)
    let lease = try await test.begin()
    func send(
      _ name: String, _ tells: (Int64, Int64), _ members: [ToldMember], sets: [String] = ["0001"]
    ) async throws -> Int64 {
      try await store.prepare(
        Self.file(test, name, tells: tells, sets: sets), telling: members, lease: lease)
    }
    #expect(try await store.toldUpTo(id) == 0)
    let a = try await send("a", (0, 10), [ToldMember(member: "1", digest: "x", isEnded: false, set: "0001")])
    #expect(try await store.toldUpTo(id) == 10)
    try await store.settle([Self.answer(a, .accepted)], of: nil)
    let b = try await send("b", (10, 20), [ToldMember(member: "1", digest: "y", isEnded: true, set: "0001")])
    let c = try await send("c", (20, 30), [ToldMember(member: "2", digest: "z", isEnded: false, set: "0001")])
    #expect(try await store.told(id, of: ["1"])["1"]?.digest == "y")
    #expect(try await store.toldUpTo(id) == 30)
    try await store.settle([Self.answer(b, .rejected)], of: nil)
    #expect(try await store.toldUpTo(id) == 10)
    #expect(try await store.told(id, of: ["1"])["1"]?.digest == "x")
    #expect(try await store.told(id, of: ["2"])["2"]?.digest == "z")
    try await store.settle([Self.answer(c, .accepted)], of: nil)
    let d = try await send(
      "d", (10, 40),
      [
        ToldMember(member: "1", digest: "y", isEnded: true, set: "0001"),
        ToldMember(member: "3", digest: "q", isEnded: false, set: "0002"),
      ], sets: ["0001", "0002"])
    #expect(try await store.toldUpTo(id) == 40)
    try await store.settle([Self.answer(d, .acceptedWithErrors, rejecting: ["0002"])], of: nil)
    #expect(try await store.toldUpTo(id) == 10)
    #expect(try await store.told(id, of: ["3"])["3"] == nil)
    #expect(try await store.told(id, of: ["1"])["1"]?.isEnded == true)
    #expect(
      try test.query("SELECT member, file FROM file_members ORDER BY member, file") == [
        "1|\(d)", "2|\(c)", "3|\(d)",
      ])
  }
}
