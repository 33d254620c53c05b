internal import Diagnostics
internal import Expressions
internal import JSON
internal import Language
internal import Values

/// What recorded values looked like at one place: which kinds, which fields, how often.
///
/// A class, because a shape is built by merging value after value into it.
final class ObservedShape {
  private struct Member {
    let name: String
    let shape: ObservedShape
  }

  // No method of a shape runs while another one changes it: asking the runtime each time would cost more than the change.
  @exclusivity(unchecked) private(set) var count = 0
  @exclusivity(unchecked) private(set) var nulls = 0
  /// One bit for each kind that was met, null aside.
  @exclusivity(unchecked) private var kinds: UInt16 = 0
  /// In the order in which they were first seen.
  @exclusivity(unchecked) private var members: [Member] = []
  /// By name, once there are so many that looking through them costs more.
  @exclusivity(unchecked) private var positions: [String: Int] = [:]
  @exclusivity(unchecked) private(set) var element: ObservedShape?
  /// The first few different texts.
  @exclusivity(unchecked) private(set) var texts: [String] = []

  private static let textsKept = 6
  /// An object with more keys, in one record or in all together, holds data in its keys and has no shape.
  private static let mostNames = 2000
  @exclusivity(unchecked) private var isShapeless = false
  /// How far a key is looked for behind where it is expected, before hashing it.
  private static let namesAhead = 6
  /// As many names are compared one after the other.
  private static let namesScanned = 16

  /// In the order in which they were first seen.
  var names: [String] { members.map(\.name) }

  func field(_ name: String) -> ObservedShape? { known(name).map { members[$0].shape } }

  /// The shape at the end of a path, `status.lastChanged`; lists are looked into.
  func shape(at path: String) -> ObservedShape? {
    var shape: ObservedShape? = self
    for part in RecordPath(path).parts {
      while let element = shape?.element, shape?.members.isEmpty ?? true { shape = element }
      shape = shape?.field(part)
    }
    return shape
  }

  /// The paths that a word most likely stands for: a name spelt alike, or the only one further down that ends in it.
  func namesMeant(by word: String) -> [String] {
    let last = RecordPath(word).parts.last ?? word
    let below = pathsBelow(endingIn: last, depth: 3)
    let near = Suggestions.nearest(to: word, among: names)
    return below.count == 1 && !near.contains(last) ? below + near : near
  }

  private func pathsBelow(endingIn name: String, depth: Int) -> [String] {
    guard depth > 0 else { return [] }
    return members.flatMap { member -> [String] in
      guard member.shape.isObject, member.shape.element == nil else { return [] }
      let holder = RecordPath.quoted(member.name)
      let inner = member.shape.pathsBelow(endingIn: name, depth: depth - 1)
      let own = member.shape.field(name) == nil ? [] : [RecordPath.quoted(name)]
      return (own + inner).map { "\(holder).\($0)" }
    }
  }

  var isObject: Bool { has(.object) }
  private var hasParts: Bool { has(.object) || has(.array) }

  private func has(_ kind: JSONView.Kind) -> Bool { kinds & Self.bit(kind) != 0 }

  /// Truth and falsehood are one kind.
  private static func bit(_ kind: JSONView.Kind) -> UInt16 {
    1 << max(kind.rawValue, JSONView.Kind.true.rawValue)
  }

  func add(_ view: JSONView) {
    withExtendedLifetime(view.document) { add(view.index, of: view.document.tape) }
  }

  private func add(_ index: Int, of tape: JSONTape) {
    count += 1
    let kind = tape.kind(index)
    if kind != .null { kinds |= Self.bit(kind) }
    switch kind {
    case .null: nulls += 1
    case .object:
      // Records of one provider list their keys in one order: the next name is nearly always the one expected.
      var expected = 0
      var key = index + 2
      for _ in 0..<tape.length(index) {
        guard let place = position(of: key, in: tape, expected: expected) else { break }
        members[place].shape.add(key + 1, of: tape)
        expected = place + 1
        key = tape.next(key + 1)
      }
    case .array:
      let inner = element ?? ObservedShape()
      element = inner
      var at = index + 2
      for _ in 0..<tape.length(index) {
        inner.add(at, of: tape)
        at = tape.next(at)
      }
    case .string, .integer, .fraction:
      guard texts.count < Self.textsKept, !texts.contains(where: { tape.says(index, $0) }) else { return }
      remember { String(decoding: tape.text(index), as: UTF8.self) }
    case .true: remember { "true" }
    case .false: remember { "false" }
    }
  }

  /// Takes over what is known to be possible before anything was seen.
  func admit(_ form: RecordForm) {
    switch form {
    case .text: kinds |= Self.bit(.string)
    case .truth: kinds |= Self.bit(.true)
    case .table:
      kinds |= Self.bit(.object)
      isShapeless = true
    case .list(let form):
      kinds |= Self.bit(.array)
      let inner = element ?? ObservedShape()
      element = inner
      inner.admit(form)
    case .object(let fields):
      kinds |= Self.bit(.object)
      for field in fields {
        guard let place = position(of: field.name) else { continue }
        members[place].shape.admit(field.form)
      }
    }
  }

  /// A value that an expression made: views as they are, anything else through its JSON form.
  func add(_ value: Value) {
    if case .json(let view) = value { return add(view) }
    count += 1
    switch value {
    case .null: nulls += 1
    case .map(let map):
      kinds |= Self.bit(.object)
      for pair in map.pairs {
        if case .string(let name) = pair.key, let place = position(of: name) {
          members[place].shape.add(pair.value)
        }
      }
    case .list(let list):
      kinds |= Self.bit(.array)
      let inner = element ?? ObservedShape()
      element = inner
      for value in list.values { inner.add(value) }
    case .string(let text):
      kinds |= Self.bit(.string)
      remember { text }
    case .int(let number):
      kinds |= Self.bit(.integer)
      remember { "\(number)" }
    case .double(let number):
      kinds |= Self.bit(.fraction)
      remember { "\(number)" }
    case .bool(let truth):
      kinds |= Self.bit(.true)
      remember { truth ? "true" : "false" }
    default: break
    }
  }

  private func position(of key: Int, in tape: JSONTape, expected: Int) -> Int? {
    // A few keys that some records lack shift all others a little: the right one is near.
    let end = min(expected + Self.namesAhead, members.count)
    var place = expected
    while place < end {
      if tape.says(key, members[place].name) { return place }
      place += 1
    }
    return position(of: String(decoding: tape.text(key), as: UTF8.self))
  }

  private func known(_ name: String) -> Int? {
    members.count > Self.namesScanned ? positions[name] : members.firstIndex { $0.name == name }
  }

  /// Where a name stands; nil for a new one when there are too many.
  private func position(of name: String) -> Int? {
    if let known = known(name) { return known }
    guard members.count < Self.mostNames else {
      isShapeless = true
      return nil
    }
    members.append(Member(name: name, shape: ObservedShape()))
    if members.count == Self.namesScanned + 1 {
      for (position, member) in members.enumerated() { positions[member.name] = position }
    } else if members.count > Self.namesScanned {
      positions[name] = members.count - 1
    }
    return members.count - 1
  }

  private func remember(_ text: () -> String?) {
    guard texts.count < Self.textsKept, let text = text(), !texts.contains(text) else { return }
    texts.append(text)
  }

  // MARK: Types

  /// The type of an expression that yields such a value; `title` names it in messages.
  func type(_ title: String, isClosed: Bool) -> ExpressionType {
    guard !isShapeless, kinds.nonzeroBitCount == 1,
      let only = JSONView.Kind(rawValue: UInt8(kinds.trailingZeroBitCount))
    else { return .dyn }
    let base: ExpressionType
    switch only {
    case .object: return .object(object(title, isClosed: isClosed))
    case .array: return .list(element.map { $0.type(title + "[]", isClosed: isClosed) } ?? .dyn)
    case .string: base = .string
    case .integer: base = .int
    case .fraction: base = .double
    case .true, .false: base = .bool
    case .null: return .dyn
    }
    return nulls > 0 ? .wrapper(base) : base
  }

  func object(_ title: String, isClosed: Bool) -> ObjectShape {
    var known: [String: ObjectShape.Field] = [:]
    known.reserveCapacity(members.count)
    for member in members {
      let (name, field) = (member.name, member.shape)
      // Only what has parts is ever called by its name.
      let type =
        field.hasParts
        ? field.type("\(title).\(name)", isClosed: isClosed) : field.type("", isClosed: isClosed)
      known[name] = ObjectShape.Field(type, seen: field.count, note: field.example)
    }
    return ObjectShape(
      name: title, fields: known, total: count - nulls, isClosed: isClosed && !isShapeless && !known.isEmpty)
  }

  /// A recorded value to show, if there is a short one.
  var example: String? { texts.first { !$0.isEmpty && ($0.utf8.count <= 40 || $0.count <= 40) } }
}
