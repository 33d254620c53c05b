/// What a GraphQL query tells of its reply: the fields it asks for, each with a made-up value.
///
/// A query does not say which fields are lists: `edges` and `nodes` are, and else those whose name is that of several.
struct GraphQLShape {
  /// The body of a good reply.
  let reply: Sample
  /// The variable that is given as `after`.
  let cursor: String?
  /// Arguments of fields that are a variable or a number.
  private let arguments: [Argument]

  private struct Argument {
    let name: String
    var variable: String?
    var number: Int?
  }

  /// The variable that is given under one of these names.
  func variable(named names: [String]) -> String? {
    arguments.first { names.contains($0.name) && $0.variable != nil }?.variable
  }

  /// The number that is given under one of these names.
  func number(named names: [String]) -> Int? {
    arguments.first { names.contains($0.name) && $0.number != nil }?.number
  }

  private static let depth = 16

  init(_ query: String) {
    var reader = Reader(tokens: Self.tokens(query))
    reader.toSelection()
    reply = .object([.init(key: "data", value: .object(reader.selection(depth: Self.depth)))])
    cursor = reader.cursor
    arguments = reader.arguments
  }

  /// The path of the object that holds `pageInfo`.
  var connection: [String]? { Self.connection(in: reply, depth: Self.depth) }

  private static func connection(in value: Sample, depth: Int) -> [String]? {
    if let info = value["pageInfo"], info["hasNextPage"] != nil, info["endCursor"] != nil { return [] }
    guard depth > 0 else { return nil }
    return (value.members ?? []).lazy.compactMap { member in
      connection(in: member.value, depth: depth - 1).map { [member.key] + $0 }
    }.first
  }

  /// Names and signs; comments and what stands in quotes tell nothing.
  private static func tokens(_ query: String) -> [Substring] {
    var tokens: [Substring] = []
    var rest = query.prefix(100_000)
    while let first = rest.first {
      if first == "#" {
        rest = rest.drop { !$0.isNewline }
      } else if first == "\"" {
        rest = rest.dropFirst().drop { $0 != "\"" }.dropFirst()
      } else if first.isLetter || first == "_" || first.isNumber {
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        tokens.append(word)
        rest = rest.dropFirst(word.count)
      } else {
        if !first.isWhitespace, first != "," { tokens.append(rest.prefix(1)) }
        rest = rest.dropFirst()
      }
    }
    return tokens
  }

  private struct Reader {
    var tokens: [Substring]
    var position = 0
    var cursor: String?
    var arguments: [Argument] = []

    private var token: Substring? { position < tokens.count ? tokens[position] : nil }

    private mutating func next() -> Substring? {
      defer { position += 1 }
      return token
    }

    /// Goes on to the first selection, past the operation's name and its variables.
    mutating func toSelection() {
      while let token, token != "{" {
        if token == "(" { skipArguments() } else { position += 1 }
      }
    }

    /// The fields between braces.
    mutating func selection(depth: Int) -> [Sample.Member] {
      guard depth > 0, next() == "{" else { return [] }
      var members: [Sample.Member] = []
      while let word = next(), word != "}" {
        if word == "." {
          while token == "." { position += 1 }
          if next() == "on" { position += 1 }
          skipDirectives()
          if token == "{" { members += selection(depth: depth - 1) }
          continue
        }
        var name = word
        if token == ":" {
          position += 1
          name = next() ?? word
        }
        if token == "(" { skipArguments() }
        skipDirectives()
        let value =
          token == "{"
          ? GraphQLShape.value(of: name, selection(depth: depth - 1)) : GraphQLShape.leaf(String(name))
        members.append(.init(key: String(word), value: value))
      }
      return members
    }

    private mutating func skipDirectives() {
      while token == "@" {
        position += 2
        if token == "(" { skipArguments() }
      }
    }

    /// Of `limit: 50` or `offset: $o`, where the name has just been read.
    private mutating func noteArgument(_ name: Substring) {
      let value = tokens[min(position + 1, tokens.count)...]
      var argument = Argument(name: Words.snake(String(name)))
      if value.first == "$" {
        argument.variable = value.dropFirst().first.map(String.init)
      } else {
        argument.number = value.first.flatMap { Int($0) }
      }
      arguments.append(argument)
    }

    private mutating func skipArguments() {
      var open = 0
      while let word = next() {
        if word == "(" { open += 1 }
        if word == ")" { open -= 1 }
        if word == "after", token == ":", position + 2 < tokens.count, tokens[position + 1] == "$" {
          cursor = cursor ?? String(tokens[position + 2])
        }
        if open == 1, token == ":" { noteArgument(word) }
        if open == 0 { return }
      }
    }
  }

  private static func value(of name: Substring, _ members: [Sample.Member]) -> Sample {
    let lists = ["edges", "nodes", "pageInfo", "items", "results", "records"]
    let holdsList = members.contains { lists.contains($0.key) }
    let name = Words.snake(String(name))
    let isSeveral = Words.singular(name) != name && !["ss", "us", "is"].contains { name.hasSuffix($0) }
    let isList = ["edges", "nodes"].contains(name) || isSeveral && !holdsList
    return isList ? .list([.object(members)]) : .object(members)
  }

  private static func leaf(_ name: String) -> Sample {
    let words = Words.parts(name)
    if words.first == "has" || words.first == "is" { return .bool(false) }
    if words.last == "id" { return .text("1") }
    if words.last == "cursor" { return .text("c1") }
    if words.last == "count" { return .number("1") }
    return .text(MadeUp.text(for: name, number: 1) ?? "sample")
  }
}
