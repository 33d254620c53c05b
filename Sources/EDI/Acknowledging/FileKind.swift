/// What a file of segments is, found by its first transaction.
package enum FileKind: Sendable, Hashable {
  case enrolment
  /// A 999, a 997 or a TA1 alone.
  case acknowledgement
  /// Another transaction, by its number.
  case other(String)
  /// No interchange at all.
  case none

  package static func of(_ bytes: [UInt8]) -> FileKind {
    var reader = SegmentReader(.memory(bytes))
    var segment = Segment()
    var (hasNote, hasInterchange) = (false, false)
    while (try? reader.next(into: &segment)) == true {
      switch segment.id {
      case "ISA": hasInterchange = true
      case "TA1": hasNote = true
      case "ST":
        switch segment[1] ?? "" {
        case "834": return .enrolment
        case "999", "997": return .acknowledgement
        case let other: return .other(other)
        }
      default: break
      }
    }
    if hasNote { return .acknowledgement }
    return hasInterchange ? .other("") : .none
  }

  /// Whether the last segment is one that ends an interchange: a file without it is still being written, or was cut.
  package static func isComplete(_ bytes: [UInt8]) -> Bool {
    var reader = SegmentReader(.memory(bytes))
    var segment = Segment()
    do {
      while try reader.next(into: &segment) {}
    } catch {
      return false
    }
    return segment.id == "IEA"
  }

  /// Whether a file claims to be one of segments: it begins with an ISA, perhaps behind a mark or blanks.
  package static func beginsInterchange(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    return rest.drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }.starts(with: Array("ISA".utf8))
  }
}
