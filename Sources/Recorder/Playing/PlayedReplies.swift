internal import HTTP
internal import Language
internal import Synchronization

/// Answers requests with kept replies, whatever is asked exactly: what is asked is what the recording will hold.
///
/// The interpreter, with made-up settings and disguised replies, asks by itself everything that a test will ask; so no request of the
/// real run is ever written anywhere.
final class PlayedReplies: HTTPClient {
  /// A kept reply, with the disguised request that it once answered.
  struct Entry: Sendable {
    var method: String
    /// As ``comparable(_:)`` has it.
    var path: String
    var query: [String]
    var body: [UInt8]
    var response: HTTPResponse
    /// Pages of one listing belong together.
    var listing: Int
    /// It only answers the very request that it once answered.
    var isReserve = false
  }

  struct Call: Sendable {
    let request: HTTPRequest
    let entry: Int
  }

  private struct State {
    var isUsed: [Bool]
    var calls: [Call] = []
    var miss: HTTPRequest?
  }

  private let entries: [Entry]
  private let state: Mutex<State>

  init(_ entries: [Entry]) {
    self.entries = entries
    state = Mutex(State(isUsed: entries.map { _ in false }))
  }

  var calls: [Call] { state.withLock { $0.calls } }
  /// The first request that nothing answered.
  var miss: HTTPRequest? { state.withLock { $0.miss } }
  /// Entries that nobody asked for, and that are not merely in reserve.
  var unplayed: [Int] {
    let isUsed = state.withLock { $0.isUsed }
    return entries.indices.filter { !isUsed[$0] && !entries[$0].isReserve }
  }

  func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
    let place = state.withLock { state in
      let place = self.place(for: request, state)
      if let place {
        state.isUsed[place] = true
        state.calls.append(Call(request: request, entry: place))
      } else if state.miss == nil {
        state.miss = request
      }
      return place
    }
    guard let place else {
      throw HTTPFailure(
        .noRecording, "nothing that was read answers \(request.method) \(request.address.target)")
    }
    var response = entries[place].response
    response.address = request.address
    return response
  }

  private func place(for request: HTTPRequest, _ state: State) -> Int? {
    let query = Self.pairs(request.address.query)
    let body = request.body ?? []
    let asked = Self.comparable(request.address.path)
    var best: (place: Int, score: Int)?
    for (place, entry) in entries.enumerated() where !state.isUsed[place] {
      guard entry.method == request.method, entry.path == asked else { continue }
      let isExact = entry.query == query && entry.body == body
      if isExact { return place }
      if entry.isReserve { continue }
      let shared =
        Set(entry.query).intersection(query).count * 2
        + (entry.body == body ? 3 : Self.likeness(entry.body, body))
      if shared > best?.score ?? -1 { best = (place, shared) }
    }
    if let best { return best.place }
    // The page after one whose own next page is left out.
    guard let last = state.calls.last?.entry, entries.indices.contains(last + 1), !state.isUsed[last + 1],
      !entries[last + 1].isReserve, entries[last + 1].listing == entries[last].listing,
      entries[last + 1].method == request.method
    else { return nil }
    return last + 1
  }

  /// A part of a path with its escapes.
  static func encoded(_ part: String) -> String {
    part.utf8.map { byte in
      let isPlain =
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
        || "-._~!$'()*,;:@=".utf8.contains(byte)
      return isPlain
        ? String(UnicodeScalar(byte))
        : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }

  /// A path of which only the meaning counts, and not how it is escaped.
  static func comparable(_ path: String) -> String {
    path.split(separator: "/", omittingEmptySubsequences: false)
      .map { encoded(String($0).percentDecoded(plusIsBlank: false)) }.joined(separator: "/")
  }

  static func pairs(_ query: String?) -> [String] {
    (query ?? "").split(separator: "&").map(String.init).sorted()
  }

  /// 0 to 2, by how many pieces of two bodies are the same.
  private static func likeness(_ left: [UInt8], _ right: [UInt8]) -> Int {
    func pieces(_ bytes: [UInt8]) -> Set<ArraySlice<UInt8>> {
      Set(bytes.split { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "<") })
    }
    let (left, right) = (pieces(left), pieces(right))
    guard !left.isEmpty, !right.isEmpty else { return 0 }
    return left.intersection(right).count * 2 / max(left.count, right.count)
  }
}
