internal import Diagnostics

/// Which envelopes are open, and what was seen in them.
struct EnvelopeState {
  var hasInterchange = false
  var hasGroup = false
  /// A TA1 was there, which needs no group.
  var hasAnswer = false
  var interchangeNumbers: Set<String> = []
  var groupNumbers: Set<String> = []
  var setNumbers: Set<String> = []
  var sets = 0
  var envelopes = 0
  /// More than are kept; nothing is read any further.
  var hasTooMany = false
  /// Something stood outside; what follows from it is not said.
  var isDisturbed = false
}

extension FileCheck {
  /// Deals with one segment of any kind.
  mutating func take() {
    switch segment.id {
    case "ISA": beginInterchange()
    case "IEA": endInterchange()
    case "GS": beginGroup()
    case "GE": endGroup()
    case "ST": beginSet()
    case "SE" where set != nil: endSet()
    case "TA1" where envelope.hasInterchange && set == nil: envelope.hasAnswer = true
    default:
      if set != nil {
        checkBody()
      } else {
        outside("segment \(segment.id) stands outside of a transaction set")
      }
    }
  }

  private mutating func outside(_ message: String) {
    guard !envelope.isDisturbed else { return }
    envelope.isDisturbed = true
    note("024")
    add(.outsideEnvelope, message, fault: .interchange("024"))
  }

  /// Remembers the first thing wrong with the interchange.
  private mutating func note(_ code: String) {
    guard !interchanges.isEmpty, interchanges[interchanges.count - 1].note == nil else { return }
    interchanges[interchanges.count - 1].note = code
  }

  private func values(_ count: Int) -> [String] { (1...count).map { segment[$0] ?? "" } }

  // MARK: Interchange

  private mutating func beginInterchange() {
    if envelope.hasInterchange { closeOpen(at: place(), before: "the next ISA") }
    if isOneTooMany() { return }
    envelope.hasInterchange = true
    envelope.hasGroup = false
    envelope.hasAnswer = false
    envelope.isDisturbed = false
    envelope.groupNumbers = []
    interchanges.append(InterchangeReceipt(header: values(16), delimiters: segment.delimiters))
    if reader.headerExcess != 0 {
      note("022")
      reportHeaderLength(reader.headerExcess)
    } else if reader.hasBareHeader {
      note("026")
      add(
        .separators,
        "the ISA ends with a line break, which makes that the end of segments, but they end with \(ByteText.shown(segment.delimiters.segment))",
        fault: .interchange("026"))
    } else if let problem = segment.delimiters.problem {
      note("026")
      add(.separators, problem, fault: .interchange("026"))
    } else {
      for fault in HeaderCheck.interchange(segment) { report(fault) }
    }
    let number = segment[13] ?? ""
    if !envelope.interchangeNumbers.insert(number).inserted {
      note("025")
      add(
        .duplicateControlNumber, "interchange control number \(number) is used twice in this file",
        segment.range(13), fault: .interchange("025"))
    }
  }

  private mutating func reportHeaderLength(_ excess: Int) {
    let many = "\(abs(excess)) \(abs(excess) == 1 ? "character" : "characters")"
    var message = "the ISA segment is \(many) too \(excess < 0 ? "short" : "long")"
    let wrong = (1...16).first { segment.range($0).count != HeaderCheck.widths[$0 - 1] }
    if let wrong {
      let number = wrong < 10 ? "0\(wrong)" : "\(wrong)"
      message += ": ISA\(number) has \(segment.range(wrong).count), not \(HeaderCheck.widths[wrong - 1])"
    }
    add(.headerLength, message, wrong.map { segment.range($0) }, fault: .interchange("022"))
  }

  private mutating func report(_ fault: HeaderFault) {
    note(fault.code)
    add(
      .interchangeHeader, fault.message, segment.range(fault.position), fault: .interchange(fault.code),
      suggestions: fault.suggestions)
  }

  private mutating func endInterchange() {
    guard envelope.hasInterchange, !interchanges.isEmpty else { return outside("IEA without its ISA") }
    if set != nil || envelope.hasGroup { closeOpen(at: place(), before: "IEA", butInterchange: true) }
    let last = interchanges.count - 1
    let number = interchanges[last].controlNumber
    // One that lacks a zero made the ISA too short, which was said.
    let isShort = interchanges[last].note == "022" && ControlNumber.areEqual(segment[2] ?? "", number)
    if segment[2] != number, !isShort {
      note("001")
      add(
        .controlNumber, "IEA02 is \(shown(2)), but ISA13 is \(number)", segment.range(2),
        fault: .interchange("001"),
        suggestions: [number])
    }
    if !checkCount("IEA01", interchanges[last].groups.count, "functional group", .interchange("021")) {
      note("021")
    }
    let isEmpty = interchanges[last].groups.allSatisfy(\.sets.isEmpty) && !envelope.hasAnswer
    if isEmpty, !envelope.isDisturbed {
      note("024")
      add(.noTransaction, "the interchange holds no transaction set", fault: .interchange("024"))
    }
    envelope.hasInterchange = false
    envelope.isDisturbed = false
  }

  private func shown(_ position: Int) -> String { segment[position] ?? "empty" }

  /// Whether a trailer counts right; where something stands outside of its envelope, the count cannot be held against it.
  private mutating func checkCount(
    _ name: String, _ actual: Int, _ what: String, _ fault: Issue.Fault
  ) -> Bool {
    if ValueCheck.digits(segment.bytes, segment.range(1)) == actual { return true }
    if envelope.isDisturbed { return true }
    let declared = segment[1].map { "counts \($0) \(what)\($0 == "1" ? "" : "s")" } ?? "counts nothing"
    add(
      .count, "\(name) \(declared), but there \(actual == 1 ? "is" : "are") \(actual)", segment.range(1),
      fault: fault, suggestions: ["\(actual)"])
    return false
  }

  // MARK: Group

  private mutating func beginGroup() {
    guard envelope.hasInterchange, !interchanges.isEmpty else { return outside("GS without an ISA") }
    if set != nil || envelope.hasGroup { closeOpen(at: place(), before: "the next GS", butInterchange: true) }
    if isOneTooMany() { return }
    envelope.hasGroup = true
    envelope.setNumbers = []
    envelope.isDisturbed = false
    interchanges[interchanges.count - 1].groups.append(GroupReceipt(header: values(8)))
    for fault in HeaderCheck.group(segment, in: interchanges[interchanges.count - 1]) {
      groupCode(fault.code)
      add(
        .groupHeader, fault.message, segment.range(fault.position), fault: .group(fault.code),
        suggestions: fault.suggestions)
    }
    let number = segment[6] ?? ""
    if !envelope.groupNumbers.insert(number).inserted {
      groupCode("19")
      add(
        .duplicateControlNumber, "group control number \(number) is used twice in this interchange",
        segment.range(6), fault: .group("19"))
    }
  }

  private mutating func groupCode(_ code: String) {
    guard let last = interchanges.indices.last, let group = interchanges[last].groups.indices.last else {
      return
    }
    if !interchanges[last].groups[group].codes.contains(code) {
      interchanges[last].groups[group].codes.append(code)
    }
  }

  private mutating func endGroup() {
    guard envelope.hasGroup, let last = interchanges.indices.last,
      let group = interchanges[last].groups.indices.last
    else { return outside("GE without its GS") }
    if set != nil { closeOpen(at: place(), before: "GE", butInterchange: true, butGroup: true) }
    let receipt = interchanges[last].groups[group]
    interchanges[last].groups[group].declared = segment[1]
    if segment[2] != receipt.value(6) {
      groupCode("4")
      add(
        .controlNumber, "GE02 is \(shown(2)), but GS06 is \(receipt.value(6))", segment.range(2),
        fault: .group("4"),
        suggestions: [receipt.value(6)])
    }
    if !checkCount("GE01", receipt.sets.count, "transaction set", .group("5")) { groupCode("5") }
    envelope.hasGroup = false
  }

  // MARK: Transaction set

  private mutating func beginSet() {
    if set != nil { closeOpen(at: place(), before: "the next ST", butInterchange: true, butGroup: true) }
    guard envelope.hasGroup, let group = interchanges.last?.groups.last else {
      return outside("ST without a GS")
    }
    envelope.sets += 1
    guard envelope.sets <= mostSets else {
      return refuseRest(
        "\(mostSets) transaction sets: put more members into each, or send several files")
    }
    let version = segment[3] ?? group.value(8)
    let plan = GuidePlan.plan(segment[1] ?? "", version: version)
    let receipt = SetReceipt(
      transaction: segment[1] ?? "", controlNumber: segment[2] ?? "", version: segment[3],
      issues: issues.count..<issues.count)
    set = SetCheck(plan, receipt)
    if plan == nil {
      set?.code("I6")
      add(
        .unsupportedGuide, "transaction \(shown(1)) in version \(version) cannot be checked",
        segment.range(segment.isEmpty(3) ? 1 : 3), fault: .set("I6"),
        suggestions: Guides.all.filter { $0.transaction == segment[1] }.map(\.version))
    } else if group.value(8) != version, !group.value(8).isEmpty {
      groupCode("2")
      add(
        .groupHeader, "GS08 is \(group.value(8)), but ST03 is \(version)", segment.range(3),
        fault: .group("2"),
        suggestions: [group.value(8)])
    }
    let number = segment[2] ?? ""
    if !envelope.setNumbers.insert(number).inserted {
      set?.code("23")
      add(
        .duplicateControlNumber, "transaction set control number \(number) is used twice in this group",
        segment.range(2), fault: .set("23"))
    }
    checkBody()
  }

  /// Nothing of a file is taken whose answer could not say of each set what became of it.
  private mutating func refuseRest(_ what: String) {
    envelope.hasTooMany = true
    note("024")
    add(.repeatedTooOften, "the file holds more than \(what)", fault: .interchange("024"))
  }

  private mutating func isOneTooMany() -> Bool {
    envelope.envelopes += 1
    guard envelope.envelopes > Self.mostEnvelopes else { return false }
    refuseRest("\(Self.mostEnvelopes) interchanges and groups: send several files")
    return true
  }

  private mutating func endSet() {
    let before = issues.count
    checkBody()
    guard let current = set else { return }
    let number = current.receipt.controlNumber
    if segment[2] != number {
      set?.code("3")
      add(
        .controlNumber, "SE02 is \(shown(2)), but ST02 is \(number)", segment.range(2), fault: .set("3"),
        suggestions: [number])
    }
    let declared = ValueCheck.digits(segment.bytes, segment.range(1))
    // What is no number was said to be none.
    let isSaid = declared == nil && issues.count > before
    if !isSaid, declared != current.count, declared != current.count - current.fragments {
      set?.code("4")
      // Members that were lost or doubled are missing in both counts.
      if let index = issues.indices.last(where: { $0 >= before && issues[$0].rule.id == Rule.balance.id }) {
        issues[index].evidence.append(
          .init("note", "SE01 counts \(shown(1)) segments, but there are \(current.count)"))
      } else {
        _ = checkCount("SE01", current.count, "segment", .set("4"))
      }
    }
    closeSet()
  }

  mutating func closeSet() {
    guard var receipt = set?.receipt, let last = interchanges.indices.last,
      let group = interchanges[last].groups.indices.last
    else {
      set = nil
      return
    }
    receipt.issues = min(receipt.issues.lowerBound, issues.count)..<issues.count
    interchanges[last].groups[group].sets.append(receipt)
    set = nil
  }

  // MARK: The end

  /// Says once which trailers are missing, from the innermost outwards.
  private mutating func closeOpen(
    at place: Issue.Place, before what: String, butInterchange: Bool = false, butGroup: Bool = false
  ) {
    var missing: [String] = []
    if let current = set {
      missing.append("SE of transaction set \(current.receipt.controlNumber)")
      set?.code("2")
      closeSet()
    }
    if envelope.hasGroup, !butGroup {
      missing.append("GE")
      groupCode("3")
      envelope.hasGroup = false
    }
    if envelope.hasInterchange, !butInterchange {
      missing.append("IEA")
      note("023")
      envelope.hasInterchange = false
    }
    guard !missing.isEmpty else { return }
    var place = place
    place.loop = nil
    let verb = missing.count == 1 ? "is" : "are"
    add(
      .trailerMissing, "\(missing.joined(separator: ", ")) \(verb) missing before \(what)", at: place,
      fault: .interchange("022"))
    if let last = interchanges.indices.last, let group = interchanges[last].groups.indices.last,
      let set = interchanges[last].groups[group].sets.indices.last, missing[0].hasPrefix("SE")
    {
      interchanges[last].groups[group].sets[set].hasErrors = true
    }
  }

  mutating func finish(after failure: ScanFailure?) {
    switch failure {
    case .notAnInterchange(let offset, let line, let start):
      let form = ForeignForm.name(of: start).map { ": it is \($0)" } ?? ""
      add(
        .notAnInterchange, "the file does not begin with an ISA segment\(form)",
        at: Issue.Place(offset: offset, length: 1, line: line), fault: .interchange("022"))
    case .tooLong(let offset, let line):
      note("022")
      add(
        .segmentTooLong, "a segment does not end within \(SegmentReader.longestSegment >> 20) MB",
        at: Issue.Place(offset: offset, length: 1, line: line), fault: .interchange("022"))
      closeQuietly()
    case .unreadable(let number):
      readError = number
      add(
        .truncated, "the file cannot be read further (error \(number))",
        at: Issue.Place(offset: segment.offset, length: 1, line: segment.line), fault: .interchange("023"))
      closeQuietly()
    case .unfinished(let offset, let line, let start):
      let text = ByteText.text(start.prefix { $0 >= 0x20 })
      if interchanges.isEmpty || envelope.hasInterchange {
        note("023")
        add(
          .truncated, "the file ends inside a segment: `\(text)`",
          at: Issue.Place(offset: offset, length: start.count, line: line), fault: .interchange("023"))
      } else {
        let shown = text.isEmpty ? start.first.map(ByteText.shown) ?? "something" : "`\(text)`"
        add(
          .outsideEnvelope, "after the last interchange the file goes on with \(shown)",
          at: Issue.Place(offset: offset, length: start.count, line: line), fault: nil)
      }
      closeQuietly()
    case nil:
      if segments == 0 {
        return add(.noTransaction, "the file is empty", at: Issue.Place(offset: 0, length: 0, line: 1))
      }
      guard envelope.hasInterchange else { return }
      if let set {
        note("023")
        add(
          .truncated,
          "the file ends inside transaction set \(set.receipt.controlNumber), after \(set.members) \(set.members == 1 ? "member" : "members")",
          fault: .interchange("023"))
        closeQuietly()
      } else {
        closeOpen(at: place(), before: "the end of the file")
      }
    }
  }

  private mutating func closeQuietly() {
    if set != nil {
      set?.code("2")
      set?.receipt.hasErrors = true
      closeSet()
    }
    if envelope.hasGroup { groupCode("3") }
  }
}
