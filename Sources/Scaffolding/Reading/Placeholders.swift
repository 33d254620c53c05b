/// What an address of somebody's documentation leaves open: `https://{subdomain}.example.com/companies/:company/people?site=YOUR_SITE`.
///
/// Each becomes a setting. While the address is read a word stands in its place that may stand anywhere in one.
struct Placeholders {
  private var found: [(word: String, name: String, isInHost: Bool)] = []
  /// The address with words in place of what is open.
  private(set) var address = ""

  init(_ text: String) {
    let scheme = text.prefix { $0 != ":" } + "://"
    var rest = text.hasPrefix(scheme) ? text.dropFirst(scheme.count) : text[...]
    if text.hasPrefix(scheme) { address += scheme }
    var (isInHost, isInQuery) = (true, false)
    while let character = rest.first {
      if let open = Self.open(rest, isInHost: isInHost, isInQuery: isInQuery, before: address.last) {
        add(String(open.name), isInHost: isInHost)
        rest = rest.dropFirst(open.length)
        continue
      }
      if character == "/" { isInHost = false }
      if character == "?" { (isInHost, isInQuery) = (false, true) }
      address.append(character)
      rest.removeFirst()
    }
  }

  /// The text with the settings in it.
  func written(_ text: String) -> String {
    found.reduce(text) { $0.replacing($1.word, with: "${settings.\($1.name)}") }
  }

  /// Those settings that stand in one of these texts.
  func settings(in texts: [String]) -> [SettingSketch] {
    var settings: [SettingSketch] = []
    for (_, name, isInHost) in found where !settings.contains(where: { $0.name == name }) {
      guard texts.contains(where: { $0.contains("${settings.\(name)}") }) else { continue }
      settings.append(
        SettingSketch(
          name: name, type: "string", title: Words.title(name),
          pattern: isInHost ? "[A-Za-z0-9-]+" : "[A-Za-z0-9_-]+", testValue: "acme"))
    }
    return settings
  }

  private mutating func add(_ name: String, isInHost: Bool) {
    let snake = Words.snake(name)
    let own = snake.hasPrefix("your_") ? String(snake.dropFirst(5)) : snake
    let word = "openplace\(found.count)x"
    found.append((word, Words.identifier(own, or: "account"), isInHost))
    address += word
  }

  /// What is open at the beginning of a text, and how long it is.
  private static func open(
    _ text: Substring, isInHost: Bool, isInQuery: Bool, before: Character?
  ) -> (name: Substring, length: Int)? {
    for (mark, end) in [("{{", "}}"), ("${", "}"), ("{", "}"), ("<", ">")] where text.hasPrefix(mark) {
      let inner = text.dropFirst(mark.count)
      let name = inner.prefix { isNamePart($0) || $0 == " " || $0 == "." }
      guard !name.isEmpty, inner.dropFirst(name.count).hasPrefix(end) else { continue }
      return (name, mark.count + name.count + end.count)
    }
    let isBeginning = before.map { !isNamePart($0) } ?? true
    if text.first == "$" || text.first == ":" && !isInHost && !isInQuery && before == "/" {
      let name = text.dropFirst().prefix(while: isNamePart)
      // `$top` is a parameter, `$COMPANY` a variable of the shell.
      let isName = name.first?.isLetter ?? false
      return isName && (text.first == ":" || name.allSatisfy { !$0.isLowercase })
        ? (name, name.count + 1) : nil
    }
    let name = text.prefix(while: isNamePart)
    let isYours = name.lowercased().hasPrefix("your_") || name.lowercased().hasPrefix("your-")
    return isBeginning && isYours && name.count > 5 ? (name, name.count) : nil
  }

  private static func isNamePart(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "_" || character == "-")
  }
}
