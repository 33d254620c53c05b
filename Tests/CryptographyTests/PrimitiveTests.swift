import Cryptography
import Testing
import Values

@Suite struct PrimitiveTests {
  @Test(arguments: [
    (HashFunction.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      .sha384,
      "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
    ),
    (
      .sha512,
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
    ),
  ])
  func `hashes are those of the standard`(_ hash: HashFunction, _ expected: String) {
    #expect(Hexadecimal.encode(hash.digest(Array("abc".utf8))) == expected)
  }

  @Test func `keyed hashes are those of RFC 4231`() {
    let code = HashFunction.sha256.code(Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
    #expect(
      Hexadecimal.encode(code) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    let empty = HashFunction.sha256.code([], key: [])
    #expect(
      Hexadecimal.encode(empty) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
  }

  @Test func `a delivery is signed as the webhook standard shows`() throws {
    let key = try #require(Base64.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
    let text = "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}"
    let code = HashFunction.sha256.code(Array(text.utf8), key: key)
    #expect(Base64.encode(code) == "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    let seed = try #require(Base64.decode("VEVTVFNJR05JTkdLRVlET05PVFVTRVRISVNGT1JBTlk="))
    let signature = try PrivateKey(ed25519: seed).sign(Array(text.utf8), .ed25519)
    #expect(
      Base64.encode(signature)
        == "tQ9V2XOqn7jL/DQenEFpqIugdBVtiMmER5mhSkXBNwM0mkATuDe6KYYUuxqtaiHeYGb7KaaBRdM5WqyeFiL8Ag==")
  }

  @Test(
    arguments: [
      ([], ""), ([0xFB], "-w"), ([0xFB, 0xFF], "-_8"), ([0, 1, 2], "AAEC"),
    ] as [([UInt8], String)])
  func `base64url has no padding`(_ bytes: [UInt8], _ text: String) {
    #expect(Base64URL.encode(bytes) == text)
    #expect(Base64URL.decode(text) == bytes)
  }

  @Test(arguments: ["a", "+w", "/w", "?", "AA=A"])
  func `what is no base64url is refused`(_ text: String) { #expect(Base64URL.decode(text) == nil) }

  @Test func `hexadecimal digits come in both cases and in pairs`() {
    #expect(Hexadecimal.decode("00fFA1") == [0, 255, 161])
    #expect(Hexadecimal.decode("0") == nil)
    #expect(Hexadecimal.decode("0g") == nil)
  }

  @Test func `secrets are compared whole`() {
    #expect(ConstantTime.areEqual([1, 2], [1, 2]))
    #expect(!ConstantTime.areEqual([1, 2], [1, 3]))
    #expect(!ConstantTime.areEqual([1, 2], [1]))
    #expect(ConstantTime.areEqual([], []))
  }

  @Test func `the proof key is that of RFC 7636`() {
    let key = ProofKey(verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1W1p1r_wW1gFWFOEjXk")
    #expect(
      ProofKey(verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").challenge
        == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    #expect(key.challenge != "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    let made = (0..<100).map { _ in ProofKey().verifier }
    #expect(Set(made).count == 100)
    #expect(
      made.allSatisfy { verifier in
        (43...128).contains(verifier.utf8.count)
          && verifier.allSatisfy { $0.isLetter || $0.isNumber || "-._~".contains($0) }
      })
  }
}

@Suite struct SealingTests {
  static let bound = Array("organization 1".utf8)

  @Test(arguments: [0, 1, 15, 16, 17, 1000])
  func `what was sealed opens again`(_ count: Int) throws {
    let key = SymmetricKey()
    let text = SecureRandom.bytes(count)
    let sealed = try AuthenticatedEncryption.seal(text, with: key, bound: Self.bound)
    #expect(sealed.count == count + 28)
    #expect(try AuthenticatedEncryption.open(sealed, with: key, bound: Self.bound) == text)
  }

  @Test func `a flipped bit, another key and another place do not open`() throws {
    let key = SymmetricKey()
    let sealed = try AuthenticatedEncryption.seal(Array("secret".utf8), with: key, bound: Self.bound)
    for position in sealed.indices {
      for bit in 0..<8 {
        var damaged = sealed
        damaged[position] ^= 1 << bit
        #expect(throws: CryptographyFailure.notAuthentic) {
          try AuthenticatedEncryption.open(damaged, with: key, bound: Self.bound)
        }
      }
    }
    #expect(throws: CryptographyFailure.notAuthentic) {
      try AuthenticatedEncryption.open(sealed, with: SymmetricKey(), bound: Self.bound)
    }
    #expect(throws: CryptographyFailure.notAuthentic) {
      try AuthenticatedEncryption.open(sealed, with: key, bound: [])
    }
    #expect(throws: CryptographyFailure.notAuthentic) {
      try AuthenticatedEncryption.open(Array(sealed.prefix(27)), with: key, bound: Self.bound)
    }
  }

  @Test func `a vector of the GCM specification opens`() throws {
    // Test case 15 without bound bytes: key, nonce and text are zero.
    let key = try #require(SymmetricKey([UInt8](repeating: 0, count: 32)))
    let sealed =
      [UInt8](repeating: 0, count: 12)
      + (Hexadecimal.decode("cea7403d4d606b6e074ec5d3baf39d18" + "d0d1c8a799996bf0265b98b5d48ab919") ?? [])
    #expect(
      try AuthenticatedEncryption.open(sealed, with: key, bound: []) == [UInt8](repeating: 0, count: 16))
  }

  @Test func `keys do not show themselves`() throws {
    let key = SymmetricKey()
    let pair = try PrivateKey(pem: SampleKeys.p256)
    #expect("\(key) \(String(reflecting: key)) \(pair) \(String(reflecting: pair))".count < 60)
  }
}
