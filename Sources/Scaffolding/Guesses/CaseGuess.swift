internal import Language

/// Which of a model's words each of the provider's words means.
struct CaseGuess: Sendable {
  struct Case: Sendable {
    var word: String
    var choice: Guess<String>
  }

  var cases: [Case]
  var otherwise: String

  init(words: [String], choices: [Choice]) {
    let names = choices.map(\.name)
    let otherwise =
      names.first { $0 == "unknown" } ?? names.first { $0 == "other" } ?? names.last ?? "unknown"
    self.otherwise = otherwise
    cases = words.map { Case(word: $0, choice: Self.choice(for: $0, among: names, otherwise: otherwise)) }
  }

  private static func choice(for word: String, among names: [String], otherwise: String) -> Guess<String> {
    let name = Words.snake(word)
    if names.contains(name) { return Guess(name, 0.95, "the same word") }
    if let near = meanings[name]?.first(where: names.contains) {
      return Guess(near, 0.7, "`\(word)` usually means \(near)")
    }
    if let same = names.first(where: { Words.parts($0).joined() == Words.parts(word).joined() }) {
      return Guess(same, 0.9, "the same word")
    }
    let parts = Set(Words.parts(word))
    if let part = names.first(where: { parts.isSuperset(of: Words.parts($0)) }) {
      return Guess(part, 0.6, "the word is in it")
    }
    for part in Words.parts(word) {
      if let near = meanings[part]?.first(where: names.contains) {
        return Guess(near, 0.5, "`\(part)` usually means \(near)")
      }
    }
    return Guess(otherwise, 0.2, "no word of the model is near")
  }

  private static let meanings: [String: [String]] = [
    "enabled": ["active"], "current": ["active"], "employed": ["active"], "working": ["active"],
    "hired": ["active"], "true": ["active", "open"],
    "live": ["active"], "inactive": ["terminated", "archived", "suspended", "void"],
    "disabled": ["suspended", "terminated", "archived"],
    "left": ["terminated"], "former": ["terminated"], "ended": ["terminated", "cancelled"],
    "dismissed": ["terminated"], "false": ["terminated", "archived"],
    "offboarded": ["terminated"], "exited": ["terminated"], "resigned": ["resigned", "terminated"],
    "deleted": ["deleted", "void", "terminated"],
    "leave": ["on_leave"], "loa": ["on_leave"], "onleave": ["on_leave"], "furloughed": ["on_leave"],
    "parental_leave": ["on_leave"],
    "onboarding": ["pending"], "prehire": ["pending"], "pre_hire": ["pending"], "invited": ["pending"],
    "future": ["pending"], "new": ["pending", "draft", "open"],
    "ft": ["full_time"], "fulltime": ["full_time"], "permanent": ["full_time"], "regular": ["full_time"],
    "pt": ["part_time"], "parttime": ["part_time"],
    "contract": ["contractor"], "consultant": ["contractor"], "freelancer": ["freelance", "contractor"],
    "temp": ["temporary"], "fixed_term": ["temporary"],
    "internship": ["intern"], "trainee": ["intern"], "f": ["female"], "woman": ["female"], "m": ["male"],
    "man": ["male"], "x": ["nonbinary"],
    "non_binary": ["nonbinary"], "diverse": ["nonbinary"], "undisclosed": ["unspecified"],
    "not_specified": ["unspecified"],
    "pending": ["requested", "submitted", "open", "pending"], "submitted": ["requested", "submitted"],
    "waiting": ["requested", "pending"],
    "rejected": ["declined", "rejected"], "denied": ["declined", "rejected"], "refused": ["declined"],
    "canceled": ["cancelled", "void"],
    "cancelled": ["cancelled", "void"], "voided": ["void"], "authorised": ["approved", "open"],
    "authorized": ["approved", "open"], "unpaid": ["open"],
    "sent": ["open"], "overdue": ["open"], "outstanding": ["open"], "awaiting_payment": ["open"],
    "partial": ["partially_paid"], "closed": ["paid", "closed"],
    "settled": ["paid"], "holiday": ["vacation"], "annual": ["vacation"], "pto": ["vacation"],
    "annual_leave": ["vacation"], "illness": ["sick"],
    "sickness": ["sick"], "sick_leave": ["sick"], "maternity_leave": ["maternity"],
    "paternity_leave": ["paternity"], "hour": ["hours"], "day": ["days"],
    "team": ["team"], "cost_center": ["cost_centre"], "unit": ["business_unit"],
    "archived": ["archived", "terminated"], "user": ["person"], "human": ["person"],
  ]
}
