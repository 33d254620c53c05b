/// Checks the values of ISA and GS, which follow the standard and no guide.
enum HeaderCheck {
  private static let partyQualifiers: CodeList =
    "01 02 03 04 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 AM NR SA SN ZZ"

  /// Versions of the interchange that have what is read here.
  private static let versions: CodeList = "00501"
  private static let olderVersions: CodeList =
    "00200 00300 00301 00302 00303 00304 00305 00306 00307 00400 00401 00402 00403"

  /// How many characters each element of an ISA has.
  static let widths = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1]

  static func interchange(_ segment: Segment) -> [HeaderFault] {
    var faults: [HeaderFault] = []
    func wrong(_ position: Int, _ code: String, _ what: String, _ suggestions: [String] = []) {
      let number = position < 10 ? "0\(position)" : "\(position)"
      faults.append(
        HeaderFault(
          position: position, code: code, message: "ISA\(number) is no \(what): `\(segment[position] ?? "")`",
          suggestions: suggestions))
    }
    if !["00", "03"].contains(segment.code(1)) { wrong(1, "010", "authorisation qualifier", ["00"]) }
    if !["00", "01"].contains(segment.code(3)) { wrong(3, "012", "security qualifier", ["00"]) }
    if !partyQualifiers.contains(segment.code(5)) { wrong(5, "005", "qualifier of a sender", ["ZZ"]) }
    if isBlank(segment, 6) { wrong(6, "006", "sender") }
    if !partyQualifiers.contains(segment.code(7)) { wrong(7, "007", "qualifier of a receiver", ["ZZ"]) }
    if isBlank(segment, 8) { wrong(8, "008", "receiver") }
    if segment.range(9).count != 6 || !ValueCheck.isDay(segment.bytes, segment.range(9)) {
      wrong(9, "014", "day")
    }
    if segment.range(10).count != 4 || !ValueCheck.isTime(segment.bytes, segment.range(10)) {
      wrong(10, "015", "time")
    }
    let version = segment.code(12)
    if !versions.contains(version), !olderVersions.contains(version) {
      wrong(12, "017", "known version", ["00501"])
    }
    if ValueCheck.digits(segment.bytes, segment.range(13)) == nil {
      wrong(13, "018", "control number of nine digits")
    }
    if !["0", "1"].contains(segment.code(14)) {
      wrong(14, "019", "request for an acknowledgement", ["0", "1"])
    }
    if !["P", "T", "I"].contains(segment.code(15)) { wrong(15, "020", "usage indicator", ["P", "T"]) }
    return faults
  }

  private static func isBlank(_ segment: Segment, _ position: Int) -> Bool {
    segment.bytes[segment.range(position)].allSatisfy { $0 == 0x20 }
  }

  static func group(_ segment: Segment, in interchange: InterchangeReceipt) -> [HeaderFault] {
    var faults: [HeaderFault] = []
    func wrong(_ position: Int, _ code: String, _ what: String, _ suggestions: [String] = []) {
      faults.append(
        HeaderFault(
          position: position, code: code,
          message: "GS0\(position) is no \(what): `\(segment[position] ?? "")`",
          suggestions: suggestions))
    }
    if segment.range(1).count != 2 { wrong(1, "1", "functional identifier", ["BE"]) }
    if !(2...15).contains(segment.range(2).count) { wrong(2, "14", "code of a sender") }
    if !(2...15).contains(segment.range(3).count) { wrong(3, "13", "code of a receiver") }
    if segment.range(4).count != 8 || !ValueCheck.isDay(segment.bytes, segment.range(4)) {
      wrong(4, "6", "day")
    }
    if !ValueCheck.isTime(segment.bytes, segment.range(5)) { wrong(5, "6", "time") }
    let number = segment.range(6)
    if number.count > 9 || ValueCheck.digits(segment.bytes, number) == nil { wrong(6, "6", "control number") }
    if segment.code(7) != "X" { wrong(7, "6", "agency", ["X"]) }
    if segment.isEmpty(8) || segment.range(8).count > 12 {
      let guides = Guides.all.filter { segment.code(1) == Code($0.group) }
      wrong(8, "2", "version", guides.map(\.version))
    }
    let guide = segment[8].flatMap(Guides.guide(version:))
    if let guide, interchange.value(12) != "00501", olderVersions.contains(Code(interchange.value(12))) {
      faults.append(
        HeaderFault(
          position: 8, code: "2",
          message:
            "GS08 is \(guide.version), whose interchange is of version 00501, but ISA12 is \(interchange.value(12))",
          suggestions: []))
    }
    if let guide, segment.code(1) != Code(guide.group) {
      wrong(1, "1", "functional identifier of this guide", [guide.group])
    }
    return faults
  }
}

/// A value of a header that the standard does not have.
struct HeaderFault {
  let position: Int
  /// TA105 or AK905.
  let code: String
  let message: String
  let suggestions: [String]
}
