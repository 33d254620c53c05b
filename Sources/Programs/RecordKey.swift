package import Values
internal import JSON
internal import Language

/// What tells the records of a stream apart: a path in the record, or several.
package struct RecordKey: Sendable {
  private let paths: [[String]]

  package init(_ paths: [String]) {
    self.paths = paths.map { RecordPath($0).parts }
  }

  var isComposite: Bool { paths.count > 1 }

  /// The keys of the record itself that the paths begin with.
  package var names: [String] { paths.compactMap(\.first) }

  /// The paths as text, to tell one key from another.
  package var written: String { paths.map { $0.joined(separator: ".") }.joined(separator: ":") }

  /// The path of a key that is not composite.
  var onlyPath: [String]? { paths.count == 1 ? paths.first : nil }

  /// The key as text: the parts of a composite one joined by `:`, numbers with their own digits.
  ///
  /// Nil when a part is missing, null, empty or no scalar: such a record cannot be told apart.
  package func text(of record: Value) -> String? {
    var parts: [String] = []
    for path in paths {
      guard let value = Self.value(at: path, in: record), let text = Self.part(value) else { return nil }
      parts.append(text)
    }
    return Self.joined(parts)
  }

  /// Why a record has no key, in one sentence without a full stop.
  package func absence(in record: Value) -> String {
    if case .map = record.plain {
    } else {
      return
        "the record has no key: it is no object, its type is \(record.kind.title); `records` can make one of each, `x.map(v, {'id': v})`"
    }
    let path = paths.first { Self.value(at: $0, in: record).flatMap(Self.part) == nil } ?? []
    let written = path.joined(separator: ".")
    let isOneKey = path.count > 1 && Self.value(at: [written], in: record) != nil
    return "the record has no key: "
      + (isOneKey
        ? "`\(written)` is a path, and a key with a dot in it stands between backticks"
        : "`\(written)` is missing or empty")
  }

  /// The key of a value that events name: a scalar, or the list of parts of a composite key.
  package func text(naming value: Value) -> String? {
    guard case .list(let list) = value.plain else { return isComposite ? nil : Self.part(value) }
    var parts: [String] = []
    for element in list {
      guard let part = Self.part(element) else { return nil }
      parts.append(part)
    }
    return parts.count == paths.count ? Self.joined(parts) : nil
  }

  /// Parts joined by `:`, each with `%` and `:` escaped so that two different keys never look the same; one part stays as it is.
  package static func joined(_ parts: [String]) -> String {
    guard parts.count > 1 else { return parts.first ?? "" }
    return parts.map(escaped).joined(separator: ":")
  }

  private static func escaped(_ part: String) -> String {
    guard part.utf8.contains(where: { $0 == 0x25 || $0 == 0x3A }) else { return part }
    var bytes: [UInt8] = []
    for byte in part.utf8 {
      switch byte {
      case 0x25: bytes += Array("%25".utf8)
      case 0x3A: bytes += Array("%3A".utf8)
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func value(at path: [String], in record: Value) -> Value? {
    var value = record
    for part in path {
      if case .json(let view) = value {
        guard let next = view[part] else { return nil }
        value = .json(next)
      } else {
        guard case .map(let map) = value.plain, let next = map.value(named: part) else { return nil }
        value = next
      }
    }
    return value
  }

  private static func part(_ value: Value) -> String? {
    switch value.kind {
    case .string, .bool, .int, .uint, .double, .decimal, .date, .timestamp:
      guard let text = value.templateText, !text.isEmpty else { return nil }
      return text
    default: return nil
    }
  }
}
