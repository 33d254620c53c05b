internal import Formats
internal import HTTP
internal import Synchronization
internal import Values

/// The portions of a long list that came in one reply.
final class BodyPortions: Sendable {
  private let batches: Mutex<BodyBatches>

  /// So many rows are worked on at once.
  private static let rows = 1_000

  init(_ response: HTTPResponse, _ decoder: BodyDecoder) {
    if let file = response.file {
      batches = Mutex(
        decoder.batches(
          of: file.count, reading: { offset, count in file.bytes(from: offset, count: count) },
          rows: Self.rows)
      )
    } else {
      batches = Mutex(decoder.batches(response.body, rows: Self.rows))
    }
  }

  /// The next portion, a list; nil after the last.
  func next() throws(DecodingFailure) -> Value? {
    try batches.withLock { (batches) throws(DecodingFailure) in try batches.next() }
  }
}
