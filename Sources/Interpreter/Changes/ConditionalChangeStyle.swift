internal import HTTP
internal import Language
internal import Programs

/// `conditional`: the request is made only-if-changed; 304 means that nothing is new.
struct ConditionalChangeStyle: ChangeStyle {
  private let kind: ConditionalKind

  init?(_ block: Block, _ surroundings: Surroundings) throws(RunFailure) {
    guard let block = block.as(ConditionalChanges.self) else { return nil }
    kind = try block.demand(ConditionalChanges.by)
  }

  var knowsUnchanged: Bool { true }

  func first(from state: SliceState, _ run: RunMoment) -> Span {
    var span = Span()
    span.validator = state.validator
    return span
  }

  func put(_ span: Span, _ page: PagePosition, _ run: RunMoment, into draft: inout RequestDraft) {
    guard let validator = span.validator, page.index == 0 else { return }
    draft.headers.set(kind == .etag ? "If-None-Match" : "If-Modified-Since", validator)
  }

  func state(_ state: SliceState, after span: Span, _ ending: SpanEnding, _ run: RunMoment) -> SliceState {
    var next = SliceState()
    next.validator = ending.headers?[kind == .etag ? "ETag" : "Last-Modified"]
    if ending.variables == nil { next.validator = next.validator ?? span.validator }
    return next
  }
}
