/// How a listing goes on after a page, and where it ends, why it ends there.
package enum PageOutcome: String, Sendable, Hashable, CaseIterable {
  /// Another page follows.
  case followed
  /// The reply names no next page.
  case unnamed
  /// `more`, or the connection itself, says that there is no more.
  case noMore
  /// `last` says that it was the last.
  case last
  /// As many records were read as `total` announces.
  case total
  /// The page holds fewer records than were asked for.
  case short
  /// The page holds nothing.
  case empty
  /// Everything came in one reply.
  case whole
  /// A record was older than what was asked for.
  case old
  /// A rule of the connector says that there are no further pages.
  case ruled
  /// The provider says that nothing changed.
  case unchanged
}
