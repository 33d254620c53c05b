internal import Expressions
internal import Programs
internal import Values

/// What a page of a feed says: about each record its last word.
struct FeedPage: Sendable {
  /// What is said of a record.
  struct Word: Sendable {
    let key: String
    /// Nil when the record is gone.
    let record: Value?
  }

  var words: [Word] = []
  /// Elements that do not say which record they are about.
  var unnamed: [Value] = []
  var filtered = 0
  var highest: Instant?
  var withoutMoment = 0
  var doubted: [DoubtedRecord] = []
  var undecided = UndecidedRecords()

  /// Without a key: as a record of the stream it would have that of another thing, the event's for instance.
  fileprivate mutating func doubt(_ element: Value, because failure: RunFailure) {
    undecided.add(failure)
    doubted.append(DoubtedRecord(element, key: nil, because: failure))
  }
}

/// What the pages of a feed have told so far, as far as later ones need it.
struct FeedMemory: Sendable {
  /// Records that a feed with the newest word first has told of.
  fileprivate var told = TextSet()
  /// An earlier run has heard everything up to here; what lies before is heard again only because something may have come late.
  var reach: Instant?
  /// Words up to there, of a feed with the oldest first: later ones may take them back, as they did in the earlier run.
  fileprivate var held: [FeedPage.Word] = []

  var holds: Bool { !held.isEmpty }

  mutating func takeHeld() -> [FeedPage.Word] {
    defer { held = [] }
    return held
  }
}

/// Decides about the elements of a page of a feed: which record each is about, and whether it lives.
struct FeedSifter {
  private let feed: StreamProgram
  private let listing: StreamProgram
  private let element: FeedElementProgram
  private let moments: MomentReader?
  private var variables: Activation

  /// `feed` reads the feed for `listing`; `variables` are those of the reply.
  init(_ feed: StreamWork, of listing: StreamWork, _ element: FeedElementProgram, _ variables: Activation)
    throws(RunFailure)
  {
    self.feed = feed.stream
    self.listing = listing.stream
    self.element = element
    moments = try feed.stream.changes.moments(feed.run)
    self.variables = variables
  }

  mutating func sift(_ elements: [Value], _ memory: inout FeedMemory) throws(RunFailure) -> FeedPage {
    var page = FeedPage()
    var words: [FeedPage.Word] = []
    for item in elements {
      note(item, &page)
      variables["record"] = item
      do throws(RunFailure) {
        if let keep = feed.keep, try !keep.isTrue(variables) {
          page.filtered += 1
          continue
        }
        let record = element.record == nil ? item : try element.record?.value(variables)
        let isGone = try element.gone?.isTrue(variables) ?? false
        guard let key = element.key?.text(of: item) ?? record.flatMap({ listing.key.text(of: $0) }) else {
          page.unnamed.append(item)
          continue
        }
        words.append(FeedPage.Word(key: key, record: isGone ? nil : record ?? .null))
      } catch {
        // One element of another form costs itself, not all the others.
        page.doubt(item, because: error)
      }
    }
    if element.isNewestFirst {
      page.words = Self.first(words, &memory.told)
      return page
    }
    words = Self.last(memory.takeHeld() + words)
    let isHeard = page.withoutMoment == 0 && memory.reach.map { page.highest ?? $0 <= $0 } ?? false
    if isHeard { memory.held = words } else { page.words = words }
    return page
  }

  private func note(_ item: Value, _ page: inout FeedPage) {
    guard let moments else { return }
    guard let moment = moments.moment(of: item) else {
      page.withoutMoment += 1
      return
    }
    page.highest = max(page.highest ?? moment, moment)
  }

  private static func first(_ words: [FeedPage.Word], _ told: inout TextSet) -> [FeedPage.Word] {
    words.filter { told.insert($0.key) }
  }

  private static func last(_ words: [FeedPage.Word]) -> [FeedPage.Word] {
    var later = TextSet()
    return words.reversed().filter { later.insert($0.key) }.reversed()
  }
}

/// Reads what a feed says of a stream's changes as records of the stream.
struct FeedReader {
  private let feed: StreamWork
  private let listing: StreamWork
  private let slice: Slice
  private let element: FeedElementProgram
  /// Those of the reply.
  let variables: Activation

  /// `feed` reads the feed for `listing`.
  init(
    _ feed: StreamWork, of listing: StreamWork, _ slice: Slice, _ element: FeedElementProgram,
    _ variables: Activation
  ) {
    (self.feed, self.listing, self.slice) = (feed, listing, slice)
    (self.element, self.variables) = (element, variables)
  }

  /// The records that a page of the feed is about, as the stream itself would give them.
  func page(of elements: [Value], _ memory: inout FeedMemory) async throws(RunFailure) -> SiftedPage {
    var sifter = try FeedSifter(feed, of: listing, element, variables)
    let told = try sifter.sift(elements, &memory)
    var page = try await records(meantBy: told.words)
    page.records += told.unnamed.map { SourceRecord(key: nil, value: $0) }
    page.filtered += told.filtered
    page.doubted += told.doubted
    page.undecided += told.undecided
    page.highest = told.highest
    page.withoutMoment = told.withoutMoment
    return page
  }

  func records(meantBy words: [FeedPage.Word]) async throws(RunFailure) -> SiftedPage {
    var completing = try PageSifter(listing.stream, slice, Span(), nil, variables)
    var gone = GoneRecords()
    var given: [Value] = []
    var page = SiftedPage()
    for word in words {
      guard let record = word.record else {
        gone.keys.append(word.key)
        continue
      }
      guard element.readsAgain, let one = listing.stream.one else {
        given += try completing.completed([record])
        continue
      }
      let read = try await feed.session.readOne(
        listing.stream, one, .string(word.key), completesLists: false)
      given += try completing.completed(read.records.map(\.value))
      gone.append(read.gone)
      page.takeJudgements(of: read)
    }
    let sifted = try completing.sift(given)
    gone.append(sifted.gone)
    (page.records, page.gone, page.deletions) = (sifted.records, gone, sifted.deletions)
    page.takeJudgements(of: sifted)
    return page
  }
}
