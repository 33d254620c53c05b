package import JSON

/// A value of the expression language.
///
/// `json` is a view into a parsed document and behaves everywhere as the value it shows: call `plain` before
/// deciding what a value is. It stays a view for as long as possible because a view costs no allocation and
/// because the text of its number is still there for `decimal`.
package enum Value: Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case double(Double)
  case string(String)
  case bytes([UInt8])
  case list(ListValue)
  case map(MapValue)
  case timestamp(Instant)
  case duration(TimeSpan)
  case date(CivilDate)
  indirect case decimal(Decimal)
  case type(TypeName)
  indirect case optional(Value?)
  indirect case address(IPAddress)
  indirect case network(IPNetwork)
  case json(JSONView)
}

extension Value {
  /// A list of values held in memory.
  package static func list(_ values: [Value]) -> Value { .list(ListValue(values)) }

  /// The same value, with a view into a document replaced by what it shows.
  ///
  /// Containers stay lazy: a JSON array becomes a list over the array, not an array of values.
  package var plain: Value {
    if case .json(let view) = self { Value.shown(by: view) } else { self }
  }

  /// What sort of value this is, with views seen through.
  package var kind: ValueKind {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    case .list: .list
    case .map: .map
    case .timestamp: .timestamp
    case .duration: .duration
    case .date: .date
    case .decimal: .decimal
    case .type: .type
    case .optional: .optional
    case .address: .address
    case .network: .network
    case .json(let view): Value.kind(of: view)
    }
  }

  /// Whether this is null, or a view of a JSON null.
  package var isNull: Bool { kind == .null }
}

/// The sorts of value there are; the raw value is the name `type()` answers with.
package enum ValueKind: String, Sendable, CaseIterable {
  case null = "null_type"
  case bool
  case int
  case uint
  case double
  case string
  case bytes
  case list
  case map
  case timestamp = "google.protobuf.Timestamp"
  case duration = "google.protobuf.Duration"
  case date
  case decimal
  case type
  case optional = "optional_type"
  case address = "net.IP"
  case network = "net.CIDR"

  /// The name used in messages, without the protocol-buffer prefix that means nothing to our readers.
  package var title: String {
    switch self {
    case .null: "null"
    case .timestamp: "timestamp"
    case .duration: "duration"
    case .optional: "optional"
    default: rawValue
    }
  }
}

/// A type used as a value, as in `type(x) == string`.
package struct TypeName: Sendable, Hashable {
  package let name: String

  package init(_ name: String) { self.name = name }
}
