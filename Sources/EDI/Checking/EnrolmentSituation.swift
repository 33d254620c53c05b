internal import Diagnostics
internal import Values

/// What segments of an 834 say together: levels 3 and 4.
struct EnrolmentSituation {
  /// Something that only several segments together show.
  struct Fault {
    let rule: Rule
    let message: String
    /// Nil for the segment at hand.
    var place: Issue.Place?
    var fault: Issue.Fault?
  }

  private var isFull = false
  private var totals: [(code: Code, number: Int, place: Issue.Place)] = []
  private var subscribers = 0
  private var dependents = 0
  private var families = FamilyOrder()
  private var member = Member()
  private var coverage: Coverage?

  private struct Member {
    var isSubscriber = false
    var isKnown = false
    var begin: CivilDate?
    var isWrong = false
  }

  private struct Coverage {
    let place: Issue.Place
    let action: Code
    var begin: CivilDate?
    var end: CivilDate?
    var isDated = true
  }

  /// Whether a segment says anything here; most do not.
  func concerns(_ segment: Segment) -> Bool {
    switch segment.id {
    case "DTP":
      let code = segment.code(1)
      return code == "348" || code == "349" || code == "356" || code == "357" || segment.range(3).count == 17
    case "REF": return segment.code(1) == "0F"
    case "INS", "HD", "BGN", "QTY", "LS", "SE": return true
    default: return false
    }
  }

  mutating func take(_ segment: Segment, in loop: String, isSound: Bool, at place: Issue.Place) -> [Fault] {
    switch segment.id {
    case "BGN":
      isFull = segment.code(8) == "4"
      return []
    case "QTY":
      if isSound, let number = ValueCheck.digits(segment.bytes, segment.range(2)) {
        totals.append((segment.code(1), number, place))
      }
      return []
    case "INS": return endCoverage() + takeMember(segment, place, isSound)
    case "REF" where loop == "2000" && segment.code(1) == "0F": return takeNumber(segment, place)
    case "DTP" where isSound: return takeDate(segment, loop, place)
    case "HD": return endCoverage() + takeCoverage(segment, place)
    case "LS": return endCoverage()
    case "SE": return endCoverage() + balance() + families.left()
    default: return []
    }
  }

  // MARK: Members

  private mutating func takeMember(_ segment: Segment, _ place: Issue.Place, _ isSound: Bool) -> [Fault] {
    let isSubscriber = segment.code(1) == "Y"
    if isSubscriber { subscribers += 1 } else { dependents += 1 }
    member = Member(isSubscriber: isSubscriber, isKnown: isSound)
    guard isSound else { return [] }
    if isSubscriber != (segment.code(2) == "18") {
      let message =
        isSubscriber
        ? "a subscriber (INS01 `Y`) has relationship `\(segment[2] ?? "")`, not `18`"
        : "a dependent (INS01 `N`) has relationship `18`, self"
      return [Fault(rule: .subscriberRelationship, message: message, fault: element(segment, 2, 1069, "I13"))]
    }
    if isFull, segment.code(3) != "030" {
      member.isWrong = true
      return [
        Fault(
          rule: .maintenanceInFullFile,
          message: "INS03 is `\(segment[3] ?? "")` in a full file (BGN08 `4`), not `030`",
          fault: element(segment, 3, 875, "I6"))
      ]
    }
    return []
  }

  private func element(_ segment: Segment, _ position: Int, _ number: Int, _ code: String) -> Issue.Fault {
    .element(code, Issue.Spot(element: position, number: number, value: segment[position]))
  }

  private mutating func takeNumber(_ segment: Segment, _ place: Issue.Place) -> [Fault] {
    guard member.isKnown, let number = segment[2] else { return [] }
    return families.take(number, isSubscriber: member.isSubscriber, isFull: isFull, at: place)
  }

  // MARK: Dates

  private mutating func takeDate(_ segment: Segment, _ loop: String, _ place: Issue.Place) -> [Fault] {
    let range = segment.range(3)
    if range.count == 17 {
      let middle = range.lowerBound + 8
      if let begin = ValueCheck.day(segment.bytes, range.lowerBound..<middle),
        let end = ValueCheck.day(segment.bytes, middle + 1..<range.upperBound), end < begin
      {
        return [backwards("the period", begin, end, segment)]
      }
      return []
    }
    guard let day = ValueCheck.day(segment.bytes, range) else { return [] }
    switch (loop, segment.code(1)) {
    case ("2000", "356"): member.begin = day
    case ("2000", "357"):
      if let begin = member.begin, day < begin { return [backwards("eligibility", begin, day, segment)] }
    case ("2300", "348"):
      coverage?.begin = day
      if let end = coverage?.end, end < day { return [backwards("coverage", day, end, segment)] }
    case ("2300", "349"):
      coverage?.end = day
      if let begin = coverage?.begin, day < begin { return [backwards("coverage", begin, day, segment)] }
    default: break
    }
    return []
  }

  private func backwards(_ what: String, _ begin: CivilDate, _ end: CivilDate, _ segment: Segment) -> Fault {
    Fault(
      rule: .periodBackwards, message: "\(what) ends on \(end), before it begins on \(begin)",
      fault: element(segment, 3, 1251, "I13"))
  }

  // MARK: Coverage

  private mutating func takeCoverage(_ segment: Segment, _ place: Issue.Place) -> [Fault] {
    coverage = Coverage(place: place, action: segment.code(1))
    guard isFull, !member.isWrong, !segment.isEmpty(1), segment.code(1) != "030", segment.code(1) != "032"
    else {
      return []
    }
    return [
      Fault(
        rule: .maintenanceInFullFile,
        message: "HD01 is `\(segment[1] ?? "")` in a full file (BGN08 `4`), not `030`",
        fault: element(segment, 1, 875, "I6"))
    ]
  }

  private mutating func endCoverage() -> [Fault] {
    guard let ended = coverage else { return [] }
    coverage = nil
    if ended.action == "021", ended.begin == nil, ended.end == nil {
      return [
        Fault(
          rule: .coverageDate, message: "an added coverage has no begin (DTP*348)", place: ended.place,
          fault: .segment("I6"))
      ]
    }
    if ended.action == "024", ended.end == nil {
      return [
        Fault(
          rule: .coverageDate, message: "an ended coverage has no end (DTP*349)", place: ended.place,
          fault: .segment("I6"))
      ]
    }
    return []
  }

  // MARK: Balance

  private func balance() -> [Fault] {
    totals.compactMap { total in
      let (what, actual) =
        switch total.code {
        case "TO": ("members", subscribers + dependents)
        case "ET": ("subscribers", subscribers)
        default: ("dependents", dependents)
        }
      guard total.number != actual else { return nil }
      return Fault(
        rule: .balance, message: "QTY*\(total.code) says \(total.number) \(what), but there are \(actual)",
        place: total.place,
        fault: .element("I13", Issue.Spot(element: 2, number: 380, value: "\(total.number)")))
    }
  }
}

/// Whether each dependent comes after its subscriber.
struct FamilyOrder {
  /// Hashes of subscriber numbers, so that a million of them fit.
  private var seen: Set<Int> = []
  private var waiting: [Int: (number: String, place: Issue.Place, count: Int)] = [:]

  /// Beyond so many the question is given up, because memory must stay flat.
  private static let mostKnown = 1_000_000
  private static let mostWaiting = 10_000

  mutating func take(
    _ number: String, isSubscriber: Bool, isFull: Bool, at place: Issue.Place
  ) -> [EnrolmentSituation.Fault] {
    let key = number.hashValue
    if isSubscriber {
      if seen.count < Self.mostKnown { seen.insert(key) }
      guard let early = waiting.removeValue(forKey: key) else { return [] }
      return [
        .init(
          rule: .dependentOrder, message: "a dependent of subscriber \(number) comes before the subscriber",
          place: early.place, fault: .segment("I6"))
      ]
    }
    if seen.contains(key) || seen.count >= Self.mostKnown { return [] }
    if isFull {
      return [
        .init(
          rule: .dependentOrder, message: "a dependent has no subscriber \(number) before it",
          fault: .segment("I6"))
      ]
    }
    if waiting.count < Self.mostWaiting { waiting[key, default: (number, place, 0)].count += 1 }
    return []
  }

  /// Dependents whose subscriber is not in the file.
  func left() -> [EnrolmentSituation.Fault] {
    waiting.values.sorted { $0.place.offset < $1.place.offset }.map { entry in
      .init(
        rule: .dependentAlone, message: "subscriber \(entry.number) of a dependent is not in this file",
        place: entry.place)
    }
  }
}
