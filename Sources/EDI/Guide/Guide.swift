/// The guide of one transaction as data: which loops, segments and elements there are, how often, and with which values.
///
/// Reading, checking and writing are driven by this table; a further transaction is a further table.
package struct Guide: Sendable {
  /// `834`, as ST01 says it.
  package let transaction: String
  /// `005010X220A1`, as ST03 and GS08 say it.
  package let version: String
  /// `BE`, as GS01 says it.
  package let group: String
  /// The loop from ST to SE.
  package let root: Loop

  /// Whether a part must be there.
  package enum Usage: Sendable {
    case required, situational
  }

  /// Segments, and loops of segments, in their order; the first segment begins the loop.
  package struct Loop: Sendable {
    package let id: String
    package let name: String
    package let usage: Usage
    /// `Int.max` where the guide sets no limit.
    package let limit: Int
    package let items: [Item]

    init(_ id: String, _ name: String, _ usage: Usage, upTo limit: Int = 1, _ items: [Item]) {
      self.id = id
      self.name = name
      self.usage = usage
      self.limit = limit
      self.items = items
    }
  }

  /// What a loop is made of.
  package enum Item: Sendable {
    case segment(Part)
    case loop(Loop)
  }

  /// A segment at its place.
  package struct Part: Sendable {
    package let id: SegmentID
    package let name: String
    package let usage: Usage
    package let limit: Int
    /// How many elements the standard gives the segment; more is a mistake of syntax, not of the guide.
    package let size: Int
    /// The first element tells this segment from others of the same identifier.
    package let isQualified: Bool
    package let elements: [Element]
    package let notes: [SyntaxNote]

    init(
      _ id: SegmentID, _ name: String, _ usage: Usage, upTo limit: Int = 1, size: Int,
      qualified: Bool = false,
      notes: [SyntaxNote] = [], _ elements: [Element]
    ) {
      self.id = id
      self.name = name
      self.usage = usage
      self.limit = limit
      self.size = size
      isQualified = qualified
      self.elements = elements
      self.notes = notes
    }
  }

  /// One value of a segment.
  ///
  /// A class, because checking passes it on millions of times and must not copy its parts.
  package final class Element: Sendable {
    /// Counted from 1.
    package let position: Int
    package let usage: Usage
    package let kind: Kind
    package let lengths: ClosedRange<Int>
    /// The number in the dictionary of data elements, which a 999 names.
    package let number: Int
    package let name: String
    package let codes: CodeList?
    /// How often it may be repeated.
    package let limit: Int
    /// The parts of a composite; empty for a plain element.
    package let components: [Element]

    init(
      _ position: Int, _ usage: Usage, _ kind: Kind, _ lengths: ClosedRange<Int>, _ number: Int,
      _ name: String,
      _ codes: CodeList? = nil, upTo limit: Int = 1, components: [Element] = []
    ) {
      self.position = position
      self.usage = usage
      self.kind = kind
      self.lengths = lengths
      self.number = number
      self.name = name
      self.codes = codes
      self.limit = limit
      self.components = components
    }
  }

  /// How a value is written.
  package enum Kind: Sendable {
    case text, code
    /// A whole number.
    case whole
    /// A decimal number with an explicit point.
    case decimal
    /// Eight or six digits.
    case date
    case time
    /// What the element before says: a day or a period.
    case period
    case composite
  }

  /// What elements of one segment mean for each other.
  package struct SyntaxNote: Sendable {
    package enum Kind: Sendable {
      /// All or none.
      case paired
      /// At least one.
      case oneOf
      /// Not more than one.
      case exclusive
      /// The first asks for all others.
      case conditional
      /// The first asks for one of the others.
      case listConditional
    }

    package let kind: Kind
    package let positions: [Int]

    static func paired(_ positions: Int...) -> SyntaxNote { .init(kind: .paired, positions: positions) }
    static func oneOf(_ positions: Int...) -> SyntaxNote { .init(kind: .oneOf, positions: positions) }
    static func exclusive(_ positions: Int...) -> SyntaxNote { .init(kind: .exclusive, positions: positions) }
    static func conditional(_ positions: Int...) -> SyntaxNote {
      .init(kind: .conditional, positions: positions)
    }
    static func listConditional(_ positions: Int...) -> SyntaxNote {
      .init(kind: .listConditional, positions: positions)
    }
  }
}

/// The values that a coded element may have.
package struct CodeList: Sendable, ExpressibleByStringLiteral {
  private let sorted: [UInt64]

  /// Codes with blanks between them.
  package init(stringLiteral value: String) {
    sorted = value.split(separator: " ").map { Code(String($0)).packed }.sorted()
  }

  package func contains(_ code: Code) -> Bool {
    if sorted.count <= 8 { return sorted.contains(code.packed) }
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < code.packed { low = middle + 1 } else { high = middle }
    }
    return low < sorted.count && sorted[low] == code.packed
  }

  package var count: Int { sorted.count }

  /// The codes as text, for suggestions.
  package var all: [String] { sorted.map { Code(packed: $0).description } }
}

extension Code {
  init(packed: UInt64) { self.packed = packed }
}

/// The guides that files are checked against.
package enum Guides {
  package static let all: [Guide] = [.enrolment, .acknowledgement]

  package static func guide(version: String) -> Guide? { all.first { $0.version == version } }
}
