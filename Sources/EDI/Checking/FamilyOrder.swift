/// Whether each dependent comes after its subscriber.
struct FamilyOrder {
  /// Hashes of subscriber numbers, so that a million of them fit.
  private var seen: Set<Int> = []
  private var waiting: [Int: (number: String, place: Issue.Place, count: Int)] = [:]
  /// The last subscriber has no number that can be relied on: what follows from that is not said.
  private var isUncertain = false

  /// Beyond so many the question is given up, because memory must stay flat.
  private static let mostKnown = 1_000_000
  private static let mostWaiting = 10_000

  mutating func beginSubscriber() { isUncertain = true }

  mutating func takeSubscriber(_ number: String, isSound: Bool) -> [EnrolmentSituation.Fault] {
    if isSound { isUncertain = false }
    let key = number.hashValue
    if seen.count < Self.mostKnown { seen.insert(key) }
    guard let early = waiting.removeValue(forKey: key) else { return [] }
    return [
      .init(
        rule: .dependentOrder, message: "a dependent of subscriber \(number) comes before the subscriber",
        place: early.place, fault: .segment("I6"))
    ]
  }

  /// The subscriber may still come, in a full file as well: only the end of the file tells.
  mutating func takeDependent(_ number: String, at place: Issue.Place) {
    let key = number.hashValue
    if isUncertain || seen.contains(key) || seen.count >= Self.mostKnown { return }
    if waiting.count < Self.mostWaiting { waiting[key, default: (number, place, 0)].count += 1 }
  }

  /// Dependents whose subscriber is not in the file.
  func left(isFull: Bool) -> [EnrolmentSituation.Fault] {
    waiting.values.sorted { $0.place.offset < $1.place.offset }.map { entry in
      let many = entry.count == 1 ? "a dependent" : "\(entry.count) dependents"
      return .init(
        rule: isFull ? .dependentOrder : .dependentAlone,
        message: "subscriber \(entry.number) of \(many) is not in this file", place: entry.place,
        fault: isFull ? .segment("I6") : nil)
    }
  }
}
