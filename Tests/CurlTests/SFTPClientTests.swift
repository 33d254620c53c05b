import Glibc
import HTTP
import TestSupport
import Testing

@testable import Curl

/// Files are exchanged with OpenSSH's own server.
@Suite(
  .timeLimit(.minutes(10)),
  .enabled(if: access("/usr/sbin/sshd", X_OK) == 0, "OpenSSH's server is not installed"))
struct SFTPClientTests {
  static func account(
    _ server: ScriptedServer, hostKey: SFTPAccount.HostKey? = nil, passphrase: String = "made-up"
  ) -> SFTPAccount {
    SFTPAccount(
      host: "127.0.0.1", port: server.port, username: server.text("user"),
      credential: .privateKey(server.text("client"), passphrase: passphrase),
      hostKey: hostKey ?? .fingerprint(server.text("fingerprint")))
  }

  static func client(_ account: SFTPAccount, isAllowed: Bool = true) throws(HTTPFailure) -> SFTPClient {
    let allowed = isAllowed ? ["127.0.0.1"].compactMap { AllowedHost($0) } : []
    return try SFTPClient(account: account, guarding: AddressGuard(allowing: allowed))
  }

  @Test func `files are written, listed, read, renamed and deleted`() async throws {
    let server = try #require(ScriptedServer("sftp.py"))
    defer { server.stop() }
    let client = try Self.client(Self.account(server, hostKey: .knownHosts(server.text("known"))))
    let folder = server.folder.path("files")
    let content = (0..<500_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try await client.put(try #require(BodyFile(content)), to: folder + "/a \"b\" ü.edi")
    try await client.put(try #require(BodyFile([])), to: folder + "/empty")
    #expect(try await client.list(folder) == ["a \"b\" ü.edi", "empty"])
    #expect(try await client.get(folder + "/a \"b\" ü.edi", limit: 1 << 20) == content)
    try await client.rename(folder + "/empty", to: folder + "/done")
    try await client.delete(folder + "/a \"b\" ü.edi")
    #expect(try await client.list(folder) == ["done"])
    let missing = await #expect(throws: HTTPFailure.self) {
      try await client.get(folder + "/none", limit: 10)
    }
    #expect(missing?.kind == .malformed)
  }

  @Test func `what is too long, not the right server or not the right key is refused`() async throws {
    let server = try #require(ScriptedServer("sftp.py"))
    defer { server.stop() }
    let path = server.folder.path("conf")
    func kind(_ account: SFTPAccount, limit: Int = 1 << 20, isAllowed: Bool = true) async -> HTTPFailure.Kind?
    {
      do throws(HTTPFailure) {
        _ = try await Self.client(account, isAllowed: isAllowed).get(path, limit: limit)
        return nil
      } catch {
        return error.kind
      }
    }
    #expect(await kind(Self.account(server)) == nil)
    #expect(await kind(Self.account(server), limit: 10) == .tooLarge)
    #expect(await kind(Self.account(server), isAllowed: false) == .refusedAddress)
    let other = "SHA256:" + String(repeating: "A", count: 43)
    #expect(await kind(Self.account(server, hostKey: .fingerprint(other))) == .tls)
    #expect(await kind(Self.account(server, hostKey: .fingerprint(""))) == .tls)
    #expect(await kind(Self.account(server, hostKey: .knownHosts("example.com ssh-ed25519 AAAA"))) == .tls)
    #expect(await kind(Self.account(server, hostKey: .knownHosts(""))) == .tls)
    #expect(await kind(Self.account(server, passphrase: "another")) == .tls)
  }
}
