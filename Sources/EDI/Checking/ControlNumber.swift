/// Numbers of interchanges, groups and transaction sets.
package enum ControlNumber {
  /// The largest of nine digits, which is all that ISA13 has.
  package static let largest = 999_999_999

  /// They are numbers, however they are filled up: `0001` is `1`.
  package static func areEqual(_ a: String, _ b: String) -> Bool {
    a == b || a.drop { $0 == "0" } == b.drop { $0 == "0" }
  }
}
