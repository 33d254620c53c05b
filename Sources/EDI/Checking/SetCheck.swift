internal import Diagnostics

/// What is known of the transaction set that is being read.
///
/// A class, because every segment changes it, and it is too large to be moved each time.
final class SetCheck {
  let plan: GuidePlan?
  var walker: LoopWalker?
  var situation = EnrolmentSituation()
  var receipt: SetReceipt
  /// Segments so far, with the ST.
  var count = 0
  var members = 0
  /// The segment that began the current member, by its number in the file.
  var memberStart = 0
  /// What it says.
  var memberBytes: [UInt8] = []
  var subscriber: String?
  /// Segments in a row that are all out of place.
  var block: Block?
  /// What a terminator inside a value made of the rest of its segment; SE does not count it.
  var fragments = 0

  struct Block {
    let rule: String
    let first: Int
    var last: Int
  }

  init(_ plan: GuidePlan?, _ receipt: SetReceipt) {
    self.plan = plan
    self.receipt = receipt
    walker = plan.map(LoopWalker.init)
  }

  var loop: String? { walker?.loop }

  func code(_ code: String) {
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
    if segment.bytes.isEmpty {
      set?.fragments += 1
      return once(.unknownSegment, "a segment is empty: two terminators stand in a row", nil, .segment("1"))
    }
    guard let plan = set?.plan else { return }
    if segment.id == "INS" {
      if isMemberAgain { return reportMemberAgain() }
      members += 1
      set?.members += 1
      set?.receipt.members += 1
    }
    // What is missing in the member before is still that one's.
    let part = walk()
    if segment.id == "INS" {
      set?.memberStart = segment.number
      set?.memberBytes = segment.bytes
      set?.subscriber = nil
    }
    guard let part else { return }
    let partPlan = plan.parts[part]
    if segment.id == "REF", segment.code(1) == "0F" { set?.subscriber = segment[2] }
    var check = ElementCheck(segment, partPlan)
    if set?.walker?.isGuess == true { check.runQualifier() } else { check.run() }
    for fault in check.faults { report(elsewhere(fault, plan)) }
    if check.faults.isEmpty {
      if segment.id == "N4" { for fault in AddressCheck.faults(segment) { report(fault) } }
      if segment.id == "NM1" || segment.id == "PER" {
        for fault in NumberCheck.faults(segment) { report(fault) }
      }
    }
    set?.situation.identify(segment)
    guard set?.situation.concerns(segment) == true else { return }
    let here = place()
    guard
      let faults = set?.situation.take(segment, in: partPlan.loop, isSound: check.faults.isEmpty, at: here)
    else {
      return
    }
    for fault in faults {
      if fault.isOfFile {
        once(fault.rule, fault.message, nil, fault.fault)
        continue
      }
      add(
        fault.rule, fault.message, at: fault.place ?? here, fault: fault.fault,
        evidence: fault.others.map { .init("note", $0) })
    }
  }

  /// The segment is the one before it, which begins a member, once more.
  private var isMemberAgain: Bool {
    guard let set, set.memberStart == segment.number - 1 else { return false }
    return set.memberBytes == segment.bytes
  }

  /// One line that was doubled is one mistake: it is no member of its own who lacks everything, and whoever counts may have seen it or not.
  private mutating func reportMemberAgain() {
    set?.fragments += 1
    set?.memberStart = segment.number
    add(.repeatedTooOften, "INS is there twice in a row, with nothing between", fault: .segment("5"))
  }

  /// A qualifier that belongs to another loop stands in the wrong place, which says more than similar codes.
  private func elsewhere(_ fault: ElementFault, _ plan: GuidePlan) -> ElementFault {
    guard fault.rule.id == Rule.code.id, case .element(_, let spot) = fault.fault, spot.element == 1,
      let part = plan.place(of: segment.code(1), in: segment.id)
    else { return fault }
    var fault = fault
    fault.message += ": it belongs to loop \(part.loop), \(part.part.name)"
    fault.suggestions = []
    fault.allowed = []
    return fault
  }

  private mutating func report(_ fault: ElementFault) {
    if fault.rule.id == Rule.trailingBlank.id {
      return once(fault.rule, fault.message, fault.range, fault.fault)
    }
    if fault.isSmallCode {
      // Whoever writes identifiers so writes all so.
      if wasSaid(Rule.smallIdentifier.id) {
        set?.receipt.hasErrors = true
        return
      }
      return once(
        fault.rule, fault.message, fault.range, fault.fault, kind: Self.smallCodes,
        suggestions: fault.suggestions)
    }
    // The trailer repeats what was said of the header.
    if segment.id == "SE", fault.rule.id == Rule.elementLength.id, segment[2] == set?.receipt.controlNumber {
      return
    }
    add(
      fault.rule, fault.message, at: place(fault.range), fault: fault.fault, suggestions: fault.suggestions,
      evidence: fault.allowed.isEmpty ? [] : [.init("allowed", fault.allowed.joined(separator: " "))])
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
    case .missing(let places, let loop, let start): reportMissing(places, loop, start)
    case .tooMany(let place):
      let isLoop = if case .loop = place.target { true } else { false }
      add(
        .repeatedTooOften,
        "\(place.spelling), the \(place.name), is there more than \(place.limit == 1 ? "once" : "\(place.limit) times")",
        fault: .segment(isLoop ? "4" : "5"))
    case .outOfOrder(let place):
      _ = retractMissing(place.spelling, since: set?.memberStart ?? 0)
      if joinBlock(.segmentOrder) { return }
      add(.segmentOrder, "\(place.spelling), the \(place.name), comes too late", fault: .segment("7"))
    case .unexpected:
      let isBehindAnother =
        set?.block.map { $0.rule == Rule.segmentOrder.id && $0.last + 1 == segment.number } ?? false
      if joinBlock(isBehindAnother ? .segmentOrder : .unexpectedSegment) { return }
      if retractMissing("\(segment.id)", since: set?.memberStart ?? 0) {
        set?.block = .init(rule: Rule.segmentOrder.id, first: segment.number, last: segment.number)
        return add(.segmentOrder, "\(segment.id)\(qualifier) comes too late", fault: .segment("7"))
      }
      add(
        .unexpectedSegment, "\(segment.id)\(qualifier) has no place here, in loop \(set?.loop ?? "")",
        fault: .segment("2"))
    case .unknown: reportUnknown()
    }
  }

  /// Points at the beginning of the loop, where somebody who puts it right has to look.
  private mutating func reportMissing(
    _ places: [GuidePlan.Place], _ loop: String, _ start: LoopWalker.Start?
  ) {
    guard let first = places.first else { return }
    // It is there, but where nothing may be.
    let isMisplaced = issues.contains {
      $0.rule.id == Rule.unexpectedSegment.id && $0.place.segment >= set?.memberStart ?? 0
        && $0.place.id == first.id.description
    }
    if isMisplaced { return }
    let isLoop = if case .loop = first.target { true } else { false }
    var place = place(0..<segment.range(0).count)
    if let start {
      // The loop was taken for another one, which would have come too late.
      retractOrder(ofSegment: start.segment)
      place.offset = start.offset
      place.line = start.line
      place.segment = start.segment
      place.id = start.id.description
      place.length = place.id.utf8.count
      place.loop = loop
    }
    let names = places.map { "\($0.spelling), the \($0.name)," }.joined(separator: " and ")
    add(
      .missingSegment,
      "\(names) \(places.count == 1 ? "is" : "are") missing in \(loop == "ST" ? "the transaction set" : "loop \(loop)")",
      at: place, fault: .segment(isLoop ? "I7" : "3"), label: first.spelling)
  }

  private mutating func reportUnknown() {
    let title = segment.title
    let known = set?.plan.map { Swift.Set($0.parts.map(\.part.id.description)).sorted() } ?? []
    let letters = title.prefix { $0.isLetter || $0.isNumber }
    var message = "there is no segment \(title.isEmpty ? "without an identifier" : title) in this transaction"
    if letters.count < title.count, known.contains(String(letters)) {
      let mark = title.dropFirst(letters.count).prefix(1)
      message =
        "after \(letters) stands `\(mark)` in place of the separator of elements, \(ByteText.shown(segment.delimiters.element))"
    }
    // A segment that ends too early, and then one that nobody knows: the terminator stands in a value.
    let broken = issues.indices.filter {
      issues[$0].place.segment == segment.number - 1
        && [Rule.requiredElement.id, Rule.relatedElements.id].contains(issues[$0].rule.id)
    }
    if !broken.isEmpty {
      let id = issues[broken[0]].place.id
      for index in broken.reversed() { issues.remove(at: index) }
      message =
        "a segment \(id) ends early, at \(ByteText.shown(segment.delimiters.segment)) inside a value: `\(title)` goes on with it"
      set?.fragments += 1
    }
    add(
      .unknownSegment, message, 0..<segment.range(0).count, fault: .segment("1"),
      suggestions: broken.isEmpty ? Suggestions.nearest(to: title, among: known) : [])
  }

  private var qualifier: String { segment[1].map { $0.utf8.count <= 3 ? "*\($0)" : "" } ?? "" }
}
