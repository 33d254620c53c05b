internal import HTTP
internal import Language

/// An address taken apart.
struct WebAddress: Sendable, Hashable {
  /// `https://api.example.com`, with a port where one is given.
  var origin: String
  /// `/v1/employees`.
  var path: String
  var query: [Parameter]

  struct Parameter: Sendable, Hashable {
    var name: String
    var value: String
  }

  init?(_ text: String) {
    let isHTTP = text.hasPrefix("http://") || text.hasPrefix("https://")
    let whole = isHTTP ? text : "https://" + text
    guard let mark = whole.range(of: "://") else { return nil }
    let rest = whole[mark.upperBound...].prefix { $0 != "#" }
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    // Names and passwords do not belong in addresses, and not in connectors at all.
    let host = authority.split(separator: "@", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    guard !host.isEmpty,
      host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || ".-:[]".contains($0)) })
    else { return nil }
    origin = String(whole[..<mark.upperBound]) + host
    let tail = rest.dropFirst(authority.count)
    path = String(tail.prefix { $0 != "?" })
    query = FormText.pairs(String(tail.dropFirst(path.count).dropFirst()))
      .map { Parameter(name: $0.name, value: $0.value) }
    if path.isEmpty { path = "/" }
  }

  /// The first segments that say version or entrance, `/api/v1`; they belong to the base address.
  static func basePath(of paths: [String]) -> String {
    guard let first = paths.first else { return "" }
    var base: [String] = []
    for (position, segment) in first.split(separator: "/").enumerated() {
      let isShared = paths.allSatisfy { path in
        let parts = path.split(separator: "/")
        return parts.count > position + 1 && parts[position] == segment
      }
      guard isShared, isEntrance(segment) else { break }
      base.append(String(segment))
    }
    return base.map { "/" + $0 }.joined()
  }

  private static func isEntrance(_ segment: Substring) -> Bool {
    let word = segment.lowercased()
    let isVersion = word.first == "v" && word.dropFirst().first?.isNumber ?? false
    return isVersion
      || ["api", "rest", "public", "services", "gateway", "open-api", "openapi", "index.php"].contains(word)
  }
}

extension String {
  fileprivate func range(of needle: String) -> Range<String.Index>? { ranges(of: needle).first }
}
