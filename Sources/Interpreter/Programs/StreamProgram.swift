package import Diagnostics
internal import Expressions
internal import Formats
package import Language
package import Programs
internal import Values

/// One readable collection of a connector, compiled.
package struct StreamProgram: Sendable {
  package let name: String
  package private(set) var key: RecordKey
  /// Read only when the integration asks for it.
  package let isSensitive: Bool
  /// Streams for whose records it is read, once each: they are to be read before it.
  package let parents: [String]
  /// Streams that it is read for: their records are to be kept.
  package let isParent: Bool
  package private(set) var deletions: Deletions
  /// How often everything is read where runs otherwise read only what changed; nil where that is never due.
  package private(set) var listedEvery: Milliseconds?
  private let listedAtMost: Int
  /// What was read must be acknowledged after it was stored, page by page.
  package private(set) var isQueue: Bool
  package let place: SourceRange

  /// How records that are gone are found.
  package enum Deletions: Sendable {
    case none
    case flag
    /// What a complete listing no longer holds is gone.
    case listing
    /// What the windows of a run no longer hold is gone; `field` is the canonical field they go by.
    case windows(field: String)
    /// Another stream tells; its pages hold the keys.
    case stream(String)
  }

  private(set) var source: Source
  private(set) var decoder: BodyDecoder
  /// What tells records apart in a body that is the list of them.
  private(set) var listKey: RecordKey?
  private let decoding: Block?
  private(set) var records: RecordsProgram
  private(set) var keep: ExpressionProgram?
  private(set) var flag: FlagProgram?
  private(set) var pages: any PageStyle
  private(set) var pageRules: PageRules
  private(set) var changes: any ChangeStyle
  private(set) var slices: [any SliceKind]
  private(set) var fields: FieldNamesProgram?
  private(set) var acknowledge: AcknowledgeProgram?
  private(set) var rules: ReplyRules
  private(set) var one: OneProgram?
  /// Streams whose deletions this one tells of.
  private(set) var dependents: [DependentProgram]
  /// Lists inside of records that may come cut off.
  private(set) var lists: [InnerListProgram]
  /// What the records are elements of a feed for; nil where they are the stream's own.
  private(set) var element: FeedElementProgram?
  /// `with` as expressions see it.
  let pattern: Value

  /// Where pages come from.
  enum Source: Sendable {
    case request(CallProgram)
    case job(JobProgram)
  }

  init(
    _ named: Named<StreamBlock>, _ common: ReplyRules, among all: [Named<StreamBlock>]
  ) throws(RunFailure) {
    let block = named.value
    name = named.name
    place = named.nameRange
    isSensitive = block[StreamBlock.sensitive] ?? false
    key = RecordKey(try block.demand(StreamBlock.key).map(\.value))
    let sliceBlocks = block[StreamBlock.each] ?? []
    let surroundings = Surroundings(names: SliceKindList.names(of: sliceBlocks))

    let style = try ChangeStyleList.style(block[StreamBlock.changes], surroundings)
    changes = style
    let pageBlock = try block.demand(StreamBlock.pages)
    pages = try PageStyleList.style(pageBlock, surroundings)
    pageRules = PageRules(pageBlock, surroundings)
    rules = ReplyRules(
      common, throttled: block[StreamBlock.throttled].map { ThrottledProgram($0, surroundings) },
      errors: (block[StreamBlock.errors] ?? []).map { ErrorProgram($0, surroundings) }, restart: style.restart
    )

    if let job = block[StreamBlock.job] {
      source = .job(try JobProgram(job, surroundings))
    } else {
      source = .request(try CallProgram(block.demand(StreamBlock.read).block, surroundings))
    }
    decoding = block[StreamBlock.decode]
    records = try RecordsProgram(block.demand(StreamBlock.records), surroundings, decode: decoding)
    keep = block.expression(StreamBlock.keep, surroundings)
    fields = try FieldNamesProgram(block[StreamBlock.fieldNames], surroundings)
    acknowledge = try AcknowledgeProgram(block[StreamBlock.acknowledge], surroundings)
    isQueue = acknowledge != nil
    one = try OneProgram(block[StreamBlock.one]?.block, surroundings)
    pattern = .map(MapValue((block[StreamBlock.with] ?? []).map { ($0.name, Value.string($0.value)) }))

    var kinds: [any SliceKind] = []
    for slice in sliceBlocks { kinds.append(try SliceKindList.kind(slice, surroundings)) }
    slices = kinds
    // Where the body is the table itself, its columns are those of the records.
    let added = kinds.flatMap { $0.carry.map(\.name) }
    let columns = records.listPath == [] ? key.names.filter { !added.contains($0) } : []
    decoder = BodyDecoder(decoding, listAt: records.listPath, needing: columns)
    // What the key is made of beside its columns is added later.
    listKey = records.areTheBody && columns.count == key.names.count ? key : nil
    parents = sliceBlocks.compactMap { ($0[ParentSlice.stream] ?? $0[BatchSlice.stream])?.value }
    isParent = all.contains { other in
      (other.value[StreamBlock.each] ?? []).contains {
        ($0[ParentSlice.stream] ?? $0[BatchSlice.stream])?.value == named.name
      }
    }
    flag = FlagProgram(block[StreamBlock.deletions], surroundings)
    deletions = Self.deletions(block[StreamBlock.deletions])
    listedEvery = block[StreamBlock.deletions]?[ListedDeletions.every]
    listedAtMost = block[StreamBlock.deletions]?[ListedDeletions.atMost] ?? 20
    dependents = all.compactMap { DependentProgram($0, on: named.name) }
    lists = []
    // Both are read as this stream is, with other requests.
    for list in block[StreamBlock.lists] ?? [] {
      lists.append(try InnerListProgram(list, in: self, surroundings))
    }
    if let feed = block[StreamBlock.changes]?.as(FeedChanges.self), let style = style as? FeedChangeStyle {
      changes = style.reading(try self.feed(feed, surroundings))
    }
  }

  /// The same stream with other requests, whose records are nobody's yet.
  func reading(
    _ call: CallProgram, _ records: RecordsProgram, _ pages: Block, _ surroundings: Surroundings
  ) throws(RunFailure) -> StreamProgram {
    var inner = self
    inner.source = .request(call)
    inner.records = records
    inner.decoder = BodyDecoder(decoding, listAt: records.listPath)
    inner.listKey = nil
    inner.pages = try PageStyleList.style(pages, surroundings)
    inner.pageRules = PageRules(pages, surroundings)
    inner.changes = EverythingStyle()
    inner.key = RecordKey([])
    (inner.deletions, inner.listedEvery) = (.none, nil)
    (inner.keep, inner.flag, inner.fields, inner.acknowledge, inner.isQueue) = (nil, nil, nil, nil, false)
    (inner.slices, inner.dependents, inner.lists) = ([], [], [])
    return inner
  }

  /// Reads the feed that tells what changed in this stream.
  private func feed(_ block: FeedChanges, _ surroundings: Surroundings) throws(RunFailure) -> StreamProgram {
    var feed = try reading(
      CallProgram(block.demand(FeedChanges.read).block, surroundings),
      RecordsProgram(block.demand(FeedChanges.records), surroundings), block.demand(FeedChanges.pages),
      surroundings)
    let style = try ChangeStyleList.style(block.demand(FeedChanges.follow), surroundings)
    feed.changes = style
    feed.rules = rules.restarting(style.restart)
    feed.keep = block.expression(FeedChanges.keep, surroundings)
    feed.element = FeedElementProgram(block, surroundings)
    return feed
  }

  private static func deletions(_ block: Block?) -> Deletions {
    guard let block else { return .none }
    if block.as(FlaggedDeletions.self) != nil { return .flag }
    if let listed = block.as(ListedDeletions.self) {
      return listed[ListedDeletions.within].map { .windows(field: $0) } ?? .listing
    }
    if let other = block.as(StreamedDeletions.self)?[StreamedDeletions.stream] { return .stream(other.value) }
    return .none
  }

  /// How its pages can go on and end; nothing where everything comes in one reply.
  package var pageOutcomes: [PageOutcome] { pages.outcomes(pageRules) }

  /// Where its way of paging is written.
  package var pagesPlace: SourceRange { pageRules.place }

  /// Its records tell which ones of other streams are gone.
  package var isDeletionSource: Bool { !dependents.isEmpty }

  /// A list that comes whole in one reply is read in portions, however long it is.
  var readsInPortions: Bool {
    (decoder.isList || decoder.holdsList) && pages is WholePageStyle && fields == nil
  }

  /// It is read in several slices, which may be asked for at once.
  package var isSliced: Bool { !slices.isEmpty }

  /// How it is read for its own records.
  var tree: TreeSliceKind? { slices.lazy.compactMap { $0 as? TreeSliceKind }.first }

  /// What a listing does not show is gone: at most so many percent of the rows; nil where no listing tells.
  package var deletesAtMost: Int? {
    switch deletions {
    case .listing, .windows: listedAtMost
    default: isListedNowAndThen ? listedAtMost : nil
    }
  }

  /// Whether rows that a complete listing did not show are gone.
  package var isListing: Bool { if case .listing = deletions { true } else { false } }

  /// Runs look for what is gone only when everything is read, and most of them read what changed.
  var isListedNowAndThen: Bool { listedEvery != nil }

  /// Records that did not change are shown all the same, because what is not shown to its end is taken for gone.
  ///
  /// Not in a listing that is read only down to what is old: nothing is taken for gone by it.
  var showsUnchanged: Bool {
    (isListing && !isListedNowAndThen) || (isListedNowAndThen && !changes.endsAtOld)
  }
}

/// Marked records, compiled.
struct FlagProgram: Sendable {
  let when: ExpressionProgram
  /// What tells which record is gone, when it is not the stream's key.
  let key: RecordKey?

  init?(_ block: Block?, _ surroundings: Surroundings) {
    guard let block = block?.as(FlaggedDeletions.self), let when = block[FlaggedDeletions.when] else {
      return nil
    }
    self.when = ExpressionProgram(when, surroundings)
    key = block[FlaggedDeletions.key].map { RecordKey([$0]) }
  }
}

/// A stream whose deletions another one tells of, compiled.
struct DependentProgram: Sendable {
  let stream: String
  private let key: RecordKey
  private let when: ExpressionProgram?
  private let pattern: Value

  init?(_ named: Named<StreamBlock>, on other: String) {
    guard let block = named.value[StreamBlock.deletions]?.as(StreamedDeletions.self),
      block[StreamedDeletions.stream]?.value == other, let key = block[StreamedDeletions.key]
    else { return nil }
    stream = named.name
    self.key = RecordKey([key])
    when = block.expression(StreamedDeletions.when, Surroundings())
    pattern = .map(MapValue((named.value[StreamBlock.with] ?? []).map { ($0.name, Value.string($0.value)) }))
  }

  /// The key of the record that is gone, when this one tells of such.
  func key(in record: Value, _ variables: Activation) throws(RunFailure) -> String? {
    if let when {
      var variables = variables
      variables["with"] = pattern
      variables["record"] = record
      guard try when.isTrue(variables) else { return nil }
    }
    return key.text(of: record)
  }
}

/// The request that reads one record anew, compiled.
struct OneProgram: Sendable {
  let call: CallProgram
  let records: ExpressionProgram

  init?(_ block: Block?, _ surroundings: Surroundings) throws(RunFailure) {
    guard let block else { return nil }
    call = try CallProgram(block, surroundings)
    records = ExpressionProgram(try block.demand(EventRequest.records), surroundings)
  }
}

/// A queue's acknowledgement, compiled.
struct AcknowledgeProgram: Sendable {
  let call: CallProgram
  let unit: AcknowledgeUnit

  init?(_ block: AcknowledgeBlock?, _ surroundings: Surroundings) throws(RunFailure) {
    guard let block else { return nil }
    call = try CallProgram(block.demand(AcknowledgeBlock.request).block, surroundings)
    unit = block[AcknowledgeBlock.after] ?? .page
  }
}
