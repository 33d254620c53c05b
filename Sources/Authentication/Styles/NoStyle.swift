internal import Language

/// An open API.
struct NoStyle: DirectStyle {
  static let constructs: [any Construct.Type] = [NoAuth.self]

  init() {}
  init?(_ block: Block, _ base: ConnectBase) {}
}
