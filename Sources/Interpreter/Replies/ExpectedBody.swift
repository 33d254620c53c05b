internal import Formats
internal import HTTP

/// What is known beforehand of how a reply is written.
enum ExpectedBody: Sendable {
  /// What the stream's `decode` says; anything else is a fault of the provider.
  case declared(BodyDecoder)
  /// Nothing is declared: plain text where the reply calls itself that, otherwise JSON or XML, so that a page for people is no answer.
  case told
  /// Nobody reads it: whatever comes with a good status is good.
  case anything

  var declared: BodyDecoder? { if case .declared(let decoder) = self { decoder } else { nil } }

  /// How a body of this type is read; nil where nothing can be wrong with it.
  func decoder(for contentType: String?) -> BodyDecoder? {
    switch self {
    case .declared(let decoder): decoder
    case .anything: nil
    case .told:
      switch MediaType(contentType) {
      case .xml: .xml
      case .plain: nil
      // Servers that call JSON a page are many; those that call XML one are not.
      case .page: BodyDecoder()
      case .other: .undeclared
      }
    }
  }
}

/// The kinds of `Content-Type` that say how a body is to be read where nothing else does.
enum MediaType {
  case xml, plain, page, other

  init(_ header: String?) {
    let name = (header ?? "").prefix { $0 != ";" && $0 != " " }.lowercased()
    self =
      switch name {
      case "text/plain": .plain
      case "text/html", "application/xhtml+xml": .page
      default: name.hasSuffix("/xml") || name.hasSuffix("+xml") ? .xml : .other
      }
  }
}
