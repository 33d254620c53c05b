internal import Diagnostics
package import YAML

extension Kind {
  /// Entries of one list or mapping that are read, where nothing else is said: what people write has hundreds at most, and some of them
  /// are held against each other.
  private static var usualMost: Int { 1000 }

  /// The value together with its place.
  package static func placed<Inner>(_ inner: Kind<Inner>) -> Kind where Value == Placed<Inner> {
    Kind(inner.shape) { node, decoding in inner.read(node, &decoding).map { Placed($0, node) } }
  }

  /// A list; elements that cannot be used are reported and left out.
  package static func list<Element>(
    _ element: Kind<Element>, atLeast: Int = 0, atMost: Int? = nil
  ) -> Kind where Value == [Element] {
    let most = atMost ?? usualMost
    return Kind(.list(element.shape, atLeast: atLeast)) { node, decoding in
      guard let items = node.list else {
        decoding.report(
          .wrongType, "expected a list, found \(node.meaning)",
          at: node.isNull && node.range.isPoint ? decoding.head : node.range,
          fixes: decoding.wrapping(node) + decoding.listing(node, of: element.shape))
        return nil
      }
      if items.count < atLeast {
        decoding.report(
          .badValue, "the list must hold at least \(atLeast == 1 ? "one element" : "\(atLeast) elements")",
          at: node.range)
        return nil
      }
      if items.count > most { decoding.reportTooMany(items.count, most, at: items[most].range) }
      return items.prefix(most).enumerated().compactMap { position, item in
        decoding.descend(DocumentPath.element(position), head: item.range) { element.read(item, &$0) }
      }
    }
  }

  /// A mapping whose keys the author chooses; entries that cannot be used are reported and left out.
  package static func map<Element>(
    _ element: Kind<Element>, keys: TextFormat = .plain, atMost: Int? = nil
  ) -> Kind where Value == [Named<Element>] {
    let most = atMost ?? usualMost
    return Kind(.map(element.shape, keys: keys)) { node, decoding in
      guard let mapping = node.mapping else {
        decoding.report(
          .wrongType, "expected a mapping, found \(node.meaning)",
          at: node.isNull && node.range.isPoint ? decoding.head : node.range,
          fixes: decoding.keying(node) + decoding.titling(node, of: element.shape))
        return nil
      }
      if mapping.entries.count > most {
        decoding.reportTooMany(mapping.entries.count, most, at: mapping.entries[most].key.range)
      }
      return mapping.entries.prefix(most).compactMap { entry in
        let name = entry.key.text
        if let problem = keys.problem(with: name) {
          decoding.report(
            .badValue, problem.message, at: entry.key.range, suggestions: problem.suggestions,
            fixes: problem.suggestions.first.map { decoding.renaming(entry.key, to: $0) } ?? [])
          decoding.look { inner in
            inner.descend(name, head: entry.key.range) { _ = element.read(entry.value, &$0) }
          }
          return nil
        }
        return decoding.descend(name, head: entry.key.range) { inner in
          element.read(entry.value, &inner).map { Named(name, entry.key.range, $0) }
        }
      }
    }
  }

  /// Either of two forms of one thing: a scalar is read as the first, a mapping or a list as the second.
  package static func either<Short>(
    _ short: Kind<Short>, or long: Kind<Value>, from convert: @escaping @Sendable (Short, Node) -> Value
  ) -> Kind {
    Kind(.either(short.shape, long.shape)) { node, decoding in
      if node.scalar != nil { return short.read(node, &decoding).map { convert($0, node) } }
      return long.read(node, &decoding)
    }
  }
}

extension Kind {
  /// The same kind, its values read as something else.
  package func `as`<Other>(_ convert: @escaping @Sendable (Value) -> Other) -> Kind<Other> {
    Kind<Other>(shape) { [read] node, decoding in read(node, &decoding).map(convert) }
  }
}

extension Kind where Value: Construct {
  package static func block(_ type: Value.Type = Value.self) -> Kind {
    Kind(.block(type)) { node, decoding in decoding.decode(type, from: node) }
  }
}

extension Kind where Value == Block {
  /// One of several kinds of block; which one is asked of `block.construct`.
  package static func union(_ type: any UnionDeclaration.Type) -> Kind {
    Kind(.union(type)) { node, decoding in decoding.decodeUnion(type, from: node) }
  }
}

extension Block {
  /// The block as a construct, when it is one.
  package func `as`<C: Construct>(_ type: C.Type) -> C? {
    ObjectIdentifier(construct as Any.Type) == ObjectIdentifier(type as Any.Type) ? C(self) : nil
  }
}

extension Decoding {
  /// Of so many entries only the first ones are read.
  fileprivate mutating func reportTooMany(_ count: Int, _ most: Int, at range: SourceRange) {
    report(.badValue, "at most \(most) entries are read here, and these are \(count)", at: range)
  }

  /// A fix that makes a list of a single value.
  func wrapping(_ node: Node) -> [Finding.Fix] {
    guard let scalar = node.scalar, !node.isNull, scalar.style == .plain,
      scalar.text.utf8.count <= Self.mostRewritten
    else { return [] }
    // Several words in one text are what other tools take for a list.
    let parts = scalar.text.split { $0 == "," || $0 == " " }
    let isList =
      parts.count > 1
      && (scalar.text.contains(",")
        || scalar.text.allSatisfy { $0.isLetter || $0.isNumber || "._:- ".contains($0) })
    let text = isList ? parts.joined(separator: ", ") : scalar.text
    return [.init("write it as a list", isSafe: !isList, replace: node.range, with: "[\(text)]")]
  }
}
