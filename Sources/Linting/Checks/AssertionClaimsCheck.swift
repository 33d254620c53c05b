internal import Diagnostics
internal import Language
internal import YAML

/// What a signed assertion says of itself: who made it, of whom it speaks, and for whom it is.
enum AssertionClaimsCheck: Check {
  static let rules: [Rule] = [.assertionClaims]

  /// In the order in which they are usually written.
  fileprivate static let needed = ["iss", "sub", "aud"]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard !context.isPartial, !context.isDamaged, !context.connector.isFamily else { return }
    for proof in context.file.proofs {
      guard let assertion = proof.fieldIfKnown(OAuth2Fields.assertion), !report.touch(assertion.block),
        !report.touch(proof.keyRange("assertion"))
      else {
        continue
      }
      let claims = assertion[AssertionBlock.claims]?.node.mapping
      checkValues(claims, assertion.block, context, &report)
      let missing = needed.filter { claims?.has($0) != true }
      guard let first = missing.first else { continue }
      let words = missing.map { "`\($0)`" }.joined(separator: ", ")
      let others = (claims?.entries ?? []).filter { !needed.contains($0.key.text) }
      let near = Suggestions.nearest(to: first, among: others.map(\.key.text)).first
      let misspelt = others.first { $0.key.text == near }?.key.range
      let head = assertion.block.has("claims") ? assertion.block.keyRange("claims") : assertion.block.head
      report.add(
        Finding(
          .assertionClaims, "the assertion does not say \(words)", at: context.own(misspelt ?? head),
          about: first, path: assertion.block.path.description, suggestions: misspelt == nil ? [] : [first]))
    }
  }
}

extension AssertionClaimsCheck {
  /// Names and addresses are texts, whatever else a claim may be.
  private static func checkValues(
    _ claims: YAML.Mapping?, _ assertion: Block, _ context: ConnectorContext, _ report: inout FindingList
  ) {
    for name in needed + ["scope"] {
      guard let node = claims?[name], let scalar = node.scalar, scalar.resolved != .string else { continue }
      report.add(
        Finding(
          .assertionClaims, "`\(name)` is a text, found \(node.meaning)", at: context.own(node.range),
          about: name,
          path: "\(assertion.path).claims"))
    }
  }
}

extension Rule {
  private static func granted(_ claims: String, _ marker: String = "") -> Example {
    """
    settings:
      api_key: {type: secret, title: Private key, multiline: true}
    auth:
      type: oauth2
      grant: jwt_bearer
      token_url: https://login.example.com/token
      assertion:
        algorithm: RS256
        key: ${settings.api_key}
        claims: \(claims)
    \(marker)
    """
  }

  static let assertionClaims = Rule(
    "auth/assertion-claims", .warning, .likely, "an assertion that lacks a claim which receivers ask for",
    page: """
      RFC 7523 wants three claims of an assertion besides its end, which is added anyway: `iss`, who made it; `sub`, on whose behalf; and `aud`, \
      the server that it is for. A server refuses one that lacks any of them.
      """,
    failing: granted(
      "{iss: acme, aud: https://login.example.com/token}",
      "#   ^^^^^^ auth/assertion-claims"),
    passing: granted(
      "{iss: acme, sub: somebody, aud: https://login.example.com/token}"))
}
