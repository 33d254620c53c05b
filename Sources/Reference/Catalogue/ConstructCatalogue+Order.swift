internal import Language

extension ConstructCatalogue {
  /// The entries whose names begin with a group's, a block before the blocks named below it.
  func ordered(inGroup group: String) -> [CatalogueEntry] {
    let members = entries.filter { PageIndex.group(of: $0.name) == group }
    return ordered(members, depth: 1)
  }

  /// Keeps the order of first appearance among names that share their first parts.
  private func ordered(_ members: [CatalogueEntry], depth: Int) -> [CatalogueEntry] {
    var order: [String] = []
    var below: [String: [CatalogueEntry]] = [:]
    for member in members {
      let prefix = member.name.split(separator: "/").prefix(depth).joined(separator: "/")
      if below[prefix] == nil { order.append(prefix) }
      below[prefix, default: []].append(member)
    }
    return order.flatMap { prefix -> [CatalogueEntry] in
      let group = below[prefix] ?? []
      let own = group.filter { $0.name == prefix }
      let rest = group.filter { $0.name != prefix }
      return own + (rest.isEmpty ? [] : ordered(rest, depth: depth + 1))
    }
  }
}
