package import JSON

/// A JSON value that can be changed: numbers keep their digits, members their order.
package indirect enum BodyTree: Sendable, Hashable {
  case null
  case bool(Bool)
  /// As written.
  case number(String)
  case text(String)
  case list([BodyTree])
  case object([Member])

  package struct Member: Sendable, Hashable {
    package var name: String
    package var value: BodyTree

    package init(_ name: String, _ value: BodyTree) {
      self.name = name
      self.value = value
    }
  }

  /// Where a value is: the positions of its elements and members from the root on.
  package typealias Place = [Int]

  package init(_ view: JSONView) {
    switch view.kind {
    case .null: self = .null
    case .true: self = .bool(true)
    case .false: self = .bool(false)
    case .integer, .fraction: self = .number(view.numberText ?? "0")
    case .string: self = .text(view.string ?? "")
    case .array: self = .list(view.elements.map { BodyTree($0) })
    case .object:
      self = .object(view.members.map { Member($0.key.string ?? "", BodyTree($0.value)) })
    }
  }

  /// Nil for what is no JSON.
  package init?(json bytes: [UInt8]) {
    guard let document = try? JSONDocument(bytes) else { return nil }
    self.init(document.root)
  }
}

extension BodyTree {
  /// Elements, or the values of members.
  var children: [BodyTree] {
    switch self {
    case .list(let items): items
    case .object(let members): members.map(\.value)
    default: []
    }
  }

  /// The member of that name.
  subscript(name: String) -> BodyTree? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.name == name }?.value
  }

  subscript(place: ArraySlice<Int>) -> BodyTree? {
    guard let first = place.first else { return self }
    let children = children
    return children.indices.contains(first) ? children[first][place.dropFirst()] : nil
  }

  /// The value behind a path of keys.
  func value(at path: ArraySlice<String>) -> BodyTree? {
    guard let name = path.first else { return self }
    return self[name]?.value(at: path.dropFirst())
  }

  /// The tree with another value at a place; unchanged where there is no such place.
  func replacing(_ place: ArraySlice<Int>, with value: BodyTree) -> BodyTree {
    guard let first = place.first else { return value }
    switch self {
    case .list(var items) where items.indices.contains(first):
      items[first] = items[first].replacing(place.dropFirst(), with: value)
      return .list(items)
    case .object(var members) where members.indices.contains(first):
      members[first].value = members[first].value.replacing(place.dropFirst(), with: value)
      return .object(members)
    default: return self
    }
  }

  /// The tree with another value behind a path of keys; nil for `value` takes the key away.
  func replacing(_ path: ArraySlice<String>, with value: BodyTree?) -> BodyTree {
    guard let name = path.first, case .object(var members) = self,
      let position = members.lastIndex(where: { $0.name == name })
    else { return path.isEmpty ? value ?? .null : self }
    if path.count == 1, value == nil {
      members.remove(at: position)
    } else {
      members[position].value = members[position].value.replacing(path.dropFirst(), with: value)
    }
    return .object(members)
  }

  /// The keys on the way to a place; elements of lists have none.
  func keys(to place: ArraySlice<Int>) -> [String] {
    guard let first = place.first else { return [] }
    switch self {
    case .list(let items) where items.indices.contains(first):
      return items[first].keys(to: place.dropFirst())
    case .object(let members) where members.indices.contains(first):
      return [members[first].name] + members[first].value.keys(to: place.dropFirst())
    default: return []
    }
  }

  /// A text or a number as text.
  var scalarText: String? {
    switch self {
    case .text(let text), .number(let text): text
    default: nil
    }
  }
}
