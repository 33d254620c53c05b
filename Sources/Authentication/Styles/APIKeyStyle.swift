internal import Expressions
internal import Language
internal import Programs

/// A key in a header, the query or the body.
struct APIKeyStyle: DirectStyle {
  static let constructs: [any Construct.Type] = [APIKeyAuth.self]

  private let key: TemplateProgram
  private let placement: Placement

  init?(_ block: Block, _ base: ConnectBase) {
    guard let key = block[APIKeyAuth.key], let placement = block[APIKeyAuth.send].flatMap(Placement.init)
    else { return nil }
    self.key = TemplateProgram(key, base.surroundings)
    self.placement = placement
  }

  func prepare(_ draft: inout RequestDraft, _ variables: Activation) throws(RunFailure) {
    try draft.putCredential(key.credential("the key", variables), at: placement)
  }
}
