internal import Interpreter
internal import Programs

/// The pages of a stream in order; those to come are read while one is worked on, where that may be.
struct PageSource {
  private var reader: StreamReader
  private let ahead: ReadAhead<ReadPage>?

  /// So many pages wait at most, beside the one that is being read and the one that is mapped.
  private static let mostWaiting = 1

  /// `options` are those of the reader.
  ///
  /// Of a queue nothing may be read ahead: each page is acknowledged before the next one is asked for.
  init(_ reader: StreamReader, _ options: ReadOptions) {
    self.reader = reader
    guard options.readsAhead else {
      ahead = nil
      return
    }
    var reading = reader
    ahead = ReadAhead(atMost: Self.mostWaiting, on: options.executor, weight: \.weight) {
      () async throws(RunFailure) in try await reading.next()
    }
  }

  mutating func next() async throws(RunFailure) -> ReadPage? {
    if let ahead { return try await ahead.next() }
    return try await reader.next()
  }

  /// Only after the page was stored.
  func acknowledge(_ page: ReadPage) async throws(RunFailure) { try await reader.acknowledge(page) }
}
