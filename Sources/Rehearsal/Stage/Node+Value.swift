internal import JSON
internal import Values
internal import YAML

extension Node {
  /// What was written, as a value of the expression language.
  var value: Value {
    switch content {
    case .list(let items): return .list(items.map(\.value))
    case .mapping(let mapping):
      var entries = MapValue.Entries()
      for entry in mapping.entries { entries.set(.string(entry.key.text), to: entry.value.value) }
      return .map(MapValue(entries))
    case .scalar(let scalar):
      switch scalar.resolved {
      case .null: return .null
      case .bool(let flag): return .bool(flag)
      case .int(let number): return .int(Int64(number))
      case .float(let number): return .double(number)
      default: return .string(scalar.text)
      }
    }
  }

  /// What was written, as an organization supplies a setting: text, and for a list its JSON.
  var settingText: String {
    if let scalar { return scalar.isNothing ? "" : scalar.text }
    var bytes: [UInt8] = []
    bytes.append(0x5B)
    for (place, item) in (list ?? []).enumerated() {
      if place > 0 { bytes.append(0x2C) }
      JSONText.append(item.scalar?.text ?? "", to: &bytes)
    }
    bytes.append(0x5D)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Scalar {
  fileprivate var isNothing: Bool {
    if case .null = resolved { true } else { false }
  }
}
