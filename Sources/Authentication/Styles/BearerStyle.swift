internal import Expressions
internal import Language
internal import Programs

/// A token in the Authorization header (RFC 6750).
struct BearerStyle: DirectStyle {
  static let constructs: [any Construct.Type] = [BearerAuth.self]

  private let token: TemplateProgram
  private let prefix: String

  init?(_ block: Block, _ base: ConnectBase) {
    guard let token = block[BearerAuth.token] else { return nil }
    self.token = TemplateProgram(token, base.surroundings)
    prefix = block[BearerAuth.prefix] ?? "Bearer"
  }

  func prepare(_ draft: inout RequestDraft, _ variables: Activation) throws(RunFailure) {
    let token = try token.credential("the token", variables)
    try draft.putCredential(
      prefix.isEmpty ? token : "\(prefix) \(token)",
      at: Placement(.header("Authorization"), at: self.token.place))
  }
}
