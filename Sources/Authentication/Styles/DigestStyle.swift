internal import Expressions
internal import HTTP
internal import Language
internal import Programs

/// HTTP Digest: the client answers the server's challenge.
struct DigestStyle: DirectStyle {
  static let constructs: [any Construct.Type] = [DigestAuth.self]

  private let username: TemplateProgram
  private let password: TemplateProgram

  init?(_ block: Block, _ base: ConnectBase) {
    guard let username = block[DigestAuth.username], let password = block[DigestAuth.password] else {
      return nil
    }
    self.username = TemplateProgram(username, base.surroundings)
    self.password = TemplateProgram(password, base.surroundings)
  }

  func sign(_ request: inout HTTPRequest, _ variables: Activation, _ moment: Signing) throws(RunFailure) {
    request.digest = DigestCredentials(
      username: try username.headerCredential("the user name", variables),
      password: try password.credential("the password", variables))
  }
}
