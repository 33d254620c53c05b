/// A length of time as connectors write it.
package struct Milliseconds: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let count: Int

  package init(_ count: Int) { self.count = count }

  /// Reads `250ms`, `30s`, `5m`, `1h`, `7d`; nil for anything else or for more than a hundred years.
  package init?(_ text: String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let number = Int(digits) else { return nil }
    let unit: Int
    switch text.dropFirst(digits.count) {
    case "ms": unit = 1
    case "s": unit = 1000
    case "m": unit = 60_000
    case "h": unit = 3_600_000
    case "d": unit = 86_400_000
    default: return nil
    }
    let (count, overflow) = number.multipliedReportingOverflow(by: unit)
    guard !overflow, count <= 3_153_600_000_000 else { return nil }
    self.count = count
  }

  package static func < (a: Milliseconds, b: Milliseconds) -> Bool { a.count < b.count }

  package var description: String {
    for (unit, length) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000)]
    where count % length == 0 && count > 0 {
      return "\(count / length)\(unit)"
    }
    return "\(count)ms"
  }
}

/// A set of neighbouring HTTP statuses.
package struct StatusRange: Sendable, Hashable {
  package let bounds: ClosedRange<Int>

  /// Reads `429`, `5xx`, `500-504`.
  package init?(_ text: String) {
    let lower = text.lowercased()
    if lower.utf8.count == 3, lower.hasSuffix("xx"), let digit = Int(lower.prefix(1)), (1...5).contains(digit)
    {
      bounds = digit * 100...digit * 100 + 99
      return
    }
    let parts = lower.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count <= 2, let first = parts.first.flatMap({ Int($0) }),
      let last = parts.last.flatMap({ Int($0) }),
      first <= last, (100...599).contains(first), (100...599).contains(last)
    else { return nil }
    bounds = first...last
  }
}
