internal import Diagnostics

/// Checks the form of numbers of persons and of telephones, which the guide describes in words only.
enum NumberCheck {
  static func faults(_ segment: Segment) -> [ElementFault] {
    if segment.id == "NM1" { return identification(segment) }
    return [3, 5, 7].flatMap { contact(segment, $0) }
  }

  private static func identification(_ segment: Segment) -> [ElementFault] {
    guard segment.code(8) == "34" else { return [] }
    let range = segment.range(9)
    if range.count == 9, ValueCheck.digits(segment.bytes, range) != nil { return [] }
    return [
      fault(
        .identification, segment, 9, 67, "NM109, a social security number (NM108 `34`), is not nine digits",
        digits(segment, range, 9))
    ]
  }

  private static let telephones: CodeList = "AP BN CP FX HP TE WP"

  private static func contact(_ segment: Segment, _ position: Int) -> [ElementFault] {
    let range = segment.range(position + 1)
    guard !range.isEmpty else { return [] }
    let name = "PER0\(position + 1)"
    if segment.code(position) == "EM" {
      if segment.bytes[range].contains(UInt8(ascii: "@")) { return [] }
      return [fault(.contact, segment, position + 1, 364, "\(name), an e-mail address, has no `@`", [])]
    }
    guard telephones.contains(segment.code(position)), ValueCheck.digits(segment.bytes, range) == nil else {
      return []
    }
    return [
      fault(
        .contact, segment, position + 1, 364, "\(name), a telephone number, has more than digits",
        digits(segment, range, 10))
    ]
  }

  /// The digits of a value, where there are as many as there should be.
  private static func digits(_ segment: Segment, _ range: Range<Int>, _ count: Int) -> [String] {
    let digits = segment.bytes[range].filter { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    return digits.count == count ? [ByteText.text(digits)] : []
  }

  private static func fault(
    _ rule: Rule, _ segment: Segment, _ position: Int, _ number: Int, _ message: String,
    _ suggestions: [String]
  ) -> ElementFault {
    ElementFault(
      rule: rule, message: message, range: segment.range(position), suggestions: suggestions,
      fault: .element("7", Issue.Spot(element: position, number: number, value: segment[position])))
  }
}
