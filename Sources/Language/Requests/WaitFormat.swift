internal import YAML

/// How a wait is written.
package enum WaitFormat: Sendable, Hashable {
  case word(WaitWord)
  /// A moment in a time format, such as `yyyy-MM-dd HH:mm:ss xx`.
  case time(String)
}

extension Kind where Value == WaitFormat {
  /// A word for what is commonly sent, or a time format.
  static var waitFormat: Kind {
    let word = Kind<WaitWord>.choice()
    let time = Kind<String>.text(.timeFormat)
    return Kind(.either(word.shape, time.shape)) { node, decoding in
      guard let text = node.scalar?.text else { return word.read(node, &decoding).map { .word($0) } }
      if let known = WaitWord(rawValue: text) { return .word(known) }
      if TimeFormatName.isMeant(by: text) { return time.read(node, &decoding).map { .time($0) } }
      let names = TimeFormatName.allCases.map { Choice($0.rawValue, $0.summary) }
      guard case .choice(let words) = word.shape else { return nil }
      return decoding.word(node, among: words + names).map { .time($0) }
    }
  }
}

/// What a wait is commonly written as.
package enum WaitWord: String, ChoiceValue {
  case auto, seconds, milliseconds, http_date, unix, unix_ms, iso8601
  package var summary: String {
    switch self {
    case .auto: "seconds or an HTTP date, as Retry-After is defined"
    case .seconds: "a number of seconds from now, fractions allowed"
    case .milliseconds: "a number of milliseconds from now"
    case .http_date: "a moment as HTTP writes it"
    case .unix: "a moment in seconds since 1970"
    case .unix_ms: "a moment in milliseconds since 1970"
    case .iso8601: "a moment as ISO 8601 writes it"
    }
  }
}
