package import Storage

/// Where canonical members, coverages and plans come from.
package protocol MemberSource: Sendable {
  /// All rows as lines of JSON, those that are gone with `"deleted":true`.
  func lines() async throws(StoreFailure) -> [UInt8]
  /// Which members changed after a position of the change feed, and the position up to which this is all; nil for everybody.
  func changed(after position: Int64) async throws(StoreFailure) -> (members: Set<String>?, upTo: Int64)
}
