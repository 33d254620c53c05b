internal import Diagnostics

/// Checks a whole file in one pass and constant memory: envelope, guide, balance, situations and code lists.
package struct FileCheck {
  package internal(set) var issues: [Issue] = []
  package internal(set) var interchanges: [InterchangeReceipt] = []
  package internal(set) var segments = 0
  package internal(set) var members = 0
  /// How often a rule was broken beyond the issues that are kept.
  package internal(set) var unkept: [String: Int] = [:]
  /// The bytes could not be had, which says nothing of the file; the number of the system's error.
  package internal(set) var readError: Int32?

  var reader: SegmentReader
  var segment = Segment()
  var envelope = EnvelopeState()
  var set: SetCheck?
  private var kept: [String: Int] = [:]
  /// Things that are one mistake of the whole file however often they show.
  private var saidOnce: [String: Once] = [:]

  /// Something that is said at the first segment that shows it.
  private struct Once {
    let rule: String
    let segment: Int
    var count = 1
  }

  /// Issues of one rule that are kept; nobody reads more.
  package static let mostAlike = 500
  /// Transaction sets of one file: each has its own word in the answer, which is kept until all are read.
  var mostSets = 100_000
  /// Interchanges and groups, of which files have few.
  package static let mostEnvelopes = 10_000

  package init(_ feed: ByteFeed) { reader = SegmentReader(feed) }

  /// Reads everything.
  package static func run(_ feed: ByteFeed) -> FileCheck {
    var check = FileCheck(feed)
    check.run()
    return check
  }

  package var hasErrors: Bool { issues.contains { $0.rule.severity == .error } }

  mutating func run() {
    read()
    for once in saidOnce.values where once.count > 1 {
      let index = issues.firstIndex { $0.rule.id == once.rule && $0.place.segment == once.segment }
      guard let index else { continue }
      issues[index].evidence.append(.init("note", "\(once.count) segments of the file are like this"))
    }
  }

  private mutating func read() {
    do throws(ScanFailure) {
      while try reader.next(into: &segment) {
        segments += 1
        if segments == 1, reader.hasMark {
          add(
            .byteOrderMark, "the file begins with a byte order mark",
            at: Issue.Place(offset: 0, length: 3, line: 1))
        }
        noteForm()
        take()
        if envelope.hasTooMany { return }
      }
      finish(after: nil)
    } catch {
      finish(after: error)
    }
    if let padding = reader.padding {
      add(
        .paddedFile, "after the last interchange the file is filled up with \(ByteText.shown(padding))",
        at: Issue.Place(offset: segment.offset, length: segment.bytes.count, line: segment.line))
    }
  }

  /// What can be wrong with any segment, whatever it is.
  private mutating func noteForm() {
    if segment.isUnterminated {
      let terminator = ByteText.shown(segment.delimiters.segment)
      let end = segment.bytes.count
      add(
        .missingTerminator, "segment \(segment.id) ends with its line, without \(terminator)",
        max(0, end - 1)..<end,
        fault: set == nil ? nil : .segment("8"), suggestions: [])
    }
    if segment.hasSmallID {
      if wasSaid(Rule.code.id + Self.smallCodes) {
        set?.receipt.hasErrors = true
      } else {
        noteSmallID()
      }
    }
    if let offset = segment.lineBreak {
      once(
        .lineBreak, "a line break stands inside segment \(segment.id)", offset..<offset + 1,
        lineBreakFault(offset))
    }
    if segment.hasForeignBytes, let offset = segment.bytes.firstIndex(where: { $0 >= 0x80 }) {
      once(
        .foreignCharacters, "segment \(segment.id) has characters beyond ASCII (\(encoding))",
        offset..<offset + 1, nil)
    }
    if segment.isIndented { once(.leadingBlank, "blanks stand before segment \(segment.id)", 0..<1, nil) }
  }

  private mutating func noteSmallID() {
    once(
      .smallIdentifier, "the identifier of segment \(segment.id) is in small letters: `\(segment.title)`",
      segment.range(0), set == nil ? nil : .segment("1"))
  }

  /// In which encoding the characters beyond ASCII are.
  private var encoding: String {
    guard let text = String(validating: segment.bytes, as: UTF8.self) else { return "not UTF-8" }
    // The first byte of an accented letter in UTF-8, taken for a letter of its own.
    let scalars = Array(text.unicodeScalars)
    let isTwice = zip(scalars, scalars.dropFirst()).contains { first, second in
      first == "\u{C3}" && (second.value < 0xC0 && second.value >= 0x80 || second.value > 0xFF)
    }
    return isTwice ? "UTF-8, written as UTF-8 a second time: accents are lost" : "UTF-8"
  }

  private func lineBreakFault(_ offset: Int) -> Issue.Fault? {
    guard set != nil else { return nil }
    let element = max(1, (1...max(1, segment.count)).last { segment.range($0).lowerBound <= offset } ?? 1)
    let number = set?.number(of: element, in: segment) ?? 0
    return .element("6", Issue.Spot(element: element, number: number, value: nil))
  }

  func wasSaid(_ key: String) -> Bool { saidOnce[key] != nil }

  /// Codes in small letters, among the mistakes that are said once.
  static let smallCodes = " in small letters"

  /// Says something of the file at the first segment that shows it; `kind` tells mistakes of one rule apart.
  mutating func once(
    _ rule: Rule, _ message: String, _ range: Range<Int>?, _ fault: Issue.Fault?, kind: String = "",
    suggestions: [String] = []
  ) {
    let key = rule.id + kind
    guard let before = saidOnce[key] else {
      saidOnce[key] = Once(rule: rule.id, segment: segment.number)
      return add(rule, message, range, fault: fault, suggestions: suggestions)
    }
    saidOnce[key]?.count = before.count + 1
    if rule.severity == .error { set?.receipt.hasErrors = true }
  }

  /// Refuses an interchange whose number its sender used before, for something else.
  ///
  /// Only who keeps the numbers knows that.
  package mutating func refuseRepeated(_ number: Int, because reason: String) {
    for index in interchanges.indices where Int(interchanges[index].controlNumber) == number {
      // The first of a number is the one that repeats what was received before.
      if interchanges[index].note == nil { interchanges[index].note = "025" }
    }
    add(
      .duplicateControlNumber, "interchange control number \(number) \(reason)",
      at: Issue.Place(offset: 0, length: 1, line: 1), fault: .interchange("025"))
  }

  // MARK: Reporting

  /// The place of some bytes of the current segment.
  func place(_ range: Range<Int>? = nil) -> Issue.Place {
    let range = range ?? 0..<segment.bytes.count
    return Issue.Place(
      offset: segment.offset + range.lowerBound, length: max(1, range.count), line: segment.line,
      segment: segment.number, id: segment.title, loop: set?.loop, positionInSet: set?.count,
      subscriber: set?.subscriber)
  }

  mutating func add(
    _ rule: Rule, _ message: String, _ range: Range<Int>? = nil, fault: Issue.Fault?,
    suggestions: [String] = []
  ) {
    add(rule, message, at: place(range), fault: fault, suggestions: suggestions)
  }

  mutating func add(
    _ rule: Rule, _ message: String, at place: Issue.Place, fault: Issue.Fault? = nil,
    suggestions: [String] = [], evidence: [Finding.Evidence] = [], label: String? = nil
  ) {
    if rule.severity == .error { set?.receipt.hasErrors = true }
    let count = kept[rule.id, default: 0] + 1
    kept[rule.id] = count
    guard count <= Self.mostAlike else {
      unkept[rule.id, default: 0] += 1
      return
    }
    var issue = Issue(rule: rule, message: message, place: place, fault: fault)
    issue.suggestions = suggestions
    issue.evidence = evidence
    issue.label = label
    issues.append(issue)
  }

  /// Takes back that a segment is missing, because it turned up too late; false where nothing was said of it.
  mutating func retractMissing(_ spelling: String, since first: Int) -> Bool {
    let index = issues.lastIndex {
      $0.rule.id == Rule.missingSegment.id && $0.place.segment >= first && $0.label == spelling
    }
    if let index { issues.remove(at: index) }
    return index != nil
  }

  /// Takes back that a segment comes too late.
  mutating func retractOrder(ofSegment number: Int) {
    issues.removeAll { $0.rule.id == Rule.segmentOrder.id && $0.place.segment == number }
  }

  /// Says of an issue of the segment before that this one is like it; false where there is none.
  ///
  /// Segments that were moved together are one mistake.
  mutating func joinBlock(_ rule: Rule) -> Bool {
    guard let block = set?.block, block.rule == rule.id, block.last + 1 == segment.number,
      let index = issues.lastIndex(where: { $0.rule.id == rule.id && $0.place.segment == block.first })
    else {
      set?.block = .init(rule: rule.id, first: segment.number, last: segment.number)
      return false
    }
    set?.block?.last = segment.number
    let count = segment.number - block.first
    issues[index].evidence = [
      .init("note", count == 1 ? "so is the segment after it" : "so are the \(count) segments after it")
    ]
    set?.receipt.hasErrors = true
    return true
  }
}

extension Issue.Place {
  init(offset: Int, length: Int, line: Int) {
    self.init(
      offset: offset, length: length, line: line, segment: 0, id: "", loop: nil, positionInSet: nil,
      subscriber: nil)
  }
}

extension Issue.Spot {
  init(element: Int, number: Int, value: String?) {
    self.init(element: element, component: nil, repetition: nil, number: number, value: value)
  }
}
