package import Diagnostics

/// Something wrong in a file of segments, with all that a report and an acknowledgement tell of it.
package struct Issue: Sendable {
  package let rule: Rule
  /// One sentence in lower case without a full stop.
  package let message: String
  package let place: Place
  /// What is wrong in the terms of acknowledgements; nil for what they have no word for.
  package let fault: Fault?
  package var label: String?
  package var suggestions: [String] = []
  package var evidence: [Finding.Evidence] = []

  /// Where in the file.
  package struct Place: Sendable {
    /// In bytes from the start of the file.
    package var offset: Int
    package var length: Int
    package var line: Int
    /// Counted from 1 in the file; 0 where there is no segment.
    package var segment: Int
    package var id: String
    package var loop: String?
    /// Counted from the ST, which is 1; nil outside a transaction set.
    package var positionInSet: Int?
    /// The subscriber whose record it is.
    package var subscriber: String?
  }

  /// A mistake as acknowledgements know it.
  package enum Fault: Sendable, Hashable {
    /// TA105.
    case interchange(String)
    /// AK905.
    case group(String)
    /// IK502.
    case set(String)
    /// IK304.
    case segment(String)
    /// IK403 with element, component, repetition, number of the data element and the bad value.
    case element(String, Spot)
  }

  /// A value within a segment.
  package struct Spot: Sendable, Hashable {
    package var element: Int
    package var component: Int?
    package var repetition: Int?
    package var number: Int
    package var value: String?
  }
}

extension Issue {
  /// The finding that all reports can show.
  package func finding(in file: SourceFile, from base: Int = 0) -> Finding {
    let start = min(max(0, place.offset - base), file.bytes.count)
    var finding = Finding(
      rule, message, at: SourceRange(file, start, min(start + place.length, file.bytes.count)), path: path,
      label: label, suggestions: suggestions)
    if place.segment > 0 {
      let loop = place.loop.map { $0.isEmpty ? "" : " in loop \($0)" } ?? ""
      finding.evidence.append(.init("segment", "\(place.segment), \(place.id)\(loop)"))
    }
    finding.evidence.append(.init("level", "SNIP \(rule.snipLevel)"))
    finding.evidence += evidence
    return finding
  }

  /// `2000/INS02`, as guides name a value.
  private var path: String? {
    guard place.segment > 0 else { return nil }
    var text = place.loop.map { $0.isEmpty ? "" : "\($0)/" } ?? ""
    text += place.id
    if case .element(_, let spot) = fault {
      text += spot.element < 10 ? "0\(spot.element)" : "\(spot.element)"
      if let component = spot.component { text += "-\(component)" }
    }
    return text
  }
}
