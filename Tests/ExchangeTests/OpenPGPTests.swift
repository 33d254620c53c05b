import Glibc
import HTTP
import Programs
import TestSupport
import Testing

@testable import Exchange

/// Encryption by the real `gpg`.
@Suite(.timeLimit(.minutes(10)), .enabled(if: access("/usr/bin/gpg", X_OK) == 0, "gpg is not installed"))
struct OpenPGPTests {
  /// A made-up key pair, made by `gpg` itself in a folder that is gone afterwards.
  static func keys(passphrase: String = "") throws -> (open: String, secret: String) {
    let folder = TemporaryFolder()
    let home = folder.path
    // The folder goes after its agent.
    defer { _ = try? ChildProgram.run("gpgconf", ["--homedir", folder.path, "--kill", "all"]) }
    let common = [
      "--homedir", home, "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", passphrase,
    ]
    let made = try ChildProgram.run(
      "gpg", common + ["--quick-gen-key", "Acme <acme@example.com>", "future-default", "default", "never"])
    #expect(made.code == 0, "\(made.errors)")
    let open = try ChildProgram.run("gpg", common + ["--armor", "--export"])
    let secret = try ChildProgram.run("gpg", common + ["--armor", "--export-secret-keys"])
    return (try open.output, try secret.output)
  }

  @Test func `a file is encrypted for a partner, who alone can read it`() async throws {
    let (partner, own) = (try Self.keys(passphrase: "made up"), try Self.keys())
    var ours = OpenPGP()
    ours.partnerKey = partner.open
    ours.ownKey = own.secret
    ours.signs = true
    let text = Array("ISA*00*Léa~".utf8)
    let plain = try BodyFile.holding(text)
    let wire = try await ours.encrypt(plain)
    let bytes = try wire.bytes(limit: 1 << 20)
    #expect(bytes != text && OpenPGP.isEncrypted("a.834.pgp", wire))
    var theirs = OpenPGP()
    theirs.ownKey = partner.secret
    theirs.passphrase = "made up"
    theirs.partnerKey = own.open
    #expect(try await theirs.decrypt(wire).bytes(limit: 1 << 20) == text)
    await #expect(throws: RunFailure.self) { try await ours.decrypt(wire) }
    theirs.passphrase = "wrong"
    await #expect(throws: RunFailure.self) { try await theirs.decrypt(wire) }
    await #expect(throws: RunFailure.self) { try await theirs.decrypt(.holding(bytes.dropLast(20))) }
    var nobody = OpenPGP()
    nobody.partnerKey = "no key"
    let failure = await #expect(throws: RunFailure.self) { try await nobody.encrypt(plain) }
    #expect(failure?.message.hasPrefix("the partner's public key") == true)
  }

  @Test func `what a killed process leaves behind is taken away, and no more`() throws {
    let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    let left = "\(parent)/connector-gpg-left\(getpid())"
    try LocalFiles.makeFolder(left)
    try LocalFiles.write(.holding([1]), to: left + "/in-use")
    let used = "\(parent)/connector-gpg-used\(getpid())"
    try LocalFiles.makeFolder(used)
    try LocalFiles.write(.holding([1]), to: used + "/in-use")
    let lock = open(used + "/in-use", O_WRONLY | O_CLOEXEC)
    defer {
      close(lock)
      LocalFiles.removeTree(used)
    }
    #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
    GPGHome.removeLeftBehind()
    #expect(!LocalFiles.isFolder(left) && LocalFiles.isFolder(used))
  }
}
