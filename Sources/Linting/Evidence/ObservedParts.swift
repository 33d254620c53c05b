internal import JSON
internal import Language
internal import Values

/// What an ``ObservedShape`` has gathered: counts, and what stands inside of objects and lists.
///
/// Objects and lists are kept as they came and looked into when somebody asks for a part of them: of most of what is recorded nobody does.
struct ObservedParts: Sendable {
  struct Member {
    let name: String
    let shape: ObservedShape
  }

  /// An object or a list that was added and not yet looked into.
  private struct Folded {
    let document: JSONDocument
    let index: Int
  }

  private(set) var count = 0
  private(set) var nulls = 0
  /// One bit for each kind that was met, null aside.
  private(set) var kinds: UInt16 = 0
  /// The first few different texts.
  private(set) var texts: [String] = []
  /// Members of all objects, counted as often as they occur.
  private(set) var memberCount = 0
  private var folded: [Folded] = []
  private var unfolded: [Member] = []
  /// By name, once there are so many that looking through them costs more.
  private var positions: [String: Int] = [:]
  private var unfoldedElement: ObservedShape?
  private var holdsDataInKeys = false

  private static let textsKept = 6
  /// An object with more keys, in one record or in all together, holds data in its keys and has no shape.
  private static let mostNames = 2000
  /// How far a key is looked for behind where it is expected, before hashing it.
  private static let namesAhead = 6
  /// As many names are compared one after the other.
  private static let namesScanned = 16

  /// Truth and falsehood are one kind.
  static func bit(_ kind: JSONView.Kind) -> UInt16 {
    1 << max(kind.rawValue, JSONView.Kind.true.rawValue)
  }

  // MARK: Asking

  /// In the order in which they were first seen.
  var members: [Member] {
    mutating get {
      unfold()
      return unfolded
    }
  }

  var element: ObservedShape? {
    mutating get {
      unfold()
      return unfoldedElement
    }
  }

  mutating func field(_ name: String) -> ObservedShape? {
    unfold()
    return known(name).map { unfolded[$0].shape }
  }

  var isShapeless: Bool {
    mutating get {
      // Too many names need as many members: else nothing need be looked into.
      if memberCount > Self.mostNames { unfold() }
      return holdsDataInKeys
    }
  }

  // MARK: Adding

  mutating func add(_ index: Int, of document: JSONDocument) {
    let tape = document.tape
    count += 1
    let kind = tape.kind(index)
    if kind != .null { kinds |= Self.bit(kind) }
    switch kind {
    case .null: nulls += 1
    case .object:
      memberCount += tape.length(index)
      folded.append(Folded(document: document, index: index))
    case .array: folded.append(Folded(document: document, index: index))
    case .string, .integer, .fraction:
      guard texts.count < Self.textsKept, !texts.contains(where: { tape.says(index, $0) }) else { return }
      remember(String(decoding: tape.text(index), as: UTF8.self))
    case .true: remember("true")
    case .false: remember("false")
    }
  }

  /// Adds a value that is no view of a document.
  mutating func add(_ value: Value) {
    count += 1
    switch value {
    case .null: nulls += 1
    case .map(let map):
      unfold()
      kinds |= Self.bit(.object)
      for pair in map.pairs {
        guard case .string(let name) = pair.key else { continue }
        memberCount += 1
        if let place = position(of: name) { unfolded[place].shape.add(pair.value) }
      }
    case .list(let list):
      unfold()
      kinds |= Self.bit(.array)
      let inner = openElement()
      for value in list.values { inner.add(value) }
    case .string(let text):
      kinds |= Self.bit(.string)
      remember(text)
    case .int(let number):
      kinds |= Self.bit(.integer)
      remember("\(number)")
    case .double(let number):
      kinds |= Self.bit(.fraction)
      remember("\(number)")
    case .bool(let truth):
      kinds |= Self.bit(.true)
      remember(truth ? "true" : "false")
    default: break
    }
  }

  mutating func admit(_ form: RecordForm) {
    switch form {
    case .text: kinds |= Self.bit(.string)
    case .truth: kinds |= Self.bit(.true)
    case .table:
      kinds |= Self.bit(.object)
      holdsDataInKeys = true
    case .list(let form):
      unfold()
      kinds |= Self.bit(.array)
      openElement().admit(form)
    case .object(let fields):
      unfold()
      kinds |= Self.bit(.object)
      memberCount += fields.count
      for field in fields {
        guard let place = position(of: field.name) else { continue }
        unfolded[place].shape.admit(field.form)
      }
    }
  }

  private mutating func remember(_ text: String) {
    guard texts.count < Self.textsKept, !texts.contains(text) else { return }
    if texts.count == 1 { texts.reserveCapacity(Self.textsKept) }
    texts.append(text)
  }

  // MARK: Unfolding

  /// Looks into what was added since the last time, in the same order.
  private mutating func unfold() {
    guard !folded.isEmpty else { return }
    let values = folded
    folded = []
    for value in values {
      if value.document.tape.kind(value.index) == .object {
        unfold(object: value.index, of: value.document)
      } else {
        unfold(list: value.index, of: value.document)
      }
    }
  }

  private mutating func unfold(object index: Int, of document: JSONDocument) {
    let tape = document.tape
    // Records of one provider list their keys in one order: the next name is nearly always the one expected.
    var expected = 0
    var key = index + 2
    for _ in 0..<tape.length(index) {
      guard let place = position(of: key, in: tape, expected: expected) else { break }
      unfolded[place].shape.add(key + 1, of: document)
      expected = place + 1
      key = tape.next(key + 1)
    }
  }

  private mutating func unfold(list index: Int, of document: JSONDocument) {
    let tape = document.tape
    let inner = openElement()
    var at = index + 2
    for _ in 0..<tape.length(index) {
      inner.add(at, of: document)
      at = tape.next(at)
    }
  }

  private mutating func openElement() -> ObservedShape {
    if let unfoldedElement { return unfoldedElement }
    let element = ObservedShape()
    unfoldedElement = element
    return element
  }

  private mutating func position(of key: Int, in tape: JSONTape, expected: Int) -> Int? {
    // A few keys that some records lack shift all others a little: the right one is near.
    let end = min(expected + Self.namesAhead, unfolded.count)
    var place = expected
    while place < end {
      if tape.says(key, unfolded[place].name) { return place }
      place += 1
    }
    return position(of: String(decoding: tape.text(key), as: UTF8.self))
  }

  /// Where a name stands; nil for a new one when there are too many.
  private mutating func position(of name: String) -> Int? {
    if let known = known(name) { return known }
    guard unfolded.count < Self.mostNames else {
      holdsDataInKeys = true
      return nil
    }
    unfolded.append(Member(name: name, shape: ObservedShape()))
    if unfolded.count == Self.namesScanned + 1 {
      for (position, member) in unfolded.enumerated() { positions[member.name] = position }
    } else if unfolded.count > Self.namesScanned {
      positions[name] = unfolded.count - 1
    }
    return unfolded.count - 1
  }

  private func known(_ name: String) -> Int? {
    unfolded.count > Self.namesScanned ? positions[name] : unfolded.firstIndex { $0.name == name }
  }
}
