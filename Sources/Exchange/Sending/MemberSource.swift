package import EDI
package import Storage

/// Where canonical members, coverages and plans come from.
package protocol MemberSource: Sendable {
  associatedtype Families: FamilyReader

  /// The position of the change feed that everything read from now on includes.
  func position() async throws(StoreFailure) -> Int64
  /// Which members changed after one position of the feed and up to another; nil when it may be anybody.
  func changed(after position: Int64, upTo last: Int64) async throws(StoreFailure) -> Set<String>?
  /// Everybody as they are now, those who are gone as they were.
  func families() async throws -> Families
}

/// Families one after the other.
package protocol FamilyReader {
  /// All plans by id; of them there are few.
  var plans: [String: CanonicalRow] { get }
  /// Some more; empty after the last.
  mutating func next() async throws -> [Family]
}
