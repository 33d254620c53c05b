/// Reads an enrolment file member by member, in constant memory.
package struct MemberReader {
  private var reader: SegmentReader
  private var segment = Segment()
  private var walker: LoopWalker?
  private var current: EnrolledMember?
  private var isFinished = false
  private var openSets = 0

  /// What the last BGN said: `2` for changes, `4` for everybody, `RX` to replace everybody.
  package private(set) var action: String?
  package private(set) var sets = 0

  package init(_ feed: ByteFeed) { reader = SegmentReader(feed) }

  /// The next member; nil after the last.
  ///
  /// A file that ends early, or is none, fails: nobody may take half of it for all.
  package mutating func next() throws(MemberReadFailure) -> EnrolledMember? {
    if isFinished { return nil }
    do throws(ScanFailure) {
      while try reader.next(into: &segment) {
        if let complete = try take() { return complete }
      }
    } catch {
      throw MemberReadFailure(error)
    }
    isFinished = true
    guard reader.isAtEndOfInterchange(last: segment.id), openSets == 0 else {
      throw MemberReadFailure("the file ends before its last interchange does", line: segment.line)
    }
    guard sets > 0 else { throw MemberReadFailure("the file holds no enrolment (834)", line: segment.line) }
    return nil
  }

  /// The member that this segment ends.
  private mutating func take() throws(ScanFailure) -> EnrolledMember? {
    switch segment.id {
    case "ST":
      walker = segment.code(1) == "834" ? LoopWalker(GuidePlan.enrolment) : nil
      if walker != nil {
        sets += 1
        openSets += 1
      }
      _ = walker?.begin()
    case "SE":
      if walker != nil { openSets -= 1 }
      walker = nil
      return takeCurrent()
    default:
      guard walker != nil else { return nil }
      _ = walker?.step(segment)
      if segment.id == "INS" {
        let before = takeCurrent()
        current = begin()
        return before
      }
      if current != nil {
        fill(walker?.loop ?? "")
      } else if segment.id == "BGN" {
        action = segment[8]
      }
    }
    return nil
  }

  private mutating func takeCurrent() -> EnrolledMember? {
    defer { current = nil }
    return current
  }

  private func begin() -> EnrolledMember {
    var member = EnrolledMember()
    member.isSubscriber = segment.code(1) == "Y"
    member.relationship = segment[2] ?? ""
    member.maintenance = segment[3] ?? ""
    member.reason = segment[4]
    member.benefitStatus = segment[5]
    member.employmentStatus = segment[8]
    member.studentStatus = segment[9]
    member.hasHandicap = segment[10].map { $0 == "Y" }
    member.deathDate = segment[12]
    return member
  }

  private mutating func fill(_ loop: String) {
    switch loop {
    case "2000": fillMember()
    case "2100A": fillName()
    case "2100C": address(\.mailing)
    case "2300": fillCoverage()
    default: current?.others.append(segment.text)
    }
  }

  private mutating func fillMember() {
    guard let code = segment[1] else { return }
    switch segment.id {
    case "REF":
      guard let value = segment[2] else { return }
      switch code {
      case "0F": current?.subscriberNumber = value
      case "1L": current?.policyNumber = value
      default: current?.references.append(.init(code, value))
      }
    case "DTP": if let value = segment[3] { current?.dates.append(.init(code, value)) }
    default: current?.others.append(segment.text)
    }
  }

  private mutating func fillName() {
    switch segment.id {
    case "NM1":
      current?.lastName = segment[3]
      current?.firstName = segment[4]
      current?.middleName = segment[5]
      current?.prefix = segment[6]
      current?.suffix = segment[7]
      if let code = segment[8], let value = segment[9] { current?.number = .init(code, value) }
    case "PER":
      for position in [3, 5, 7] {
        if let code = segment[position], let value = segment[position + 1] {
          current?.contacts.append(.init(code, value))
        }
      }
    case "N3", "N4": address(\.home)
    case "DMG":
      current?.birthDate = segment[2]
      current?.gender = segment[3]
      current?.maritalStatus = segment[4]
    case "LUI" where current?.language == nil: current?.language = segment[2] ?? segment[3]
    default: current?.others.append(segment.text)
    }
  }

  private mutating func address(_ path: WritableKeyPath<EnrolledMember, EnrolledMember.Address>) {
    switch segment.id {
    case "N3": current?[keyPath: path].lines = [segment[1], segment[2]].compactMap { $0 }
    case "N4":
      current?[keyPath: path].city = segment[1]
      current?[keyPath: path].region = segment[2] ?? segment[7]
      current?[keyPath: path].postalCode = segment[3]
      current?[keyPath: path].country = segment[4]
    default: break
    }
  }

  private mutating func fillCoverage() {
    if segment.id == "HD" {
      current?.coverages.append(
        .init(maintenance: segment[1] ?? "", line: segment[3] ?? "", plan: segment[4], level: segment[5]))
      return
    }
    guard let last = current?.coverages.indices.last, let code = segment[1] else { return }
    switch segment.id {
    case "DTP": if let value = segment[3] { current?.coverages[last].dates.append(.init(code, value)) }
    case "AMT": if let value = segment[2] { current?.coverages[last].amounts.append(.init(code, value)) }
    case "REF": if let value = segment[2] { current?.coverages[last].references.append(.init(code, value)) }
    default: current?.others.append(segment.text)
    }
  }
}

/// Why members cannot be read.
package struct MemberReadFailure: Error, Sendable, Hashable {
  /// One sentence without a full stop.
  package let message: String
  package let line: Int

  init(_ message: String, line: Int) {
    self.message = message
    self.line = line
  }

  init(_ failure: ScanFailure) {
    switch failure {
    case .notAnInterchange(_, let line, _):
      self.init("the file does not begin with an ISA segment", line: line)
    case .unfinished(_, let line, let start):
      self.init("the file ends inside a segment: `\(ByteText.text(start))`", line: line)
    case .tooLong(_, let line): self.init("a segment has no end", line: line)
    case .unreadable(let number): self.init("the file cannot be read further (error \(number))", line: 0)
    }
  }
}

extension GuidePlan {
  /// The plan of the 834.
  static let enrolment = GuidePlan(.enrolment)
}

extension SegmentReader {
  /// Only IEA ends a file.
  func isAtEndOfInterchange(last: SegmentID) -> Bool { last == "IEA" }
}
