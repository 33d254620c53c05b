internal import Diagnostics

/// What is known of the transaction set that is being read.
struct SetCheck {
  let plan: GuidePlan?
  var walker: LoopWalker?
  var situation = EnrolmentSituation()
  var receipt: SetReceipt
  /// Segments so far, with the ST.
  var count = 0
  var members = 0
  /// The segment that began the current member, by its number in the file.
  var memberStart = 0
  var subscriber: String?

  init(_ plan: GuidePlan?, _ receipt: SetReceipt) {
    self.plan = plan
    self.receipt = receipt
    walker = plan.map(LoopWalker.init)
  }

  var loop: String? { walker?.loop }

  mutating func code(_ code: String) {
    if !receipt.codes.contains(code) { receipt.codes.append(code) }
    receipt.hasErrors = true
  }

  /// The dictionary's number of an element of a segment.
  func number(of element: Int, in segment: Segment) -> Int? {
    let part = plan?.parts.first { $0.part.id == segment.id }
    return part?.part.elements.first { $0.position == element }?.number
  }
}

extension FileCheck {
  /// A segment from ST to SE: its place, its elements, and what it means.
  mutating func checkBody() {
    guard set != nil else { return }
    set?.count += 1
    guard let plan = set?.plan else { return }
    if segment.id == "INS" {
      members += 1
      set?.members += 1
      set?.receipt.members += 1
      set?.memberStart = segment.number
      set?.subscriber = nil
    }
    guard let part = walk() else { return }
    let partPlan = plan.parts[part]
    if segment.id == "REF", segment.code(1) == "0F" { set?.subscriber = segment[2] }
    var check = ElementCheck(segment, partPlan)
    check.run()
    for fault in check.faults {
      add(fault.rule, fault.message, fault.range, fault: fault.fault, suggestions: fault.suggestions)
    }
    if check.faults.isEmpty {
      if segment.id == "N4" { for fault in AddressCheck.faults(segment) { report(fault) } }
    }
    guard set?.situation.concerns(segment) == true else { return }
    let here = place()
    guard
      let faults = set?.situation.take(segment, in: partPlan.loop, isSound: check.faults.isEmpty, at: here)
    else {
      return
    }
    for fault in faults { add(fault.rule, fault.message, at: fault.place ?? here, fault: fault.fault) }
  }

  private mutating func report(_ fault: ElementFault) {
    add(fault.rule, fault.message, fault.range, fault: fault.fault, suggestions: fault.suggestions)
  }

  private mutating func walk() -> Int? {
    guard set?.walker != nil else { return nil }
    let part = segment.id == "ST" ? set?.walker?.begin() : set?.walker?.step(segment)
    guard let problems = set?.walker?.problems, !problems.isEmpty else { return part ?? nil }
    for problem in problems { report(problem) }
    return part ?? nil
  }

  private mutating func report(_ problem: LoopWalker.Problem) {
    switch problem {
    case .missing(let place, let loop):
      let what = place.name
      let isLoop = if case .loop = place.target { true } else { false }
      add(
        .missingSegment, "\(place.spelling), the \(what), is missing in loop \(loop)",
        0..<segment.range(0).count,
        fault: .segment(isLoop ? "I7" : "3"))
      issues[issues.count - 1].label = place.spelling
    case .tooMany(let place):
      let isLoop = if case .loop = place.target { true } else { false }
      add(
        .repeatedTooOften,
        "\(place.spelling), the \(place.name), is there more than \(place.limit == 1 ? "once" : "\(place.limit) times")",
        fault: .segment(isLoop ? "4" : "5"))
    case .outOfOrder(let place):
      retractMissing(place.spelling, since: set?.memberStart ?? 0)
      add(.segmentOrder, "\(place.spelling), the \(place.name), comes too late", fault: .segment("7"))
    case .unexpected:
      add(
        .unexpectedSegment, "\(segment.id)\(qualifier) has no place here, in loop \(set?.loop ?? "")",
        fault: .segment("2"))
    case .unknown:
      let known =
        set?.plan.map { plan in Swift.Set(plan.parts.map { $0.part.id.description }).sorted() } ?? []
      add(
        .unknownSegment, "there is no segment \(segment.id) in this transaction", 0..<segment.range(0).count,
        fault: .segment(segment.range(0).count <= 3 ? "1" : "1"),
        suggestions: Suggestions.nearest(to: segment.id.description, among: known))
    }
  }

  private var qualifier: String { segment[1].map { $0.utf8.count <= 3 ? "*\($0)" : "" } ?? "" }
}
