internal import Expressions
internal import HTTP
internal import Values

/// What is known of the listing of a slice that is under way.
struct ListingMemory: Sendable {
  var pageGuard: PageGuard
  var highest: Instant?
  var firstHeaders: HeaderFields?
  /// How many nanoseconds the provider's clock is behind.
  var lag: Int128 = 0
  var targets: ArraySlice<PageTask.Target> = []
  var job: Value?
  /// The first page is one in the middle, where an earlier run stopped.
  var isResuming = false
  var hasRestarted = false
  var withoutMoment = 0
  var undecided = UndecidedRecords()
  /// The variables of the last page that was read.
  var variables: Activation?
  /// An end that was doubted was none, and the report says so.
  var hasToldOfDoubt = false
  /// What the provider skips when it is told to was looked at.
  var knowsWhatIsSkipped = false
  /// Where the first window begins that this run reads whole.
  var listedFrom: Instant?
  /// Where the first window began that this run, or those that it goes on after, reads to find what is gone.
  var searchedFrom: Instant?
  var feed = FeedMemory()
  var begunAt: Instant
  /// The variables of the last reply that held records, for a token that is made of them.
  var ofRecords: Activation?
}
