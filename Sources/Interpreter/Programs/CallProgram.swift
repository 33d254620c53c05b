internal import Diagnostics
internal import Expressions
internal import Language
internal import Programs

/// A request of a connector with what must be known about it before it is sent.
struct CallProgram: Sendable {
  private let request: RequestProgram
  /// As the connector writes it, for limits by path; nil where it is chosen before each call.
  let path: String?
  /// Where it leads is said by the connector and its settings, never by the provider's data: credentials may go there.
  let isOwnAddress: Bool

  init(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) {
    guard let request = RequestProgram(block, surroundings), let target = RequestBlock.target(of: block)
    else {
      throw RunFailure(.request, "the request names no method and path", at: block.head)
    }
    self.request = request
    let source = target.address.source
    let written = WrittenAddress(source)
    path = source.hasPrefix("${") || written.paths.count > 1 ? nil : written.paths.first
    isOwnAddress = Self.isOwn(source)
  }

  init?(optional block: Block?, _ surroundings: Surroundings) throws(RunFailure) {
    guard let block else { return nil }
    try self.init(block, surroundings)
  }

  var place: SourceRange { request.place }

  func draft(_ variables: Activation) throws(RunFailure) -> RequestDraft { try request.draft(variables) }

  private static func isOwn(_ source: String) -> Bool {
    var host = source[...]
    if let scheme = ["https://", "http://"].first(where: { source.hasPrefix($0) }) {
      host = host.dropFirst(scheme.utf8.count)
      host = host.prefix { $0 != "/" && $0 != "?" }
    } else if source.hasPrefix("${") {
      host = host.prefix { $0 != "}" }
    } else {
      return true
    }
    let parts = host.split(separator: "${", omittingEmptySubsequences: false).dropFirst()
    return parts.allSatisfy { part in
      let expression = part.drop { $0 == " " }
      return ["settings.", "account.", "with."].contains { expression.hasPrefix($0) }
    }
  }
}
