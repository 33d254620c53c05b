import Diagnostics
import Testing
import YAML

struct ResolvedTests {
  static let words: [(String, Resolved)] = [
    ("", .null), ("~", .null), ("null", .null), ("NULL", .null), ("nULL", .string),
    ("true", .bool(true)), ("False", .bool(false)), ("tRUE", .string), ("yes", .string), ("NO", .string),
    ("on", .string),
    ("0", .int(0)), ("-12", .int(-12)), ("+7", .int(7)), ("012", .int(12)), ("0x1F", .int(31)),
    ("0o17", .int(15)),
    ("9223372036854775807", .int(.max)), ("9223372036854775808", .float(9_223_372_036_854_775_808)),
    ("0xFFFFFFFFFFFFFFFF", .float(18_446_744_073_709_551_616)),
    ("-0x1F", .string), ("0x", .string), ("0o8", .string), ("0b1", .string), ("1_000", .string),
    ("1:30", .string),
    ("1.5", .float(1.5)), (".5", .float(0.5)), ("1.", .float(1)), ("1e5", .float(100_000)),
    ("1E-2", .float(0.01)),
    ("1e400", .float(.infinity)), (".inf", .float(.infinity)), ("-.INF", .float(-.infinity)),
    (".", .string), ("-", .string), ("1e", .string), ("1.2.3", .string), ("2001-01-01", .string),
    ("+.nan", .string),
    ("e5", .string), ("١", .string), ("1 ", .string),
  ]

  @Test(arguments: words) func plainTextMeansWhatTheCoreSchemaSays(text: String, meaning: Resolved) {
    #expect(Resolved(plain: text) == meaning)
  }

  @Test func notANumberIsANumber() {
    let values: [Double] = [".nan", ".NaN"].compactMap {
      if case .float(let value) = Resolved(plain: $0) { value } else { nil }
    }
    #expect(values.count == 2 && values.allSatisfy(\.isNaN))
  }

  @Test func quotedTextIsText() {
    for text in ["'true'", "\"1\"", "|\n  null"] {
      #expect(load("a: \(text)").root?.mapping?["a"]?.scalar?.resolved == .string)
    }
  }

  static let ambiguous: [(String, Ambiguity?)] = [
    ("NO", .word(false)), ("on", .word(true)), ("y", .word(true)), ("Off", .word(false)), ("nO", nil),
    ("none", nil),
    ("012", .leadingZero), ("-007", .leadingZero), ("0", nil), ("00", .leadingZero), ("12", nil),
    ("1:30", .sexagesimal), ("12:30:45.5", .sexagesimal), ("1:60", nil), ("a:30", nil), ("1:", nil),
    ("10:5:x", nil),
    ("1_000", .underscores), ("1_000.5", .underscores), ("1_x", nil), ("_1", nil),
    ("1.10", .trailingZero), ("1.0", nil), ("1.1", nil), ("1.00", .trailingZero), ("1.", .inexact),
    (".5", .inexact),
    ("1e5", .exponent), ("0x1F", .notDecimal), ("0o17", .notDecimal), ("+1", .inexact), ("-0", .inexact),
    ("9223372036854775808", .inexact), ("2001-01-01", nil), ("1.2.3", nil), ("", nil), ("text", nil),
    (".inf", nil),
  ]

  @Test(arguments: ambiguous) func findsWhatOthersReadDifferently(text: String, expected: Ambiguity?) {
    #expect(Ambiguity(plain: text) == expected)
  }

  static let wantedAsText: [(String, String?)] = [
    ("NO", "warning 'NO' means false to readers of YAML 1.1; text is wanted here → \"NO\""),
    ("1:30", "warning '1:30' is a number in base 60 to readers of YAML 1.1; text is wanted here → \"1:30\""),
    ("1.10", "error '1.10' is a number and would become '1.1'; text is wanted here → \"1.10\""),
    ("1e5", "error '1e5' is a number and would become '100000.0'; text is wanted here → \"1e5\""),
    ("42", "error '42' is a number; text is wanted here → \"42\""),
    ("true", "error 'true' is a truth value; text is wanted here → \"true\""),
    ("~", "error '~' is null, which means nothing; text is wanted here → \"~\""),
    ("2001-01-01", nil), ("text", nil), ("'42'", nil), ("", nil),
  ]

  @Test(arguments: wantedAsText) func reportsWhatIsNoSafeText(text: String, expected: String?) throws {
    let scalar = try #require(load("a: \(text)").root?.mapping?["a"]?.scalar)
    let finding = AmbiguousScalar.finding(for: scalar, wantedAsText: true)
    let fix = finding?.fixes.first?.edits.first?.replacement ?? ""
    #expect(finding.map { "\($0.severity) \($0.message) → \(fix)" } == expected)
  }

  @Test func reportsALeadingZeroAlsoWhereANumberIsWanted() throws {
    let scalar = try #require(load("a: 012").root?.mapping?["a"]?.scalar)
    let finding = try #require(AmbiguousScalar.finding(for: scalar, wantedAsText: false))
    #expect(finding.fixes.first?.edits.first?.replacement == "12")
    let plain = try #require(load("a: 12").root?.mapping?["a"]?.scalar)
    #expect(AmbiguousScalar.finding(for: plain, wantedAsText: false) == nil)
  }
}
