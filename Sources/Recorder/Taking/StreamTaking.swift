internal import HTTP
package import Interpreter
package import Programs
package import Values
internal import Language

/// What came when a stream was read from its provider.
package struct TakenStream: Sendable {
  package let name: String
  package fileprivate(set) var pages: [TakenPage] = []
  /// When it was read: windows and cursors begin from it.
  package let now: Instant
  /// Reading ended before the provider did.
  package fileprivate(set) var isCut = false
  /// What would keep a run from being green.
  package fileprivate(set) var remarks: [Remark] = []

  package var recordCount: Int { pages.reduce(0) { $0 + $1.records.count } }
}

/// One page with all calls that were made meanwhile: on the way to it, for it, and to see whether there is another parent after it.
package struct TakenPage: Sendable {
  package let exchanges: [WatchedExchange]
  package let records: [SourceRecord]
  package let isEndOfSlice: Bool
  /// The call that brought the records, as the interpreter names it.
  let request: String

  /// The place of that call among the exchanges; nil when there are none.
  var place: Int? {
    let parts = request.split(separator: " ", maxSplits: 1)
    let address = parts.last.map(String.init) ?? ""
    let below = address.split(separator: "://", maxSplits: 1)
    let path = (below.count > 1 ? below[1].drop { $0 != "/" } : Substring(address)).prefix { $0 != "?" }
    let asked = PlayedReplies.comparable(String(path))
    let found = exchanges.lastIndex { exchange in
      exchange.request.method == parts.first.map(String.init)
        && PlayedReplies.comparable(exchange.request.address.path).hasSuffix(asked)
    }
    return found ?? exchanges.indices.last
  }
}

/// Reads a stream one call after another, and keeps what went over the wire.
package struct StreamTaking {
  private let session: Session
  private let calls: WatchedCalls
  private let limit: Int

  /// More requests than this show nothing new.
  private static let mostCalls = 400
  /// So many parents show what their children look like.
  private static let mostSlices = 40

  package init(_ session: Session, _ calls: WatchedCalls, limit: Int) {
    self.session = session
    self.calls = calls
    self.limit = limit
  }

  /// Reads until the end, or until there is enough to choose from.
  package func take(_ stream: StreamProgram) async throws(RunFailure) -> TakenStream {
    var options = ReadOptions()
    options.isFull = true
    options.readsAhead = false
    options.parallelSlices = 1
    var taken = TakenStream(name: stream.name, now: session.now)
    _ = calls.take()
    var reader = StreamReader(session, stream, options: options)
    var (callCount, sliceCount) = (0, 0)
    let isWindowed = session.program.isWindowed(stream.name)
    while let page = try await reader.next() {
      let exchanges = calls.take()
      callCount += exchanges.count
      taken.pages.append(
        TakenPage(
          exchanges: exchanges, records: page.records, isEndOfSlice: page.isEndOfSlice, request: page.request)
      )
      taken.remarks += page.remarks.filter { $0.isIncomplete || $0.kind == .withoutMoment }
      if page.isEnd { return taken }
      if page.isEndOfSlice { sliceCount += 1 }
      // A window that was left out could not be played: all of them, however little is in them.
      let isEnough = !isWindowed && taken.recordCount >= limit
      let isMuch = callCount >= Self.mostCalls || !stream.parents.isEmpty && sliceCount >= Self.mostSlices
      if isEnough || isMuch {
        taken.isCut = true
        return taken
      }
    }
    return taken
  }
}

extension ConnectorProgram {
  /// Whether a stream is asked for in stretches of time.
  fileprivate func isWindowed(_ stream: String) -> Bool {
    let block = file[ConnectorFile.streams]?.named(stream)?.value
    return block?[StreamBlock.changes]?.as(WindowChanges.self) != nil
  }
}
