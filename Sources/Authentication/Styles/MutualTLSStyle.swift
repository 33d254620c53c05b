internal import Cryptography
internal import Expressions
internal import HTTP
internal import Language
internal import Programs

/// A client certificate, shown on every connection.
struct MutualTLSStyle: DirectStyle {
  static let constructs: [any Construct.Type] = [MutualTLSAuth.self]

  private let certificate: TemplateProgram
  private let key: TemplateProgram
  private let passphrase: TemplateProgram?

  init?(_ block: Block, _ base: ConnectBase) {
    guard let certificate = block[MutualTLSAuth.certificate], let key = block[MutualTLSAuth.key] else {
      return nil
    }
    self.certificate = TemplateProgram(certificate, base.surroundings)
    self.key = TemplateProgram(key, base.surroundings)
    passphrase = block[MutualTLSAuth.passphrase].map { TemplateProgram($0, base.surroundings) }
  }

  func sign(_ request: inout HTTPRequest, _ variables: Activation, _ moment: Signing) throws(RunFailure) {
    request.certificate = ClientCertificate(
      certificate: PEMText.repaired(try certificate.credential("the certificate", variables)),
      key: PEMText.repaired(try key.credential("the private key", variables)),
      passphrase: try passphrase?.text(variables),
      settings: [certificate, key, passphrase].compactMap { $0?.firstSetting })
  }
}
