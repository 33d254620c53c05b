internal import Diagnostics

/// Writes what a receiver answers: TA1 for an interchange whose envelope is bad, else a 999 for each functional group.
package struct AckWriter {
  /// The moment and numbers of the answer.
  package struct Stamp: Sendable {
    /// CCYYMMDD.
    package var day: String
    /// HHMM.
    package var time: String
    package var controlNumber: Int

    package init(day: String, time: String, controlNumber: Int) {
      self.day = day
      self.time = time
      self.controlNumber = controlNumber
    }
  }

  /// The version of the guide of the 999.
  package static let version = "005010X231A1"

  private let check: FileCheck
  private let stamp: Stamp
  private var writer: SegmentWriter

  /// The answer to everything that was received; one interchange for each.
  package static func text(for check: FileCheck, _ stamp: Stamp) -> String {
    var text = ""
    for (index, receipt) in check.interchanges.enumerated() {
      var stamp = stamp
      stamp.controlNumber += index
      var writer = AckWriter(check, stamp, receipt)
      text += writer.answer(receipt)
    }
    return text
  }

  private init(_ check: FileCheck, _ stamp: Stamp, _ receipt: InterchangeReceipt) {
    self.check = check
    self.stamp = stamp
    let delimiters = receipt.delimiters.problem == nil ? receipt.delimiters : .usual
    writer = SegmentWriter(delimiters, lineBreaks: true)
  }

  private mutating func answer(_ receipt: InterchangeReceipt) -> String {
    let number = Self.padded(stamp.controlNumber, 9)
    writer.interchange(
      InterchangeHeader(
        senderQualifier: receipt.value(7), sender: receipt.receiver, receiverQualifier: receipt.value(5),
        receiver: receipt.sender, day: String(stamp.day.dropFirst(2)), time: stamp.time,
        controlNumber: number,
        usage: receipt.value(15).isEmpty ? "P" : receipt.value(15)))
    let groups = receipt.note == nil ? receipt.groups.filter { $0.value(1) != "FA" } : []
    if receipt.note != nil || receipt.wantsAnswer {
      // Directly after the ISA, before any group.
      writer.put([
        "TA1", receipt.controlNumber, receipt.value(9), receipt.value(10), receipt.note == nil ? "A" : "R",
        receipt.note ?? "000",
      ])
    }
    if !groups.isEmpty { functionalGroup(groups) }
    writer.put(["IEA", groups.isEmpty ? "0" : "1", number])
    return writer.text
  }

  private mutating func functionalGroup(_ groups: [GroupReceipt]) {
    let group = "\(stamp.controlNumber)"
    writer.put([
      "GS", "FA", groups[0].value(3), groups[0].value(2), stamp.day, stamp.time, group, "X", Self.version,
    ])
    for (index, received) in groups.enumerated() { acknowledge(received, Self.padded(index + 1, 4)) }
    writer.put(["GE", "\(groups.count)", group])
  }

  private mutating func acknowledge(_ group: GroupReceipt, _ number: String) {
    writer.beginCount()
    writer.put(["ST", "999", number, Self.version])
    writer.put(["AK1", group.value(1), group.value(6), group.value(8)])
    var accepted = 0
    for set in group.sets {
      acknowledge(set)
      if !set.hasErrors { accepted += 1 }
    }
    let isRefused = !group.codes.isEmpty
    let status = isRefused ? "R" : accepted == group.sets.count ? "A" : accepted == 0 ? "R" : "P"
    writer.put(
      [
        "AK9", status, group.declared ?? "\(group.sets.count)", "\(group.sets.count)",
        "\(isRefused ? 0 : accepted)",
      ] + group.codes.prefix(5))
    writer.put(["SE", "\(writer.counted + 1)", number])
  }

  private mutating func acknowledge(_ set: SetReceipt) {
    writer.put(["AK2", set.transaction, set.controlNumber, set.version ?? ""])
    let issues = check.issues[set.issues.clamped(to: 0..<check.issues.count)].filter {
      $0.rule.severity == .error
    }
    var hasSegments = false
    var open: Int?
    for issue in issues.sorted(by: { ($0.place.positionInSet ?? 0) < ($1.place.positionInSet ?? 0) }) {
      guard let position = issue.place.positionInSet else { continue }
      switch issue.fault {
      case .segment(let code):
        hasSegments = true
        segment(issue, position, code)
        open = nil
      case .element(let code, let spot):
        hasSegments = true
        if open != position { segment(issue, position, "8") }
        open = position
        element(code, spot)
      default: continue
      }
    }
    let codes = (hasSegments ? ["5"] : []) + set.codes
    writer.put(["IK5", set.hasErrors ? "R" : "A"] + (set.hasErrors ? Array(codes.prefix(5)) : []))
  }

  private mutating func segment(_ issue: Issue, _ position: Int, _ code: String) {
    let loop = issue.place.loop ?? ""
    let bracket = ["LS", "2700", "2750"].contains(loop) ? "2700" : ""
    // A segment that is missing is named, not the one before which that was seen.
    let id = code == "3" || code == "I7" ? issue.label.map { String($0.prefix { $0 != "*" }) } : nil
    writer.put(["IK3", id ?? issue.place.id, "\(position)", bracket, code == "I7" ? "3" : code])
    if let subscriber = issue.place.subscriber {
      writer.put(["CTX", "SUBSCRIBER NUMBER" + writer.component + writer.clean(subscriber)], isRaw: true)
    }
  }

  private mutating func element(_ code: String, _ spot: Issue.Spot) {
    var place = "\(spot.element)"
    if spot.component != nil || spot.repetition != nil {
      place += writer.component + (spot.component.map { "\($0)" } ?? "")
    }
    if let repetition = spot.repetition { place += writer.component + "\(repetition)" }
    writer.put(
      ["IK4", place, spot.number == 0 ? "" : "\(spot.number)", code, writer.clean(spot.value ?? "")],
      isRaw: true)
  }

  /// A number with zeros before it.
  package static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(max(0, number))
    return String(repeating: "0", count: max(0, width - digits.count)) + digits.suffix(width)
  }
}
