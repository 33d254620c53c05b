/// How many lines a listing has: a person reads the beginning of it, and a program that asks for no less wants it whole.
enum ListLimit {
  static let option = Option<Int?>.single(
    "limit", "N", "How many are listed at most, 0 for all; by default 100 in a table, and all in other forms"
  ) { text throws(ValueProblem) in
    guard let number = Int(text), number >= 0 else {
      throw ValueProblem("expected a whole number, 0 or more")
    }
    return number
  }

  static func most(_ invocation: Invocation, inTable isTable: Bool) -> Int {
    let most = invocation[option] ?? (isTable ? 100 : 0)
    return most == 0 ? .max : most
  }
}
