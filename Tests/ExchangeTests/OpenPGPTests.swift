import Glibc
import Programs
import Testing

@testable import Exchange

/// Encryption by the real `gpg`.
@Suite(.timeLimit(.minutes(1)), .enabled(if: access("/usr/bin/gpg", X_OK) == 0, "gpg is not installed"))
struct OpenPGPTests {
  /// A made-up key pair, made by `gpg` itself in a folder that is gone afterwards.
  static func keys(passphrase: String = "") throws -> (open: String, secret: String) {
    var template = Array("/tmp/gpg-test-XXXXXX".utf8CString)
    _ = mkdtemp(&template)
    let home = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer {
      _ = try? ChildProgram.run("gpgconf", ["--homedir", home, "--kill", "all"], in: home)
      LocalFiles.removeTree(home)
    }
    let common = [
      "--homedir", home, "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", passphrase,
    ]
    let made = try ChildProgram.run(
      "gpg", common + ["--quick-gen-key", "Acme <acme@example.com>", "future-default", "default", "never"],
      in: home)
    #expect(made.code == 0, "\(made.errors)")
    let open = try ChildProgram.run("gpg", common + ["--armor", "--export"], in: home)
    let secret = try ChildProgram.run("gpg", common + ["--armor", "--export-secret-keys"], in: home)
    return (open.output, secret.output)
  }

  @Test func `a file is encrypted for a partner, who alone can read it`() async throws {
    let (partner, own) = (try Self.keys(passphrase: "made up"), try Self.keys())
    var ours = OpenPGP()
    ours.partnerKey = partner.open
    ours.ownKey = own.secret
    ours.signs = true
    let text = Array("ISA*00*Léa~".utf8)
    let wire = try await ours.encrypt(text)
    #expect(wire != text && OpenPGP.isEncrypted("a.834.pgp", wire))
    var theirs = OpenPGP()
    theirs.ownKey = partner.secret
    theirs.passphrase = "made up"
    theirs.partnerKey = own.open
    #expect(try await theirs.decrypt(wire) == text)
    await #expect(throws: RunFailure.self) { try await ours.decrypt(wire) }
    theirs.passphrase = "wrong"
    await #expect(throws: RunFailure.self) { try await theirs.decrypt(wire) }
    await #expect(throws: RunFailure.self) { try await theirs.decrypt(Array(wire.dropLast(20))) }
    var nobody = OpenPGP()
    nobody.partnerKey = "no key"
    let failure = await #expect(throws: RunFailure.self) { try await nobody.encrypt(text) }
    #expect(failure?.message.hasPrefix("the partner's public key") == true)
  }
}
