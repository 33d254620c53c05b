package import Diagnostics
internal import Programs

/// Something about a listing that whoever reads the run's report must know.
package struct Remark: Sendable {
  package enum Kind: String, Sendable, Hashable {
    /// The only page is full and names no next one.
    case fullPageWithoutNext
    /// The next page is at another scheme, host or port, and was asked for without credentials.
    case otherOrigin
    /// A page position that an earlier run left is no longer good: the listing began anew.
    case positionLost
    /// The provider said that the cursor is too old: everything was read anew.
    case restarted
    /// A rule of the connector leaves out what was asked for.
    case leftOut
    /// The same of one of several that the stream is read for, which no run has ever read.
    case neverRead
    /// What the stream is read for, one of several, is no more.
    case gone
    /// The stream is not available to this account.
    case notAvailable
    /// Records without the moment of change that the cursor is kept by.
    case withoutMoment
    /// Records that do not have what `keep` asks for.
    case undecided
    /// Records that `keep` leaves out have the keys of others that it keeps.
    case sharedKeys
    /// Portions of fields did not hold the same records.
    case portionsDiffer
    /// The reply ends with its connection, and nothing tells whether it was cut.
    case endUnknown
    /// The provider gives fewer records at once than are asked for.
    case smallerPages
    /// More records came than the provider announced.
    case totalExceeded
    /// Rows of records that were read before are made otherwise now.
    case otherForm
    /// What was read before was asked for with other settings.
    case otherSettings
  }

  package let kind: Kind
  /// One sentence without a full stop.
  package let message: String
  package let place: SourceRange?

  package init(_ kind: Kind, _ message: String, at place: SourceRange? = nil) {
    self.kind = kind
    self.message = message
    self.place = place
  }

  /// The message with its place: `… at connectors/acme/connector.yaml:31:14`.
  package var text: String {
    guard let place else { return message }
    let start = place.startPosition
    return "\(message) at \(place.file.path):\(start.line):\(start.column)"
  }

  /// The listing itself may have been cut off, or read or kept in a wrong way: no recording is meant to show that.
  package var isSuspicious: Bool {
    switch kind {
    case .fullPageWithoutNext, .otherOrigin, .undecided, .sharedKeys, .portionsDiffer, .endUnknown: true
    case .leftOut, .neverRead, .gone, .notAvailable, .withoutMoment, .positionLost, .restarted,
      .smallerPages, .totalExceeded, .otherForm, .otherSettings:
      false
    }
  }

  /// Something may be missing: a run with such a remark is not green.
  package var isIncomplete: Bool {
    switch kind {
    case .fullPageWithoutNext, .otherOrigin, .leftOut, .notAvailable, .undecided, .sharedKeys,
      .portionsDiffer,
      .endUnknown:
      true
    case .neverRead, .gone, .withoutMoment, .positionLost, .restarted, .smallerPages, .totalExceeded,
      .otherForm, .otherSettings:
      false
    }
  }

  static func endUnknown(at place: SourceRange) -> Remark {
    Remark(
      .endUnknown,
      "the reply says nothing of its length and ends with its connection: nobody can tell whether it was cut",
      at: place)
  }

  /// So many records do not say whether they are kept; elements of a feed need not, which are of many kinds.
  static func undecided(_ count: Int, by keep: ExpressionProgram) -> Remark {
    let lacking = count == 1 ? "1 record does" : "\(count) records do"
    return Remark(
      .undecided,
      """
      \(lacking) not have what `keep` asks for, and \(count == 1 ? "was" : "were") left out; let it say what holds without: \
      `record.?key.orValue(...)` or `has(record.key)`
      """,
      at: keep.place)
  }

  static func sharedKeys(by keep: ExpressionProgram) -> Remark {
    Remark(
      .sharedKeys,
      """
      records that `keep` leaves out have the keys of others that it keeps, whose rows go when those change: `key` must name as well what \
      tells the two kinds apart
      """,
      at: keep.place)
  }

  /// More followed after a page that looked like the last one; `read` is how many records came on all pages up to it.
  static func wasNoEnd(_ looked: PageOutcome, _ read: Int, _ rules: PageRules) -> Remark {
    looked == .total ? totalExceeded(read, rules) : smallerPages(read, rules)
  }

  private static func totalExceeded(_ read: Int, _ rules: PageRules) -> Remark {
    Remark(
      .totalExceeded,
      """
      the provider announced no more than the \(read) records that had come, and more followed: what `total` finds does not count the \
      whole listing, and is better left out
      """,
      at: rules.total?.place ?? rules.place)
  }

  private static func smallerPages(_ read: Int, _ rules: PageRules) -> Remark {
    Remark(
      .smallerPages,
      """
      pages hold fewer records than the \(rules.size ?? 0) that `size` asks for (\(read) came so far), and more followed: \
      let `size` say what the provider gives at most
      """,
      at: rules.place)
  }
}
