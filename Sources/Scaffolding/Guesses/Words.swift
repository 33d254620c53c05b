/// Names taken apart and put together.
enum Words {
  /// `workEmail2`, `work_email`, `Work-Email` give `work`, `email`.
  static func parts(_ name: String) -> [String] {
    var parts: [String] = []
    var part = ""
    var previous: Character?
    let characters = Array(name)
    for (position, character) in characters.enumerated() {
      let isWord = character.isASCII && (character.isLetter || character.isNumber)
      let next = position + 1 < characters.count ? characters[position + 1] : nil
      let startsHump =
        character.isUppercase
        && ((previous?.isLowercase ?? false)
          || (previous?.isUppercase ?? false) && (next?.isLowercase ?? false))
      if !isWord || startsHump {
        if !part.isEmpty { parts.append(part) }
        part = ""
      }
      if isWord { part += character.lowercased() }
      previous = character
    }
    if !part.isEmpty { parts.append(part) }
    return parts
  }

  /// The name with `_` between its words.
  static func snake(_ name: String) -> String { parts(name).joined(separator: "_") }

  /// A name of the language: lower case, beginning with a letter, not too long.
  static func identifier(_ name: String, or fallback: String) -> String {
    let trimmed = String(snake(name).drop { !$0.isLetter }.prefix(60))
    return trimmed.isEmpty ? fallback : trimmed
  }

  /// `acme-hr` gives `Acme HR`.
  static func title(_ name: String) -> String {
    let known: Set = ["hr", "api", "crm", "erp", "hris", "ats", "id", "it"]
    return parts(name).map {
      known.contains($0) ? $0.uppercased() : $0.prefix(1).uppercased() + $0.dropFirst()
    }
    .joined(separator: " ")
  }

  /// One of several: `employees` gives `employee`, `companies` gives `company`.
  static func singular(_ name: String) -> String {
    let irregular = [
      "people": "person", "staff": "staff", "leaves": "leave", "statuses": "status", "addresses": "address",
      "data": "data", "news": "news",
    ]
    for (plural, single) in irregular where name == plural || name.hasSuffix("_" + plural) {
      return String(name.dropLast(plural.count)) + single
    }
    if name.hasSuffix("ies"), name.count > 4 { return String(name.dropLast(3)) + "y" }
    for ending in ["sses", "xes", "ches", "shes"] where name.hasSuffix(ending) {
      return String(name.dropLast(2))
    }
    if name.hasSuffix("s"), !name.hasSuffix("ss"), name.count > 3 { return String(name.dropLast()) }
    return name
  }
}
