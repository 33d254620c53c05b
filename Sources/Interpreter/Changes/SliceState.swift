internal import JSON
internal import Language
internal import Programs
internal import Values

/// What a checkpoint keeps of one slice of a stream: where the next run goes on.
struct SliceState: Sendable {
  /// The moment up to which all that changed was read.
  var cursor: Instant?
  /// The provider's own token of change, and when it was given.
  var token: Value?
  var tokenTakenAt: Instant?
  /// The value of `ETag` or `Last-Modified`.
  var validator: String?
  /// A hash of the record that the slice is read for, as it was when it was last read.
  var parent: String?
  /// The stream was listed, and what changed since comes from its feed.
  var isFed = false
  /// What made rows of the records when all of them were read; nil where that is not known.
  var form: String?
  /// Stands for the settings that the oldest of the records were asked for with; nil where that is not known.
  var settings: String?
  /// A listing that was begun and not ended.
  var open: OpenListing?
  /// Where the windows began that an earlier run read and did not search for what is gone, because it died before its end.
  var unsearched: Instant?

  init() {}

  /// Nothing of it says where to go on.
  var isEmpty: Bool { cursor == nil && token == nil && validator == nil && parent == nil && open == nil }

  /// The listing that was begun and not ended is the first one.
  var isFirstListing: Bool { open != nil && cursor == nil && token == nil && !isFed }

  /// What made rows of the oldest records; what is read from the beginning is made by what makes them now.
  func form(under options: ReadOptions) -> String? {
    if isEmpty || options.isMadeAnew { return options.form }
    // Where an earlier program did not know all of it, the rest is taken for what it is now.
    if let form, let now = options.form, now.hasPrefix(form + " ") { return now }
    return form
  }

  /// Likewise for the settings.
  func settings(under options: ReadOptions) -> String? {
    isEmpty || options.isMadeAnew ? options.settings : settings ?? options.settings
  }
}

/// A listing under way: where it began, and how far it came.
struct OpenListing: Sendable {
  var span: Span
  /// The next page; nil at the beginning of the span.
  var page: PagePosition?
  /// The highest moment of change among the records so far.
  var highest: Instant?
  /// When it was begun.
  var begunAt: Instant
  /// Where its first window began, in whatever run; nil where nobody asks for what is gone from it.
  var searchedFrom: Instant?

  /// A position that is older than a day is not gone on from: what came before it may have changed too often.
  func isRecent(at now: Instant) -> Bool { begunAt.moved(by: Milliseconds(86_400_000)) > now }
}

/// One stretch of a run: everything, what changed since a moment, one window of time.
struct Span: Sendable {
  /// Changes since then, overlap included; nil when everything is read.
  var since: Instant?
  /// The window, its end not included.
  var window: Range<Instant>?
  /// The token that it begins with.
  var token: Value?
  /// The token that the feed begins with, asked for before the listing.
  var mark: Value?
  /// The request is made only-if-changed against this.
  var validator: String?
  /// What is read is all there is, not only what changed since an earlier run.
  var isWhole = true
}

extension SliceState {
  /// The edition of the form below; a newer one is not read by an older program.
  private static let edition: Int64 = 1

  /// Reads what `json` wrote; nil when it is damaged or of a newer edition, so that everything is read anew.
  init?(json: String) {
    guard let document = try? JSONDocument(text: json), case .map(let map) = Value.json(document.root).plain,
      case .int(Self.edition)? = map.value(named: "v")?.plain
    else { return nil }
    let saved = SavedMap(map)
    cursor = saved.instant("cursor")
    token = saved.value("token")
    tokenTakenAt = saved.instant("token_at")
    validator = saved.text("validator")
    parent = saved.text("parent")
    form = saved.text("form")
    settings = saved.text("settings")
    isFed = saved.flag("fed") ?? false
    unsearched = saved.instant("unsearched")
    if let listing = saved.map("open"), let begunAt = listing.instant("begun") {
      var span = Span()
      span.since = listing.instant("since")
      span.token = listing.value("token")
      span.mark = listing.value("mark")
      span.validator = listing.text("validator")
      span.isWhole = listing.flag("whole") ?? true
      if let from = listing.instant("from"), let until = listing.instant("until"), from < until {
        span.window = from..<until
      }
      open = OpenListing(
        span: span, page: listing.value("page").flatMap { PagePosition(saved: $0) },
        highest: listing.instant("highest"), begunAt: begunAt, searchedFrom: listing.instant("searched_from"))
    }
  }

  var json: String {
    var saved = SavedEntries()
    saved.set("v", .int(Self.edition))
    saved.set("cursor", cursor)
    saved.set("token", token)
    saved.set("token_at", tokenTakenAt)
    saved.set("validator", validator.map(Value.string))
    saved.set("parent", parent.map(Value.string))
    saved.set("form", form.map(Value.string))
    saved.set("settings", settings.map(Value.string))
    if isFed { saved.set("fed", .bool(true)) }
    saved.set("unsearched", unsearched)
    if let open {
      var listing = SavedEntries()
      listing.set("since", open.span.since)
      listing.set("from", open.span.window?.lowerBound)
      listing.set("until", open.span.window?.upperBound)
      listing.set("token", open.span.token)
      listing.set("mark", open.span.mark)
      listing.set("validator", open.span.validator.map(Value.string))
      listing.set("whole", .bool(open.span.isWhole))
      listing.set("page", open.page?.saved)
      listing.set("highest", open.highest)
      listing.set("begun", open.begunAt)
      listing.set("searched_from", open.searchedFrom)
      saved.set("open", listing.value)
    }
    return saved.value.templateText ?? "{}"
  }
}

/// A map of a checkpoint, being read.
private struct SavedMap {
  private let content: MapValue

  init(_ content: MapValue) { self.content = content }

  func value(_ name: String) -> Value? {
    guard let value = content.value(named: name), !value.isNull else { return nil }
    return value
  }

  func text(_ name: String) -> String? {
    if case .string(let text)? = value(name)?.plain { text } else { nil }
  }

  func flag(_ name: String) -> Bool? {
    if case .bool(let flag)? = value(name)?.plain { flag } else { nil }
  }

  func instant(_ name: String) -> Instant? { text(name).flatMap { Instant($0) } }

  func map(_ name: String) -> SavedMap? {
    if case .map(let map)? = value(name)?.plain { SavedMap(map) } else { nil }
  }
}

/// A map of a checkpoint, being made.
private struct SavedEntries {
  private var entries = MapValue.Entries()

  var value: Value { .map(MapValue(entries)) }

  mutating func set(_ name: String, _ value: Value?) {
    if let value { entries.set(.string(name), to: value) }
  }

  mutating func set(_ name: String, _ instant: Instant?) {
    if let instant { entries.set(.string(name), to: .string(instant.description)) }
  }
}
