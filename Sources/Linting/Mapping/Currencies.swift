internal import Diagnostics
internal import Language

/// The currencies of ISO 4217, and those that were withdrawn of late and that old books are kept in.
enum Currencies {
  private static let codes = Set(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP \
    CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS \
    INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK \
    MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS \
    SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XAG XAU XCD XCG \
    XDR XOF XPD XPF XPT XSU XUA YER ZAR ZMW ZWG ZWL
    """.split(separator: " ").map(String.init))

  /// A code that stands for none; new ones come to be, so that it is no error.
  static func finding(_ code: String, at range: SourceRange, path: String) -> Finding? {
    guard !codes.contains(code) else { return nil }
    var finding = Finding(
      .typeMismatch, "`\(code)` is no currency of ISO 4217", at: range, path: path,
      suggestions: Suggestions.nearest(to: code, among: codes.sorted()))
    finding.severity = .warning
    return finding
  }
}
