internal import Diagnostics

/// Checks the state, postal code and country of an N4 segment against lists that others keep.
enum AddressCheck {
  static func faults(_ segment: Segment) -> [ElementFault] {
    guard segment.id == "N4" else { return [] }
    let country = segment.code(4)
    if !country.isEmpty, !ExternalCodes.countries.contains(country) {
      let known = ExternalCodes.countriesByOtherName[country].map { [$0] }
      return [
        fault(.country, segment, 4, 26, "there is no country `\(country)`", ExternalCodes.countries, known)
      ]
    }
    guard ["", "US", "CA"].contains(country) else { return [] }
    var faults: [ElementFault] = []
    let region = segment.code(2)
    let isState = ExternalCodes.states.contains(region)
    let isProvince = ExternalCodes.provinces.contains(region)
    if !region.isEmpty, !(isState && country != "CA" || isProvince && country != "US"),
      segment.range(2).count == 2
    {
      let land =
        country == "CA" ? "Canada" : country == "US" ? "the United States" : "the United States or Canada"
      let list = country == "US" ? ExternalCodes.states : ExternalCodes.provinces
      let known = ExternalCodes.provincesByOtherName[region].map { [$0] }
      faults.append(
        fault(
          .region, segment, 2, 156, "`\(region)` is no state, province or territory of \(land)", list, known))
      return faults
    }
    let isCanadian = country == "CA" || isProvince
    if !segment.isEmpty(3), isCanadian || isState, !isPostalCode(segment, isCanadian: isCanadian) {
      let form = isCanadian ? "A1A1A1" : "five or nine digits"
      faults.append(
        fault(.postalCode, segment, 3, 116, "`\(segment[3] ?? "")` is not of the form \(form)", nil))
    }
    return faults
  }

  private static func isPostalCode(_ segment: Segment, isCanadian: Bool) -> Bool {
    let code = segment.bytes[segment.range(3)]
    let areDigits = code.map { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    guard isCanadian else { return (code.count == 5 || code.count == 9) && !areDigits.contains(false) }
    let areLetters = code.map { $0 & 0xDF >= UInt8(ascii: "A") && $0 & 0xDF <= UInt8(ascii: "Z") }
    return areDigits == [false, true, false, true, false, true] && areLetters == areDigits.map { !$0 }
  }

  private static func fault(
    _ rule: Rule, _ segment: Segment, _ position: Int, _ number: Int, _ message: String, _ list: CodeList?,
    _ known: [String]? = nil
  ) -> ElementFault {
    let text = segment[position] ?? ""
    return ElementFault(
      rule: rule, message: message, range: segment.range(position),
      suggestions: known ?? list.map { Suggestions.nearest(to: text, among: $0.all) } ?? [],
      fault: .element(
        "7", Issue.Spot(element: position, component: nil, repetition: nil, number: number, value: text)))
  }
}
