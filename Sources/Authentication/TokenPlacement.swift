internal import Language
internal import Programs

/// Where a token is put, and the text before it.
struct TokenPlacement: Sendable {
  let placement: Placement
  let prefix: String

  /// The block's own place, or the Authorization header.
  init(_ send: Block?, prefix: String, _ block: Block) {
    placement = send.flatMap(Placement.init) ?? Placement(.header("Authorization"), at: block.head)
    self.prefix = prefix
  }

  func put(_ token: String, into draft: inout RequestDraft) throws(RunFailure) {
    try draft.putCredential(prefix + token, at: placement)
  }
}
