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
    /// What more shows the same mistake.
    var others: [String] = []
    /// However many members show it, it is one mistake of the file.
    var isOfFile = false
  }

  private var action = Code("")
  private var written: CivilDate?
  private var totals: [(code: Code, number: String, place: Issue.Place)] = []
  private var subscribers = 0
  private var dependents = 0
  /// Members of whom it is not clear which they are.
  private var unclear = 0
  private var families = FamilyOrder()
  private var repetitions = Repetitions()
  private var member = Member()
  private var coverage: Coverage?

  private struct Member {
    var isSubscriber = false
    /// INS is as it should be.
    var isKnown = false
    var begin: CivilDate?
    var isWrong = false
  }

  private struct Coverage {
    let place: Issue.Place
    let action: Code
    var begin: CivilDate?
    var end: CivilDate?
    /// Its action is wrong, so that it says nothing of the days it needs.
    var isWrong = false
  }

  private var isFull: Bool { action == "4" }

  /// Takes what only tells members apart; the most frequent segments, which need no place.
  mutating func identify(_ segment: Segment) {
    if segment.id == "NM1", segment.code(1) == "IL" || segment.code(1) == "74" {
      repetitions.take(segment, 4)
    }
  }

  /// Whether a segment says anything here; most do not.
  func concerns(_ segment: Segment) -> Bool {
    switch segment.id {
    case "DTP":
      let code = segment.code(1)
      return code == "348" || code == "349" || code == "356" || code == "357" || segment.range(3).count == 17
    case "REF": return segment.code(1) == "0F"
    case "INS", "HD", "BGN", "QTY", "LS", "SE", "DMG": return true
    default: return false
    }
  }

  mutating func take(_ segment: Segment, in loop: String, isSound: Bool, at place: Issue.Place) -> [Fault] {
    switch segment.id {
    case "BGN":
      action = segment.code(8)
      written = ValueCheck.day(segment.bytes, segment.range(3))
      return []
    case "QTY":
      if isSound, let text = segment[2] { totals.append((segment.code(1), text, place)) }
      return []
    case "INS": return endCoverage() + takeMember(segment, place, isSound)
    case "REF" where loop == "2000": return takeNumber(segment, place, isSound)
    case "DMG" where loop == "2100A": return takeBirth(segment, isSound)
    case "DTP" where isSound: return takeDate(segment, loop)
    case "HD": return endCoverage() + takeCoverage(segment, place, isSound)
    case "LS": return endCoverage()
    case "SE": return endCoverage() + balance() + families.left(isFull: isFull)
    default: return []
    }
  }

  // MARK: Members

  private mutating func takeMember(_ segment: Segment, _ place: Issue.Place, _ isSound: Bool) -> [Fault] {
    let isSubscriber = segment.code(1) == "Y"
    if isSubscriber {
      subscribers += 1
    } else if segment.code(1) == "N" {
      dependents += 1
    } else {
      unclear += 1
    }
    member = Member(isSubscriber: isSubscriber, isKnown: isSound)
    repetitions.beginMember(isSubscriber: isSubscriber, at: place)
    if isSubscriber || !isSound { families.beginSubscriber() }
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
      return [wrongInFullFile(segment, 3, "INS03")]
    }
    if action == "2", segment.code(3) == "030" {
      return [
        Fault(
          rule: .auditInChangeFile, message: "INS03 is `030` in a change file (BGN08 `2`)", isOfFile: true)
      ]
    }
    return []
  }

  private func wrongInFullFile(_ segment: Segment, _ position: Int, _ name: String) -> Fault {
    Fault(
      rule: .maintenanceInFullFile,
      message: "\(name) is `\(segment[position] ?? "")` in a full file (BGN08 `4`), not `030`",
      fault: element(segment, position, 875, "I6"), isOfFile: true)
  }

  private func element(_ segment: Segment, _ position: Int, _ number: Int, _ code: String) -> Issue.Fault {
    .element(code, Issue.Spot(element: position, number: number, value: segment[position]))
  }

  private mutating func takeNumber(
    _ segment: Segment, _ place: Issue.Place, _ isSound: Bool
  ) -> [Fault] {
    guard let number = segment[2] else { return [] }
    repetitions.take(number: number)
    if member.isSubscriber || !member.isKnown {
      return families.takeSubscriber(number, isSound: isSound && member.isKnown)
    }
    if isSound { families.takeDependent(number, at: place) }
    return []
  }

  private mutating func takeBirth(_ segment: Segment, _ isSound: Bool) -> [Fault] {
    repetitions.take(segment, 2)
    guard isSound, let written, let birth = ValueCheck.day(segment.bytes, segment.range(2)),
      birth > written || birth.year < written.year - 120
    else { return [] }
    let when = birth > written ? "after this file was written" : "more than 120 years ago"
    return [
      Fault(
        rule: .birthDate, message: "the birth date, \(birth), lies \(when)",
        fault: element(segment, 2, 1251, "I13"))
    ]
  }

  // MARK: Dates

  private mutating func takeDate(_ segment: Segment, _ loop: String) -> [Fault] {
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
      return openEnd(day)
    case ("2300", "348"):
      coverage?.begin = day
      if let end = coverage?.end, end < day { return [backwards("coverage", day, end, segment)] }
    case ("2300", "349"):
      coverage?.end = day
      if let begin = coverage?.begin, day < begin { return [backwards("coverage", begin, day, segment)] }
      return openEnd(day)
    default: break
    }
    return []
  }

  private func backwards(_ what: String, _ begin: CivilDate, _ end: CivilDate, _ segment: Segment) -> Fault {
    Fault(
      rule: .periodBackwards, message: "\(what) ends on \(end), before it begins on \(begin)",
      fault: element(segment, 3, 1251, "I13"))
  }

  private func openEnd(_ day: CivilDate) -> [Fault] {
    guard day.year >= 2999 || day.year == 2199 || day.year == 2099 && day.month == 12 && day.day == 31 else {
      return []
    }
    return [Fault(rule: .openEnd, message: "an end on \(day) stands for none", isOfFile: true)]
  }

  // MARK: Coverage

  private mutating func takeCoverage(_ segment: Segment, _ place: Issue.Place, _ isSound: Bool) -> [Fault] {
    coverage = Coverage(place: place, action: segment.code(1))
    repetitions.beginCoverage(segment)
    guard isFull, isSound, !member.isWrong, segment.code(1) != "030", segment.code(1) != "032" else {
      coverage?.isWrong = member.isWrong || !isSound
      return []
    }
    coverage?.isWrong = true
    return [wrongInFullFile(segment, 1, "HD01")]
  }

  private mutating func endCoverage() -> [Fault] {
    guard let ended = coverage else { return [] }
    coverage = nil
    if repetitions.endCoverage(ended.begin, ended.end) {
      return [
        Fault(
          rule: .listedTwice, message: "this coverage is that of an HD before it, with the same days",
          place: ended.place)
      ]
    }
    if ended.isWrong { return [] }
    if ended.action == "021", ended.begin == nil, ended.end == nil {
      return [undated("an added coverage has no begin (DTP*348)", ended)]
    }
    if ended.action == "024", ended.end == nil {
      return [undated("an ended coverage has no end (DTP*349)", ended)]
    }
    return []
  }

  private func undated(_ message: String, _ coverage: Coverage) -> Fault {
    Fault(rule: .coverageDate, message: message, place: coverage.place, fault: .segment("I6"))
  }

  // MARK: Balance

  /// Totals that do not hold are one mistake, and members who are there twice explain it.
  private mutating func balance() -> [Fault] {
    repetitions.endMember()
    let doubled = isFull ? repetitions.members : []
    var broken = totals.compactMap {
      total -> (message: String, total: (code: Code, number: String, place: Issue.Place))? in
      let (what, actual) =
        switch total.code {
        case "TO": ("member", subscribers + dependents + unclear...subscribers + dependents + unclear)
        case "ET": ("subscriber", subscribers...subscribers + unclear)
        default: ("dependent", dependents...dependents + unclear)
        }
      if let number = Decimal(total.number), number >= Decimal(Int64(actual.lowerBound)),
        number <= Decimal(Int64(actual.upperBound))
      {
        return nil
      }
      let plural = total.number == "1" ? "" : "s"
      let count = actual.lowerBound
      return (
        "QTY*\(total.code) says \(total.number) \(what)\(plural), but there \(count == 1 ? "is" : "are") \(count)",
        total
      )
    }
    let twice = doubled.map { "\($0.title) is listed twice" }
    guard let first = broken.first else {
      return zip(doubled, twice).map {
        Fault(rule: .listedTwice, message: "\($1) in a full file", place: $0.place)
      }
    }
    broken.removeFirst()
    let fault = Fault(
      rule: .balance, message: first.message, place: first.total.place,
      fault: .element("I13", Issue.Spot(element: 2, number: 380, value: first.total.number)),
      others: broken.map(\.message)
        + zip(doubled, twice).map { "\($1), in segment \($0.place.segment) again" })
    return [fault]
  }
}
