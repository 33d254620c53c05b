/// Code lists that others keep.
package enum ExternalCodes {
  /// States, the capital's district, territories and military post offices of the United States.
  package static let states: CodeList = """
    AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA \
    RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI UM FM MH PW AA AE AP
    """

  /// Provinces and territories of Canada as Canada Post writes them today.
  package static let provinces: CodeList = "AB BC MB NB NL NS NT NU ON PE QC SK YT"

  /// What provinces are called in files all the same: codes of earlier days, abbreviations, names.
  static let provincesByOtherName: [Code: String] = [
    "PQ": "QC", "QU": "QC", "QUE": "QC", "QUEBEC": "QC", "NF": "NL", "NFLD": "NL", "ONT": "ON",
    "ONTARIO": "ON",
    "ALTA": "AB", "ALBERTA": "AB", "MAN": "MB", "MANITOBA": "MB", "SASK": "SK", "PEI": "PE", "YK": "YT",
    "YUKON": "YT", "NWT": "NT", "BCOL": "BC",
  ]

  /// What countries are called in files all the same.
  static let countriesByOtherName: [Code: String] = [
    "CAN": "CA", "CANADA": "CA", "CDN": "CA", "USA": "US", "UNITED": "US", "MEX": "MX", "GBR": "GB",
    "UK": "GB",
    "FRA": "FR", "FRANCE": "FR", "DEU": "DE", "IND": "IN", "CHN": "CN",
  ]

  /// ISO 3166-1, two letters.
  package static let countries: CodeList = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC \
    CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD \
    GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH \
    KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW \
    MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC \
    SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY \
    UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
    """
}
