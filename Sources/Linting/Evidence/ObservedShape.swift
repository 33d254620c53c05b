internal import Expressions
internal import JSON
internal import Values

/// What recorded values looked like at one place: which kinds, which fields, how often.
///
/// A class, because a shape is built by merging value after value into it.
final class ObservedShape {
  private(set) var count = 0
  private(set) var nulls = 0
  private(set) var kinds: Set<JSONView.Kind> = []
  /// In the order in which they were first seen.
  private(set) var names: [String] = []
  private var fields: [String: ObservedShape] = [:]
  private(set) var element: ObservedShape?
  /// The first few different texts.
  private(set) var texts: [String] = []
  private var knownTexts: Set<String> = []
  private(set) var hasMoreTexts = false

  private static let textsKept = 64

  func field(_ name: String) -> ObservedShape? { fields[name] }

  /// The shape at the end of a path, `status.lastChanged`; lists are looked into.
  func shape(at path: String) -> ObservedShape? {
    var shape: ObservedShape? = self
    for part in path.split(separator: ".") {
      while let element = shape?.element, shape?.names.isEmpty ?? true { shape = element }
      shape = shape?.fields[String(part)]
    }
    return shape
  }

  var isObject: Bool { kinds.contains(.object) }

  func add(_ view: JSONView) {
    count += 1
    let kind = view.kind
    if kind == .null {
      nulls += 1
      return
    }
    kinds.insert(kind == .false ? .true : kind)
    switch kind {
    case .object:
      for (key, value) in view.members { at(key.string ?? "").add(value) }
    case .array:
      let inner = element ?? ObservedShape()
      element = inner
      for value in view.elements { inner.add(value) }
    case .string:
      remember(view.string ?? "")
    case .integer, .fraction:
      remember(view.numberText ?? "")
    case .true, .false:
      remember(kind == .true ? "true" : "false")
    case .null: break
    }
  }

  /// A value that an expression made: views as they are, anything else through its JSON form.
  func add(_ value: Value) {
    switch value {
    case .json(let view): add(view)
    case .map(let map):
      count += 1
      kinds.insert(.object)
      for pair in map.pairs {
        if case .string(let name) = pair.key.value.plain { at(name).add(pair.value) }
      }
    case .list(let list):
      count += 1
      kinds.insert(.array)
      let inner = element ?? ObservedShape()
      element = inner
      for value in list.values { inner.add(value) }
    case .null:
      count += 1
      nulls += 1
    case .string(let text):
      count += 1
      kinds.insert(.string)
      remember(text)
    case .int(let number):
      count += 1
      kinds.insert(.integer)
      remember("\(number)")
    case .double(let number):
      count += 1
      kinds.insert(.fraction)
      remember("\(number)")
    case .bool(let truth):
      count += 1
      kinds.insert(.true)
      remember(truth ? "true" : "false")
    default: count += 1
    }
  }

  private func at(_ name: String) -> ObservedShape {
    if let known = fields[name] { return known }
    let new = ObservedShape()
    fields[name] = new
    names.append(name)
    return new
  }

  private func remember(_ text: String) {
    if knownTexts.contains(text) { return }
    guard texts.count < Self.textsKept else {
      hasMoreTexts = true
      return
    }
    knownTexts.insert(text)
    texts.append(text)
  }

  // MARK: Types

  /// The type of an expression that yields such a value; `title` names it in messages.
  func type(_ title: String, isClosed: Bool) -> ExpressionType {
    guard let only = kinds.first, kinds.count == 1 else { return .dyn }
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
    for name in names {
      guard let field = fields[name] else { continue }
      known[name] = ObjectShape.Field(
        field.type("\(title).\(name)", isClosed: isClosed), seen: field.count, note: field.example)
    }
    return ObjectShape(name: title, fields: known, total: count - nulls, isClosed: isClosed && !known.isEmpty)
  }

  /// A recorded value to show, if there is a short one.
  var example: String? { texts.first { !$0.isEmpty && $0.count <= 40 } }
}
