/// A JSON value as an example: what a response holds, or what a document says.
indirect enum Sample: Sendable, Hashable {
  struct Member: Sendable, Hashable {
    var key: String
    var value: Sample
  }

  case null
  case bool(Bool)
  /// With the digits as written.
  case number(String)
  case text(String)
  case list([Sample])
  case object([Member])

  var text: String? { if case .text(let text) = self { text } else { nil } }
  var list: [Sample]? { if case .list(let items) = self { items } else { nil } }
  var members: [Member]? { if case .object(let members) = self { members } else { nil } }
  var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  /// A whole number, also where it is written `50.0`, as some programs write the limits of their documents.
  var int: Int? {
    guard case .number(let digits) = self else { return nil }
    let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.count < 2 || parts[1].allSatisfy { $0 == "0" } ? Int(parts[0]) : nil
  }

  var isScalar: Bool {
    switch self {
    case .list, .object: false
    default: true
    }
  }

  /// A scalar as the text that a file or an address would hold.
  var scalarText: String? {
    switch self {
    case .text(let text): text
    case .number(let digits): digits
    case .bool(let value): value ? "true" : "false"
    case .null, .list, .object: nil
    }
  }

  subscript(key: String) -> Sample? { members?.first { $0.key == key }?.value }

  subscript(path: [String]) -> Sample? {
    var value = self
    for key in path {
      guard let next = value[key] else { return nil }
      value = next
    }
    return value
  }

  /// Puts a value at a path; what is missing on the way is made, what is in the way is replaced.
  mutating func set(_ value: Sample, at path: some Collection<String>) {
    guard let key = path.first else {
      self = value
      return
    }
    var members = self.members ?? []
    let index = members.firstIndex { $0.key == key } ?? members.endIndex
    if index == members.endIndex { members.append(Member(key: key, value: .null)) }
    members[index].value.set(value, at: path.dropFirst())
    self = .object(members)
  }

  /// Takes away what is at a path.
  mutating func remove(_ path: some Collection<String>) {
    guard let key = path.first, var members, let index = members.firstIndex(where: { $0.key == key }) else {
      return
    }
    if path.count == 1 {
      members.remove(at: index)
    } else {
      members[index].value.remove(path.dropFirst())
    }
    self = .object(members)
  }

  /// All scalars below, with their paths; lists are not entered.
  func scalars(depth: Int = 3) -> [(path: [String], value: Sample)] {
    guard let members else { return [] }
    return members.flatMap { member -> [(path: [String], value: Sample)] in
      if member.value.isScalar { return [([member.key], member.value)] }
      guard depth > 1 else { return [] }
      return member.value.scalars(depth: depth - 1).map { ([member.key] + $0.path, $0.value) }
    }
  }
}

extension Sample {
  /// The value as JSON, two blanks per level.
  var json: String {
    var result = ""
    write(into: &result, indentation: 0)
    return result
  }

  private func write(into result: inout String, indentation: Int) {
    switch self {
    case .null: result += "null"
    case .bool(let value): result += value ? "true" : "false"
    case .number(let digits): result += digits
    case .text(let text): result += Self.quoted(text)
    case .list(let items):
      Self.write(items, "[", "]", into: &result, indentation) {
        $0.write(into: &$1, indentation: indentation + 1)
      }
    case .object(let members):
      Self.write(members, "{", "}", into: &result, indentation) { member, result in
        result += Self.quoted(member.key) + ": "
        member.value.write(into: &result, indentation: indentation + 1)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], _ opening: String, _ closing: String, into result: inout String,
    _ indentation: Int,
    _ write: (Element, inout String) -> Void
  ) {
    result += opening
    for (position, element) in elements.enumerated() {
      result += (position == 0 ? "\n" : ",\n") + String(repeating: " ", count: 2 * (indentation + 1))
      write(element, &result)
    }
    if !elements.isEmpty { result += "\n" + String(repeating: " ", count: 2 * indentation) }
    result += closing
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F {
          let digits = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
