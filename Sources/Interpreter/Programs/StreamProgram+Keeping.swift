package import Expressions
internal import Programs
package import Values

extension StreamProgram {
  /// What changed is told by a feed, whose elements are no records.
  package var hasFeed: Bool { changes is FeedChangeStyle }

  /// Not all records of the provider are of the stream.
  package var leavesOut: Bool { keep != nil }

  /// Whether what is said last of a record decides that it is left out: what it is read for may show it in one place and not in another.
  package var leavesOutLast: Bool { leavesOut && !isSliced }

  /// What went away is told by changes, of this stream or another one, and by no listing.
  package var isToldGone: Bool {
    guard deletesAtMost == nil else { return false }
    if case .stream = deletions { return true }
    return marksGone
  }

  /// What went away, of this stream or another one, is told once, among the changes since the last run.
  package var tellsGoneOnce: Bool { isDeletionSource && followsChanges || deletesAtMost == nil && marksGone }

  /// Whether listings show exactly what changes are told of: who is not in one is gone.
  ///
  /// A token is of one list, whose changes it tells; with others, records may change that no listing shows.
  package var listsWhatChanges: Bool { changes is TokenChangeStyle && isToldGone }

  private var marksGone: Bool {
    if let feed = changes as? FeedChangeStyle { return flag != nil || feed.stream?.element?.gone != nil }
    return flag != nil && followsChanges
  }

  /// Folders in folders: one that is moved during the walk, from where nobody has looked to where somebody has, is not met.
  package var isTree: Bool { tree != nil }

  /// Every run reads everything.
  package var readsEverything: Bool { changes is EverythingStyle }

  /// Later runs read what changed, and not everything.
  var readsChanges: Bool { !(changes is EverythingStyle || changes is ConditionalChangeStyle) }

  /// A reply may say that nothing is new in place of a listing that shows what is gone.
  package var isListedUnlessUnchanged: Bool { changes is ConditionalChangeStyle && deletesAtMost != nil }

  private var followsChanges: Bool {
    changes is SinceChangeStyle || changes is WindowChangeStyle || changes is TokenChangeStyle
  }

  /// What the stream says about one record.
  enum Verdict {
    case kept, gone, leftOut
    /// Nobody knows whether it is to be kept; with what went wrong where that is why.
    case doubted(RunFailure?)
  }

  /// About the record that the variables hold.
  func verdict(_ variables: Activation) -> Verdict {
    do throws(RunFailure) {
      if let flag, try flag.when.isTrue(variables) { return .gone }
      guard let keep else { return .kept }
      guard let isKept = try keep.truth(variables) else { return .doubted(nil) }
      return isKept ? .kept : .leftOut
    } catch {
      // One record of another form costs itself, not all the others.
      return .doubted(error)
    }
  }

  /// Whether a record that was taken out of its page is one of the stream; nil where nobody can tell.
  package func keeps(_ record: Value, _ variables: Activation) -> Bool? {
    var variables = variables
    variables["with"] = pattern
    variables["record"] = record
    return switch verdict(variables) {
    case .kept: true
    case .gone, .leftOut: false
    case .doubted: nil
    }
  }
}
