import Testing
import Values

@Suite struct DecimalTests {
  @Test(arguments: [
    ("1234567890123456.10", "1234567890123456.10"), ("-0.05", "-0.05"), ("1e3", "1000"), ("1.5E-3", "0.0015"),
    ("+7", "7"), ("0.00", "0.00"), ("12.", "12"), (".5", "0.5"),
  ])
  func readsAndWrites(_ pair: (String, String)) throws {
    #expect(try #require(Decimal(pair.0)).description == pair.1)
  }

  @Test(arguments: [
    "", "-", ".", "1.2.3", "1e", "1e99", "abc", "1 2", "999999999999999999999999999999999999999999",
  ])
  func refusesOthers(_ text: String) { #expect(Decimal(text) == nil) }

  @Test func comparesAcrossScales() throws {
    let huge = try #require(Decimal("99999999999999999999999999999999999999"))
    let small = try #require(Decimal("0.00000000000000000000000000000000000001"))
    #expect(small < huge)
    #expect(try #require(Decimal("1.0")) == Decimal(Int64(1)))
    #expect(Set([try #require(Decimal("1.50")), try #require(Decimal("1.5"))]).count == 1)
  }

  @Test(arguments: [
    ("2.345", 2, "2.35"), ("-2.345", 2, "-2.35"), ("2.344", 2, "2.34"), ("2.5", 0, "3"), ("2", 2, "2.00"),
  ])
  func rounds(_ row: (String, Int, String)) throws {
    #expect(try #require(Decimal(row.0)).rounded(toScale: row.1)?.description == row.2)
  }

  @Test(arguments: [
    ("10", "3", 2, "3.33"), ("-10", "3", 2, "-3.33"), ("1", "8", 2, "0.13"), ("0.10", "4", 3, "0.025"),
    ("1", "1000", 1, "0.0"),
  ])
  func divides(_ row: (String, String, Int, String)) throws {
    let quotient = try #require(Decimal(row.0)).divided(by: #require(Decimal(row.1)), scale: row.2)
    #expect(quotient?.description == row.3)
  }

  @Test func overflowsToNothing() throws {
    let huge = try #require(Decimal("99999999999999999999999999999999999999"))
    #expect(huge.multiplied(by: huge) == nil)
    #expect(huge.adding(huge) == nil)
    #expect(huge.rounded(toScale: 5) == nil)
    #expect(Decimal(Int64(1)).divided(by: Decimal(Int64(0)), scale: 2) == nil)
  }
}
