internal import Diagnostics
package import HTTP
package import Language
internal import Synchronization

/// Answers requests from recordings and from nowhere else: no socket is ever opened.
///
/// Each exchange answers once, in the order of the file, so that a refused request and its repetition can both be recorded.
package final class RecordedProvider: HTTPClient {
  /// An exchange with the reply that is played: the recorded one, or what a scenario made of it.
  package struct Scene: Sendable {
    package let exchange: Exchange
    package var status: Int
    package var headers: HeaderFields
    package var body: [UInt8]
    /// The connection breaks instead.
    package var failure: HTTPFailure?
    /// It is not wrong when nobody asks.
    package var isOptional = false
    /// The body of the request, as it was recorded.
    private let asked: [UInt8]?

    package init(_ exchange: Exchange, in recording: Recording) {
      self.exchange = exchange
      asked = exchange.requestBody.map { Array(recording.file.bytes[$0]) }
      status = exchange.status
      headers = HeaderFields(exchange.headers.map { .init($0.name, $0.value) })
      body = Array(recording.file.bytes[exchange.body])
    }

    /// Whether it answers the same request as another one.
    func answersSame(as other: Scene) -> Bool {
      exchange.method == other.exchange.method && exchange.path == other.exchange.path && asked == other.asked
        && exchange.query.elementsEqual(other.exchange.query) { $0.name == $1.name && $0.value == $1.value }
    }
  }

  /// A request that no exchange answers.
  package struct Miss: Sendable {
    package let request: HTTPRequest
    /// The exchange that comes nearest, with what is different.
    package let nearest: (exchange: Exchange, difference: String)?
  }

  private struct State {
    var isPlayed: [Bool]
    var order: [Int] = []
    var misses: [Miss] = []
    var requests: [HTTPRequest] = []
  }

  private let scenes: [Scene]
  private let base: WebAddress?
  private let recording: Recording?
  private let state: Mutex<State>

  /// `base` is what the recorded paths are relative to.
  package init(_ scenes: [Scene], of recording: Recording?, base: WebAddress?) {
    self.scenes = scenes
    self.recording = recording
    self.base = base
    state = Mutex(State(isPlayed: scenes.map { _ in false }))
  }

  package convenience init(_ recording: Recording?, base: WebAddress?) {
    self.init(
      recording.map { recording in recording.exchanges.map { Scene($0, in: recording) } } ?? [],
      of: recording,
      base: base)
  }

  /// Exchanges that nobody asked for.
  package var unplayed: [Exchange] {
    let played = state.withLock { $0.isPlayed }
    return zip(scenes, played).filter { !$1 && !$0.isOptional }.map(\.0.exchange)
  }

  /// Positions of the exchanges that were asked for, in that order.
  package var order: [Int] { state.withLock { $0.order } }

  package var misses: [Miss] { state.withLock { $0.misses } }
  /// Forgets requests without an answer that came after so many others; false when there are none.
  func forgiveMisses(after count: Int) -> Bool {
    state.withLock { state in
      guard state.misses.count > count else { return false }
      state.misses.removeLast(state.misses.count - count)
      return true
    }
  }

  package var requests: [HTTPRequest] { state.withLock { $0.requests } }

  package func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
    let matches = scenes.map { scene in
      RequestMatch(request, scene.exchange, base: base, recording: recording)
    }
    let place = state.withLock { state -> Int? in
      let place = matches.indices.first { matches[$0].isExact && !state.isPlayed[$0] }
      if place == nil, request.isToBeSure { return nil }
      state.requests.append(request)
      if let place {
        state.isPlayed[place] = true
        state.order.append(place)
      } else {
        state.misses.append(miss(request, matches))
      }
      return place
    }
    guard let place else {
      throw HTTPFailure(
        .noRecording, "no recorded exchange answers \(request.method) \(request.address.target)")
    }
    let scene = scenes[place]
    if let failure = scene.failure { throw failure }
    return HTTPResponse(
      status: scene.status, headers: scene.headers, body: scene.body, address: request.address)
  }

  private func miss(_ request: HTTPRequest, _ matches: [RequestMatch]) -> Miss {
    let nearest = matches.indices.max { matches[$0].likeness < matches[$1].likeness }
    return Miss(
      request: request,
      nearest: nearest.map { place in
        let difference = matches[place].difference ?? "it was already asked for"
        return (scenes[place].exchange, difference)
      })
  }
}
