internal import Interpreter
internal import Values

/// Finds the records of a page in the body that they came in.
enum RecordPlaces {
  /// The place of each record; nil for one that was put together from several, or is no object.
  static func places(of records: [SourceRecord], in tree: BodyTree) -> [BodyTree.Place?] {
    var index: [String: [BodyTree.Place]] = [:]
    gather(tree, [], into: &index)
    var used: Set<BodyTree.Place> = []
    return records.map { record in
      guard case .object(let members)? = BodyTree(json: Array(record.json.utf8)) else { return nil }
      let own = Dictionary(members.map { ($0.name, $0.value) }) { $1 }
      var best: (place: BodyTree.Place, size: Int)?
      for member in members {
        for place in index[mark(member)] ?? [] where !used.contains(place) {
          guard case .object(let found)? = tree[place[...]], found.count > best?.size ?? 0,
            found.allSatisfy({ own[$0.name] == $0.value })
          else { continue }
          best = (place, found.count)
        }
      }
      if let best { used.insert(best.place) }
      return best?.place
    }
  }

  /// Objects by their first member.
  private static func gather(
    _ tree: BodyTree, _ place: BodyTree.Place, into index: inout [String: [BodyTree.Place]]
  ) {
    if case .object(let members) = tree, let first = members.first {
      index[mark(first), default: []].append(place)
    }
    for (position, child) in tree.children.enumerated() where !child.children.isEmpty {
      gather(child, place + [position], into: &index)
    }
  }

  private static func mark(_ member: BodyTree.Member) -> String {
    "\(member.name)=\(member.value.line.prefix(200))"
  }
}
