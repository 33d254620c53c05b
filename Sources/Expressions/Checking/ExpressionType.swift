internal import Synchronization
package import Values

/// What is known of a value before it exists.
///
/// `dyn` is known of nothing and fits everywhere.
package indirect enum ExpressionType: Sendable, Hashable {
  case dyn
  /// The type of what is wrong: it fits everywhere, so that one mistake is reported once.
  case error
  case null, bool, int, uint, double, string, bytes
  case timestamp, duration, date, decimal
  case list(ExpressionType)
  case map(ExpressionType, ExpressionType)
  case optional(ExpressionType)
  /// A value of this type, or null.
  case wrapper(ExpressionType)
  case object(ObjectShape)
  /// A type as a value, as `int` is one.
  case type(ExpressionType)
  /// A type of which only the name is known, with its parameters.
  case named(String, [ExpressionType])
  /// A type parameter in a signature, such as `T`.
  case parameter(String)
  /// A type parameter of one particular use, to be found out by the checker.
  case variable(Int)
}

extension ExpressionType {
  package static let address = ExpressionType.named(ValueKind.address.rawValue, [])
  package static let network = ExpressionType.named(ValueKind.network.rawValue, [])

  /// The sort of value there is at runtime, or nil when that is open.
  package var kind: ValueKind? {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    case .timestamp: .timestamp
    case .duration: .duration
    case .date: .date
    case .decimal: .decimal
    case .list: .list
    case .map, .object: .map
    case .optional: .optional
    case .type: .type
    case .named(let name, _): ValueKind(rawValue: name)
    case .dyn, .error, .wrapper, .parameter, .variable: nil
    }
  }

  /// Whether a value can be an argument where this type is asked for; the inside of containers is not looked at.
  package func admits(_ kind: ValueKind) -> Bool {
    switch self {
    case .wrapper(let inner): kind == .null || inner.admits(kind)
    default: self.kind == nil || self.kind == kind
    }
  }

  var isOpen: Bool { self == .dyn || self == .error }
}

extension ExpressionType: CustomStringConvertible {
  package var description: String {
    switch self {
    case .dyn: "dyn"
    case .error: "error"
    case .null: "null"
    case .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .date, .decimal:
      kind?.title ?? ""
    case .list(let element): "list(\(element))"
    case .map(let key, let value): "map(\(key), \(value))"
    case .optional(let inner): "optional(\(inner))"
    case .wrapper(let inner): "wrapper(\(inner))"
    case .object(let shape): shape.name
    case .type(let inner): "type(\(inner))"
    case .named(let name, let parameters):
      parameters.isEmpty ? name : "\(name)(\(parameters.map(\.description).joined(separator: ", ")))"
    case .parameter(let name): name
    case .variable: "dyn"
    }
  }
}

extension ExpressionType {
  /// The type as messages name it.
  var words: String {
    switch self {
    case .wrapper(let inner): "\(inner.words) or null"
    case .optional(let inner): "an optional \(inner.words)"
    case .list(let element): element.isOpen ? "list" : "list of \(element.words)"
    default: description
    }
  }

  /// The type without null.
  var solid: ExpressionType { if case .wrapper(let inner) = self { inner } else { self } }
}

/// The fields known of an object: of the settings, of a model, of the records seen in a recording.
package final class ObjectShape: Sendable {
  /// What is known of one field.
  package struct Field: Sendable {
    package let type: ExpressionType
    /// In how many of `ObjectShape.total` objects the field was seen, where the shape was observed.
    package let seen: Int?
    /// A word for the reader, such as the line that declares the field.
    package let note: String?

    package init(_ type: ExpressionType, seen: Int? = nil, note: String? = nil) {
      self.type = type
      self.seen = seen
      self.note = note
    }
  }

  package let name: String
  /// Each is worked out when somebody asks for it: of a large shape most is never looked at.
  private let known: Mutex<[String: Field]>
  /// Tells what is not known yet; nil where nothing is open.
  private let source: Source?
  /// Where the fields of an observed shape come from.
  private struct Source: Sendable {
    let names: @Sendable () -> [String]
    let field: @Sendable (String) -> Field?
  }
  /// How many objects were looked at, where the shape was observed.
  package let total: Int?
  /// Whether another field than these is a mistake.
  package let isClosed: Bool

  /// Whether it tells what was seen, not what was declared.
  var isObserved: Bool { total != nil }

  package init(name: String, fields: [String: Field], total: Int? = nil, isClosed: Bool) {
    self.name = name
    known = Mutex(fields)
    source = nil
    self.total = total
    self.isClosed = isClosed
  }

  /// A shape that was observed, whose fields are told when they are first asked for.
  package init(
    name: String, total: Int, isClosed: Bool, names: @escaping @Sendable () -> [String],
    telling field: @escaping @Sendable (String) -> Field?
  ) {
    self.name = name
    known = Mutex([:])
    source = Source(names: names, field: field)
    self.total = total
    self.isClosed = isClosed
  }

  /// All of them, which may be many: who wants one asks for it by its name.
  package var fields: [String: Field] {
    known.withLock { known in
      if let source {
        let names = source.names()
        if known.count < names.count { known.reserveCapacity(names.count) }
        for name in names where known[name] == nil { known[name] = source.field(name) }
      }
      return known
    }
  }

  /// How many fields were compared with names that were not among them.
  private let compared = Atomic(0)
  /// Whoever misspells more than this allows is not told what was meant: a hostile file has thousands of slips in thousands of names.
  private static let mostCompared = 10_000

  /// Whether a name that is no field may still be compared with all of them.
  package var isWorthComparing: Bool {
    compared.wrappingAdd(fields.count, ordering: .relaxed).oldValue < Self.mostCompared
  }

  /// The first in the alphabet; none where there are so many that a few would say nothing, and sorting them for every slip would take long.
  package func firstNames(_ count: Int) -> [String] {
    fields.count > Self.mostListed ? [] : Array(fields.keys.sorted().prefix(count))
  }

  private static let mostListed = 400

  package func field(_ name: String) -> Field? {
    known.withLock { known in
      if let field = known[name] { return field }
      guard let field = source?.field(name) else { return nil }
      known[name] = field
      return field
    }
  }
}

extension ObjectShape: Hashable {
  package static func == (left: ObjectShape, right: ObjectShape) -> Bool { left === right }
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
