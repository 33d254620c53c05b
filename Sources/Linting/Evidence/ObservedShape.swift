internal import Diagnostics
internal import Expressions
internal import JSON
internal import Language
internal import Synchronization
internal import Values

/// What recorded values looked like at one place: which kinds, which fields, how often.
///
/// A class, because a shape is built by merging value after value into it.
final class ObservedShape: Sendable {
  private let parts = Mutex(ObservedParts())

  var count: Int { parts.withLock { $0.count } }
  var nulls: Int { parts.withLock { $0.nulls } }
  private var kinds: UInt16 { parts.withLock { $0.kinds } }
  private var memberCount: Int { parts.withLock { $0.memberCount } }
  private var isShapeless: Bool { parts.withLock { $0.isShapeless } }

  /// The first few different texts.
  var texts: [String] { parts.withLock { $0.texts } }

  /// In the order in which they were first seen.
  private var members: [ObservedParts.Member] { parts.withLock { $0.members } }

  /// What the elements of lists look like; nil where there was no list.
  var element: ObservedShape? { parts.withLock { $0.element } }

  /// In the order in which they were first seen.
  var names: [String] { members.map(\.name) }

  func field(_ name: String) -> ObservedShape? { parts.withLock { $0.field(name) } }

  func add(_ view: JSONView) { add(view.index, of: view.document) }

  /// Adds what stands at a place of a document.
  func add(_ index: Int, of document: JSONDocument) { parts.withLock { $0.add(index, of: document) } }

  /// A value that an expression made: views as they are, anything else through its JSON form.
  func add(_ value: Value) {
    if case .json(let view) = value { return add(view) }
    parts.withLock { $0.add(value) }
  }

  /// Takes over what is known to be possible before anything was seen.
  func admit(_ form: RecordForm) { parts.withLock { $0.admit(form) } }

  /// Goes through all names of fields and the texts that were kept, the second argument telling which it is.
  func forEachWord(_ visit: (String, Bool) -> Void) {
    for text in texts { visit(text, false) }
    element?.forEachWord(visit)
    for member in members {
      visit(member.name, true)
      member.shape.forEachWord(visit)
    }
  }

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

  private func has(_ kind: JSONView.Kind) -> Bool { kinds & ObservedParts.bit(kind) != 0 }

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
    ObjectShape(
      name: title, total: count - nulls, isClosed: isClosed && !isShapeless && memberCount > 0,
      names: { self.names }, telling: { self.described($0, in: title, isClosed: isClosed) })
  }

  private func described(_ name: String, in title: String, isClosed: Bool) -> ObjectShape.Field? {
    guard let field = field(name) else { return nil }
    // Only what has parts is ever called by its name.
    let title = field.hasParts ? "\(title).\(name)" : ""
    return ObjectShape.Field(
      field.type(title, isClosed: isClosed), seen: field.count, note: field.example)
  }

  /// A recorded value to show, if there is a short one.
  var example: String? { texts.first { !$0.isEmpty && ($0.utf8.count <= 40 || $0.count <= 40) } }
}
