/// Finds the list of records in a reply.
enum ListGuess {
  /// The path of the list; nil when the reply lists nothing.
  static func records(in reply: Sample, resource: String) -> Guess<[String]>? {
    if let items = reply.list { return holdsObjects(items) ? Guess([], 0.95, "the reply is a list") : nil }
    let found = lists(in: reply, at: [], depth: 3)
    guard let best = found.max(by: { score($0, resource) < score($1, resource) }) else { return nil }
    let isOnly = found.count == 1
    let isNamed = score(best, resource) >= 2
    let confidence = isOnly ? 0.95 : isNamed ? 0.8 : 0.5
    return Guess(best, confidence, isOnly ? "the only list" : "one of \(found.count) lists in the reply")
  }

  /// Breadth first, so that outer lists come before inner ones; records are not entered.
  private static func lists(in value: Sample, at path: [String], depth: Int) -> [[String]] {
    guard let members = value.members, depth > 0 else { return [] }
    var found = members.filter { $0.value.list.map(holdsObjects) ?? false }.map { path + [$0.key] }
    for member in members where member.value.members != nil {
      found += lists(in: member.value, at: path + [member.key], depth: depth - 1)
    }
    return found
  }

  private static func holdsObjects(_ items: [Sample]) -> Bool {
    !items.isEmpty && items.allSatisfy { ($0.members?.count ?? 0) > 0 }
  }

  private static let usual: Set = [
    "data", "items", "results", "records", "values", "entries", "value", "content", "list", "rows", "objects",
    "collection",
  ]

  private static func score(_ path: [String], _ resource: String) -> Int {
    guard let last = path.last else { return 0 }
    let name = Words.snake(last)
    let isResource = name == resource || Words.singular(name) == Words.singular(resource)
    return (isResource ? 3 : 0) + (usual.contains(name) ? 2 : 0) - path.count + 1
  }
}
