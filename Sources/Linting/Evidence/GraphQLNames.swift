/// The names under which a GraphQL query asks for its answer: the fields at its top, or what they are renamed to.
///
/// All queries go to one address, and recordings may leave their text out. So a reply is told from those to other queries by what its
/// `data` holds.
struct GraphQLNames {
  /// Nil where a fragment at the top brings names that are written elsewhere.
  private(set) var names: Set<String>? = []

  /// Reads the text of a query; several operations are taken together.
  init(_ query: String) {
    var scan = Scan(query)
    var depth = 0
    var isFragment = false
    var isRenamed = false
    while let token = scan.next() {
      switch token {
      case .open: depth += 1
      case .close:
        depth -= 1
        if depth == 0 { isFragment = false }
      case .spread: if depth == 1, !isFragment { names = nil }
      case .colon: break
      case .name(let name) where depth == 0: if name == "fragment" { isFragment = true }
      case .name(let name) where depth == 1 && !isFragment:
        // What stands behind the colon is the field; the answer has the name before it.
        if isRenamed {
          isRenamed = false
        } else {
          names?.insert(name)
          isRenamed = scan.isAtColon
        }
      case .name: break
      }
    }
  }

  /// Whether a reply whose `data` has these keys can be an answer.
  func fit(_ keys: some Sequence<String>) -> Bool {
    names.map { names in keys.allSatisfy(names.contains) } ?? true
  }

  /// The query word by word, without arguments, directives, texts and comments.
  private struct Scan {
    enum Token {
      case open, close, spread, colon
      case name(String)
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var isAtColon: Bool { bytes[position...].first { $0 > 0x20 } == UInt8(ascii: ":") }

    mutating func next() -> Token? {
      while position < bytes.count {
        let byte = bytes[position]
        if Self.isInName(byte) { return .name(word()) }
        position += 1
        switch byte {
        case UInt8(ascii: "{"): return .open
        case UInt8(ascii: "}"): return .close
        case UInt8(ascii: ":"): return .colon
        case UInt8(ascii: "("): skipArguments()
        case UInt8(ascii: "#"): skip { $0 != 0x0A }
        case UInt8(ascii: "@"): skip(while: Self.isInName)
        case UInt8(ascii: "."):
          skip { $0 == UInt8(ascii: ".") }
          return .spread
        default: break
        }
      }
      return nil
    }

    private mutating func word() -> String {
      let start = position
      skip(while: Self.isInName)
      return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func skip(while isMeant: (UInt8) -> Bool) {
      while position < bytes.count, isMeant(bytes[position]) { position += 1 }
    }

    /// To behind the bracket that closes, texts respected.
    private mutating func skipArguments() {
      var depth = 1
      var isText = false
      while depth > 0, position < bytes.count {
        switch bytes[position] {
        case UInt8(ascii: "\\") where isText: position = min(position + 1, bytes.count - 1)
        case UInt8(ascii: "\""): isText.toggle()
        case UInt8(ascii: "(") where !isText: depth += 1
        case UInt8(ascii: ")") where !isText: depth -= 1
        default: break
        }
        position += 1
      }
    }

    private static func isInName(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
    }
  }
}
