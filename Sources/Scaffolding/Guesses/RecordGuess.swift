/// What tells records apart, and when they changed.
enum RecordGuess {
  static func key(of record: Sample, resource: String) -> Guess<String> {
    let scalars = (record.members ?? []).filter { $0.value.isScalar && $0.value != .null }
    let single = Words.singular(resource)
    let named: [(String, Double)] = [
      ("id", 0.95), ("uuid", 0.9), ("guid", 0.9), ("\(single)_id", 0.9), ("\(single)_uuid", 0.85),
      ("key", 0.7), ("code", 0.6), ("number", 0.5),
    ]
    for (name, confidence) in named {
      if let member = scalars.first(where: { Words.snake($0.key) == name }) {
        return Guess(member.key, confidence, "a field is named `\(member.key)`")
      }
    }
    if let member = scalars.first(where: { Words.parts($0.key).last == "id" }) {
      return Guess(member.key, 0.5, "the first field that ends in id")
    }
    return Guess(scalars.first?.key ?? record.members?.first?.key ?? "id", 0.2, "nothing looks like an id")
  }

  /// The parameter and field by which changed records are read.
  struct Changes: Sendable {
    var parameter: String
    var field: String
    var format: String?
    var guess: Guess<Bool>

    /// A cursor for a test, and what is sent for it: the overlap of five minutes goes off.
    var example: (start: String, sent: String) {
      switch format {
      case "date": ("2026-01-01T12:05:00Z", "2026-01-01")
      case "unix": ("2026-01-01T00:05:00Z", "1767225600")
      default: ("2026-01-01T00:05:00Z", "2026-01-01T00:00:00Z")
      }
    }
  }

  static func changes(of endpoint: EndpointSketch, record: Sample) -> Changes? {
    guard let name = endpoint.parameter(named: since),
      let parameter = endpoint.parameters.first(where: { $0.name == name })
    else { return nil }
    let moments = (record.members ?? []).filter {
      TextKind($0.value) == .date || TextKind($0.value) == .moment
    }
    guard let field = updated.lazy.compactMap({ name in moments.first { Words.snake($0.key) == name } }).first
    else { return nil }
    let format =
      parameter.format == "date"
      ? "date" : ["integer", "int32", "int64"].contains(parameter.format ?? "") ? "unix" : nil
    return Changes(
      parameter: parameter.name, field: field.key, format: format,
      guess: Guess(true, 0.8, "`\(parameter.name)` in the request, `\(field.key)` in the record"))
  }

  private static let since = [
    "updated_since", "updated_after", "modified_since", "modified_after", "changed_since", "since",
    "updated_from", "last_modified", "last_modified_after",
    "updated_at_gte", "updated_at_gt", "updated_at_min", "modified_from", "changed_after",
    "if_modified_since", "updated_at", "from_date",
  ]
  private static let updated = [
    "updated_at", "updated", "modified_at", "modified", "last_modified", "last_modified_at", "last_updated",
    "last_updated_at", "date_modified",
    "date_updated", "changed_at", "last_changed", "changed", "modified_date", "update_time", "updated_on",
    "modified_on", "updated_time",
  ]
}

/// What a text looks like.
enum TextKind: Sendable, Hashable {
  case date, moment, email, url, number, other

  init?(_ sample: Sample) {
    guard let text = sample.text else { return nil }
    self.init(text)
  }

  init(_ text: String) {
    let bytes = Array(text.utf8)
    if Self.isDate(bytes.prefix(10)) {
      self =
        bytes.count == 10
        ? .date
        : bytes.count >= 16 && (bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "))
          ? .moment : .other
    } else if text.hasPrefix("http://") || text.hasPrefix("https://") {
      self = .url
    } else if text.contains("@"), text.contains("."), !text.contains(" ") {
      self = .email
    } else if !bytes.isEmpty, Double(text) != nil,
      bytes.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D })
    {
      self = .number
    } else {
      self = .other
    }
  }

  private static func isDate(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count == 10 else { return false }
    let isShaped = bytes.enumerated().allSatisfy { position, byte in
      position == 4 || position == 7 ? byte == UInt8(ascii: "-") : (0x30...0x39).contains(byte)
    }
    let parts = String(decoding: bytes, as: UTF8.self).split(separator: "-").compactMap { Int($0) }
    return isShaped && parts.count == 3 && (1...12).contains(parts[1]) && (1...28).contains(min(parts[2], 28))
      && parts[2] <= 31 && parts[2] > 0
  }
}
