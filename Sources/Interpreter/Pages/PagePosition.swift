internal import Expressions
internal import Values

/// Where a page lies in its listing: all that the next request needs to know.
struct PagePosition: Sendable {
  /// How many pages came before.
  var index = 0
  /// The number of the page, where pages have numbers.
  var number = 1
  /// How many records to skip, in the provider's counting.
  var offset = 0
  /// What the page before named for this one.
  var token: Value?
  /// The whole address of the page, where the page before named it.
  var address: String?
  /// How many elements came before.
  var read = 0
  /// How many records the page before announced.
  var announced: Int?
  /// Why the page before looked like the last one, when this one is asked for to be sure; no checkpoint need keep that.
  var doubted: PageOutcome?

  /// `page` as expressions see it.
  func value(size: Int?) -> Value {
    var entries = MapValue.Entries()
    entries.set(.string("index"), to: .int(Int64(index)))
    entries.set(.string("number"), to: .int(Int64(number)))
    entries.set(.string("offset"), to: .int(Int64(offset)))
    if let size { entries.set(.string("size"), to: .int(Int64(size))) }
    if let token { entries.set(.string("token"), to: token) }
    return .map(MapValue(entries))
  }

  /// The position after this one and the elements of its page.
  func following(_ count: Int) -> PagePosition {
    var next = PagePosition()
    next.index = index + 1
    next.number = number
    next.offset = offset
    next.read = read + count
    return next
  }
}

extension PagePosition {
  /// The form in which a checkpoint keeps it.
  var saved: Value {
    var entries = MapValue.Entries()
    for (name, number) in [("index", index), ("number", number), ("offset", offset), ("read", read)] {
      entries.set(.string(name), to: .int(Int64(number)))
    }
    if let token { entries.set(.string("token"), to: token) }
    if let address { entries.set(.string("address"), to: .string(address)) }
    if let announced { entries.set(.string("announced"), to: .int(Int64(announced))) }
    return .map(MapValue(entries))
  }

  init?(saved: Value) {
    guard case .map(let map) = saved.plain else { return nil }
    func number(_ name: String) -> Int? {
      guard case .int(let number)? = map.value(named: name)?.plain else { return nil }
      return Int(number)
    }
    guard let index = number("index"), let page = number("number"), let offset = number("offset"),
      let read = number("read")
    else { return nil }
    self.index = index
    self.number = page
    self.offset = offset
    self.read = read
    token = map.value(named: "token")?.plain
    announced = number("announced")
    if case .string(let text)? = map.value(named: "address")?.plain { address = text }
  }
}

/// What was read of a page, for the style to tell how it goes on.
struct PageReading: Sendable {
  let position: PagePosition
  /// Elements of the page, before anything was left out: what the provider counts.
  let count: Int
  let hasRecords: Bool
  /// The reply's variables with `records`, `last` and `page`.
  let variables: Activation
  /// Values of the header `Link`.
  let links: [String]
}

/// How a listing goes on after a page.
struct PageStep: Sendable {
  /// Nil at the end.
  var next: PagePosition?
  /// Why it goes on, or ends.
  let outcome: PageOutcome
  var remark: Remark?

  static func end(_ outcome: PageOutcome) -> PageStep { PageStep(outcome: outcome) }

  static func next(_ position: PagePosition) -> PageStep { PageStep(next: position, outcome: .followed) }
}
