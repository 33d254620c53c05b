package import HTTP
package import Values

extension RequestDraft {
  /// The request as expressions of limits see it: `method`, `path` below the base address, `query` and `body`.
  package func asked(below base: WebAddress?) -> Value {
    .map(
      MapValue([
        ("method", .string(method)), ("path", .string(pathAsked(below: base))),
        ("query", Self.map(askedQuery + query)),
        ("body", askedBody),
      ]))
  }

  /// The path below the base address.
  package func pathAsked(below base: WebAddress?) -> String {
    var path = String(target.prefix { $0 != "?" })
    if WebAddress.isWhole(target), let whole = try? WebAddress(target) {
      path = whole.path
      // A next page is named by its whole address, and is to be counted where the first one was.
      if let base, whole.origin == base.origin {
        let root = base.path.hasSuffix("/") ? String(base.path.dropLast()) : base.path
        if path.hasPrefix(root) { path.removeFirst(root.count) }
      }
    }
    return path.hasPrefix("/") ? path : "/" + path
  }

  /// What stands behind the question mark of the address itself.
  private var askedQuery: [(name: String, value: String)] {
    guard let mark = target.firstIndex(of: "?") else { return [] }
    return target[target.index(after: mark)...].prefix { $0 != "#" }.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(parts.first ?? ""), parts.count > 1 ? String(parts[1]) : "")
    }
  }

  private var askedBody: Value {
    switch body {
    case .json(let value): value
    case .form(let pairs): Self.map(pairs)
    case .graphql(let query, let variables, _):
      .map(MapValue([("query", .string(query)), ("variables", variables)]))
    case .none, .multipart, .xml, .text: .null
    }
  }

  /// Names that occur twice keep their last value.
  private static func map(_ pairs: [(name: String, value: String)]) -> Value {
    var entries = MapValue.Entries()
    for pair in pairs { entries.set(.string(pair.name), to: .string(pair.value)) }
    return .map(MapValue(entries))
  }
}
