import Cryptography
import Keys
import Storage
import Synchronization
import Testing
import Values

@Suite struct KeyRingTests {
  static let organization = OrganizationID(1)
  static let place = SealedPlace(organization, IntegrationID(7), field: "setting:api_key")

  static func ring(_ store: MemoryKeyStore, _ keys: MasterKeys = MasterKeys(MasterKey())) -> KeyRing {
    KeyRing(keys, store: store, now: { Instant.epoch })
  }

  @Test func `a value opens in its own place and nowhere else`() async throws {
    let ring = Self.ring(MemoryKeyStore())
    let sealed = try await ring.seal("canary", for: Self.place)
    #expect(sealed.hasPrefix("v1.1."))
    #expect(!sealed.contains("canary"))
    #expect(try await ring.open(sealed, for: Self.place) == "canary")
    for other in [
      SealedPlace(OrganizationID(2), IntegrationID(7), field: "setting:api_key"),
      SealedPlace(Self.organization, IntegrationID(8), field: "setting:api_key"),
      SealedPlace(Self.organization, IntegrationID(7), field: "setting:other"),
    ] {
      await #expect(throws: StoreFailure.self) { try await ring.open(sealed, for: other) }
    }
  }

  @Test func `many values sealed together open one by one, each in its own place`() async throws {
    let ring = Self.ring(MemoryKeyStore())
    let values: [(name: String, text: String?)] = [
      ("1", "canary"), ("2", nil), ("3", ""), ("4", String(repeating: "\u{E4}", count: 9_000)),
    ]
    var bytes: [UInt8] = []
    func append(_ text: String) -> Range<Int> {
      bytes += text.utf8
      return bytes.count - text.utf8.count..<bytes.count
    }
    let (names, texts) = (values.map { append($0.name) }, values.map { $0.text.map(append) })
    let place = SealedPlace(Self.organization, IntegrationID(7), field: "raw:employee:")
    let sealed = try await ring.seal(PlainTexts(place: place, bytes: bytes, texts: texts, names: names))
    #expect(sealed.texts.map { $0 == nil } == [false, true, false, false])
    for (value, range) in zip(values, sealed.texts) {
      guard let range else { continue }
      let text = try #require(PackedSeal.text(Array(sealed.bytes[range])))
      #expect(PackedSeal.packed(text) == Array(sealed.bytes[range]))
      let own = SealedPlace(Self.organization, IntegrationID(7), field: "raw:employee:" + value.name)
      #expect(try await ring.open(text, for: own) == value.text)
      await #expect(throws: StoreFailure.self) { try await ring.open(text, for: place) }
    }
  }

  @Test func `a nonce never comes twice in a row of values`() async throws {
    let ring = Self.ring(MemoryKeyStore())
    let count = 2_000
    let sealed = try await ring.seal(
      PlainTexts(
        place: Self.place, bytes: [], texts: Array(repeating: 0..<0, count: count),
        names: Array(repeating: 0..<0, count: count)))
    // The nonce is the first twelve bytes behind `v1.1.`.
    let nonces = Set(sealed.texts.compactMap { $0.map { Array(sealed.bytes[$0].dropFirst(5).prefix(12)) } })
    #expect(nonces.count == count)
  }

  @Test func `no flipped bit goes unnoticed`() async throws {
    let ring = Self.ring(MemoryKeyStore())
    for number in 0..<100 {
      let sealed = try await ring.seal("value \(number)", for: Self.place)
      let bytes = try #require(Base64.decode(String(sealed.dropFirst(5))))
      for position in bytes.indices {
        var damaged = bytes
        damaged[position] ^= 1 << UInt8(number % 8)
        let text = "v1.1." + Base64.encode(damaged)
        await #expect(throws: StoreFailure.self) { try await ring.open(text, for: Self.place) }
      }
    }
  }

  @Test(arguments: ["", "v1", "v1.1", "v1.1.", "v1.x.AAAA", "v2.1.AAAA", "v1.9.AAAA", "plain text"])
  func `what was never sealed does not open`(_ text: String) async {
    let ring = Self.ring(MemoryKeyStore())
    await #expect(throws: StoreFailure.self) { try await ring.open(text, for: Self.place) }
  }

  @Test func `a nonce never comes twice`() async throws {
    let sealer = try await Self.ring(MemoryKeyStore()).sealer(Self.organization)
    var seen: Set<String> = []
    for _ in 0..<20_000 { seen.insert(String(try sealer.seal("", for: Self.place).prefix(21))) }
    #expect(seen.count == 20_000)
  }

  @Test func `another master key is refused in words that name both`() async throws {
    let store = MemoryKeyStore()
    let (right, wrong) = (MasterKey(), MasterKey())
    let sealed = try await Self.ring(store, MasterKeys(right)).seal("x", for: Self.place)
    let stranger = Self.ring(store, MasterKeys(wrong))
    do {
      try await stranger.prove()
      Issue.record("a wrong key was accepted")
    } catch {
      #expect(error.kind == .sealed)
      #expect(error.message.contains(right.id) && error.message.contains(wrong.id))
    }
    await #expect(throws: StoreFailure.self) { try await stranger.open(sealed, for: Self.place) }
    await #expect(throws: StoreFailure.self) { try await stranger.seal("y", for: Self.place) }
    #expect(store.state.withLock { $0.keys.count } == 1)
  }

  @Test func `two processes that begin at once share one key`() async throws {
    let store = MemoryKeyStore()
    let keys = MasterKeys(MasterKey())
    let rings = (0..<20).map { _ in Self.ring(store, keys) }
    let sealed = try await withThrowingTaskGroup(of: String.self) { group in
      for ring in rings { group.addTask { try await ring.seal("same", for: Self.place) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    for text in sealed { #expect(try await rings[0].open(text, for: Self.place) == "same") }
    #expect(store.state.withLock { $0.keys.count } == 1)
  }
}

@Suite struct MissingKeyTests {
  @Test func `a key is made only where nothing has been sealed`() async throws {
    let store = MemoryKeyStore()
    let asked = Mutex<[Bool]>([])
    let key = MasterKey()
    let first = KeyRing(store: store, now: { Instant.epoch }) { mayMake in
      asked.withLock { $0.append(mayMake) }
      return .success(MasterKeys(key))
    }
    try await first.prove()
    #expect(asked.withLock { $0.isEmpty })
    _ = try await first.seal("x", for: KeyRingTests.place)
    #expect(asked.withLock { $0 } == [true])
    let second = KeyRing(store: store, now: { Instant.epoch }) { mayMake in
      mayMake ? .success(MasterKeys(MasterKey())) : .failure(KeyFailure("there is no master key"))
    }
    do {
      _ = try await second.seal("y", for: KeyRingTests.place)
      Issue.record("a second key was made")
    } catch {
      #expect(error.kind == .sealed)
      #expect(error.message == "there is no master key")
    }
  }
}

@Suite struct RotationTests {
  static let organization = KeyRingTests.organization

  private static func filled(_ store: MemoryKeyStore, _ ring: KeyRing, _ count: Int) async throws {
    for number in 0..<count {
      let place = SealedPlace(organization, IntegrationID(Int64(number % 3)), field: "f\(number)")
      store.put(padded(number), place, try await ring.seal("value \(number)", for: place))
    }
  }

  private static func padded(_ number: Int) -> String { String(10_000 + number) }

  private static func expectReadable(_ store: MemoryKeyStore, _ ring: KeyRing, _ count: Int) async throws {
    for number in 0..<count {
      let value = try #require(store.value(padded(number)))
      #expect(try await ring.open(value.sealed, for: value.place) == "value \(number)")
    }
  }

  @Test func `a new master key wraps what the old one wrapped`() async throws {
    let store = MemoryKeyStore()
    let (old, new) = (MasterKey(), MasterKey())
    try await Self.filled(store, KeyRingTests.ring(store, MasterKeys(old)), 10)
    let both = KeyRingTests.ring(store, MasterKeys(new, former: [old]))
    #expect(try await both.status().stale == 1)
    #expect(try await both.rewrap() == 1)
    #expect(try await both.rewrap() == 0)
    #expect(try await both.status().stale == 0)
    try await Self.expectReadable(store, KeyRingTests.ring(store, MasterKeys(new)), 10)
    await #expect(throws: StoreFailure.self) { try await KeyRingTests.ring(store, MasterKeys(old)).prove() }
  }

  @Test func `a process with the old master key reads the new one when it meets it`() async throws {
    let store = MemoryKeyStore()
    let (old, new) = (MasterKey(), MasterKey())
    try await Self.filled(store, KeyRingTests.ring(store, MasterKeys(old)), 3)
    let isRotated = Mutex(false)
    let running = KeyRing(store: store, now: { Instant.epoch }) { _ in
      .success(isRotated.withLock { $0 } ? MasterKeys(new, former: [old]) : MasterKeys(old))
    }
    try await running.prove()
    isRotated.withLock { $0 = true }
    _ = try await KeyRingTests.ring(store, MasterKeys(new, former: [old])).rewrap()
    try await Self.expectReadable(store, running, 3)
  }

  @Test func `a new data key seals everything anew and the old one goes`() async throws {
    let store = MemoryKeyStore()
    let keys = MasterKeys(MasterKey())
    let ring = KeyRingTests.ring(store, keys)
    let other = OrganizationID(2)
    let foreign = SealedPlace(other, IntegrationID(1), field: "x")
    store.put("1", foreign, try await ring.seal("theirs", for: foreign))
    try await Self.filled(store, ring, 450)
    let outcome = try await ring.rotate(Self.organization)
    #expect(outcome.version == 2)
    #expect(outcome.resealed == 450)
    try await Self.expectReadable(store, ring, 450)
    #expect(try await ring.open(try #require(store.value("1")).sealed, for: foreign) == "theirs")
    #expect(try await store.dataKeys(Self.organization).map(\.version) == [1, 2])
    let later = KeyRing(keys, store: store, now: { Instant(seconds: 601) ?? .epoch })
    #expect(try await later.retire(Self.organization).resealed == 0)
    #expect(try await store.dataKeys(Self.organization).map(\.version) == [2])
    try await Self.expectReadable(store, later, 450)
    #expect(try await store.dataKeys(other).map(\.version) == [1])
  }

  @Test(arguments: [0, 1, 2, 50, 120, 121])
  func `a rotation that was killed goes on where it stopped`(_ writes: Int) async throws {
    let store = MemoryKeyStore()
    let keys = MasterKeys(MasterKey())
    try await Self.filled(store, KeyRingTests.ring(store, keys), 120)
    store.state.withLock { $0.writesUntilFailure = writes }
    let dying = KeyRingTests.ring(store, keys)
    let outcome: Bool
    do {
      _ = try await dying.rotate(Self.organization)
      outcome = true
    } catch {
      outcome = false
    }
    #expect(outcome == (writes >= 121))
    store.state.withLock { $0.writesUntilFailure = nil }
    try await Self.expectReadable(store, KeyRingTests.ring(store, keys), 120)
    _ = try await KeyRingTests.ring(store, keys).retire(Self.organization)
    try await Self.expectReadable(store, KeyRingTests.ring(store, keys), 120)
    let newest = try #require(try await store.dataKeys(Self.organization).last).version
    #expect(newest == (writes == 0 ? 1 : 2))
    #expect(
      try await store.sealedValues(Self.organization, notBeginning: "v1.\(newest).", after: nil, limit: 1)
        .isEmpty)
  }

  @Test func `nobody who reads during a rotation is turned away`() async throws {
    let store = MemoryKeyStore()
    let keys = MasterKeys(MasterKey())
    let reader = KeyRingTests.ring(store, keys)
    try await Self.filled(store, reader, 300)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for _ in 0..<5 { _ = try await KeyRingTests.ring(store, keys).rotate(Self.organization) }
      }
      group.addTask { for _ in 0..<20 { try await Self.expectReadable(store, reader, 300) } }
      try await group.waitForAll()
    }
    #expect(try await store.dataKeys(Self.organization).map(\.version) == Array(1...6))
  }
}

@Suite struct MasterKeyTests {
  @Test func `a key is read as base64 and as hexadecimal digits`() throws {
    let key = MasterKey()
    let digits = Hexadecimal.encode(try #require(Base64.decode(key.secretText)))
    #expect(MasterKey(key.secretText) == key)
    #expect(MasterKey(digits) == key)
    #expect(try MasterKeys(text: "# remark\n\(digits)\n\n\(MasterKey().secretText)\n").current == key)
    #expect(try MasterKeys(text: MasterKeys(key).secretText).keys == [key])
  }

  @Test(arguments: ["", "\n\n", "# only a remark", "short", "AAAA"])
  func `what is no key is refused`(_ text: String) {
    #expect(throws: KeyFailure.self) { try MasterKeys(text: text) }
  }

  @Test func `a key does not show itself`() {
    let key = MasterKey()
    for text in [
      "\(key)", String(reflecting: key), "\(MasterKeys(key))", String(reflecting: MasterKeys(key)),
    ] {
      #expect(!text.contains(key.secretText))
    }
    #expect(key.id != MasterKey().id)
  }
}
