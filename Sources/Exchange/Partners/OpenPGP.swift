package import HTTP
internal import Language
package import Programs

/// Encrypts and decrypts with `gpg`, in a home of its own that is gone afterwards: no key of the machine's owner is used or changed.
package struct OpenPGP: Sendable {
  /// The partner's public key; files for the partner are encrypted for it.
  package var partnerKey: String?
  /// Our private key.
  package var ownKey: String?
  package var passphrase: String?
  package var signs = false

  package init() {}

  /// What `gpg` takes for a message or key.
  private static let armour = "-----BEGIN PGP "

  /// Whether a file is encrypted, by its name or its beginning.
  static func isEncrypted(_ name: String, _ content: BodyFile) -> Bool {
    let ending = name.lowercased().split(separator: ".").last ?? ""
    if ["pgp", "gpg", "asc"].contains(ending) { return true }
    let beginning = Array((armour + "MESSAGE").utf8)
    return content.bytes(from: 0, count: beginning.count) == beginning
  }

  /// The name of what is inside.
  static func plainName(_ name: String) -> String {
    for ending in [".pgp", ".gpg", ".asc"] where name.lowercased().hasSuffix(ending) {
      return String(name.dropLast(ending.count))
    }
    return name
  }

  package func encrypt(_ content: BodyFile) async throws(RunFailure) -> BodyFile {
    guard let partnerKey else {
      throw RunFailure(.not_found, "there is no public key of the partner to encrypt for")
    }
    return try await AsideThread.run { () throws(RunFailure) in
      let home = try GPGHome()
      let partner = try home.keep(partnerKey, "the partner's public key")
      guard let recipient = partner.first else {
        throw RunFailure(.credentials, "the partner's public key holds no key")
      }
      var words = ["--trust-model", "always", "--recipient", recipient]
      if signs {
        guard let own = try keepOwnKey(in: home) else {
          throw RunFailure(.credentials, "there is no private key to sign with")
        }
        words += ["--sign", "--local-user", own]
      }
      return try home.run(words + ["--encrypt"], on: content, passphrase, "cannot encrypt for the partner")
    }
  }

  package func decrypt(_ content: BodyFile) async throws(RunFailure) -> BodyFile {
    try await AsideThread.run { () throws(RunFailure) in
      let home = try GPGHome()
      guard try keepOwnKey(in: home) != nil else {
        throw RunFailure(.credentials, "the file is encrypted, and there is no private key to open it")
      }
      // With the partner's key a signature can be judged; without it, it is passed over.
      if let partnerKey { _ = try home.keep(partnerKey, "the partner's public key") }
      let limit = ["--max-output", "\(FilePlaces.largestFile)"]
      return try home.run(limit + ["--decrypt"], on: content, passphrase, "the file cannot be decrypted")
    }
  }

  private func keepOwnKey(in home: GPGHome) throws(RunFailure) -> String? {
    guard let ownKey else { return nil }
    return try home.keep(ownKey, "our private key", passphrase).first
  }
}
