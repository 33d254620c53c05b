internal import Expressions
internal import Language
internal import Programs
internal import Values

/// HTTP Basic (RFC 7617).
struct BasicStyle: DirectStyle {
  static let constructs: [any Construct.Type] = [BasicAuth.self]

  private let username: TemplateProgram
  private let password: TemplateProgram?

  init?(_ block: Block, _ base: ConnectBase) {
    guard let username = block[BasicAuth.username] else { return nil }
    self.username = TemplateProgram(username, base.surroundings)
    password = block[BasicAuth.password].map { TemplateProgram($0, base.surroundings) }
  }

  func prepare(_ draft: inout RequestDraft, _ variables: Activation) throws(RunFailure) {
    let name = try username.credential("the user name", variables)
    // A colon would end the name early and make another password of the rest.
    guard !name.utf8.contains(0x3A) else {
      throw RunFailure(
        .credentials, "the user name holds a colon, which HTTP Basic cannot carry", at: username.place,
        setting: username.firstSetting)
    }
    let password = try password?.text(variables) ?? ""
    try draft.putCredential(
      Self.header(name, password), at: Placement(.header("Authorization"), at: username.place))
  }

  static func header(_ name: String, _ password: String) -> String {
    "Basic " + Base64.encode(Array("\(name):\(password)".utf8))
  }
}
