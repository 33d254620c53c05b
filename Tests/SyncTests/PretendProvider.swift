import HTTP
import Synchronization

/// Employees of a company that come, go and change, in pages of two.
final class PretendProvider: HTTPClient {
  struct Person: Sendable {
    var id: Int
    var name: String
    var updated: String
  }

  private struct State {
    var people: [Person]
    var requests: [String] = []
    var refusesPage: Int?
    /// Who leaves as soon as a page was given.
    var leaving: (id: Int, page: Int)?
    /// The next request that names a moment is told that it lies too far back.
    var hasForgotten = false
  }

  private let state: Mutex<State>

  init(_ people: [Person]) { state = Mutex(State(people: people)) }

  /// What was asked since the last time that somebody looked.
  func asked() -> [String] {
    state.withLock { state in
      defer { state.requests = [] }
      return state.requests
    }
  }

  func dismiss(_ id: Int) { state.withLock { $0.people.removeAll { $0.id == id } } }
  /// Leaves between this page of the next listing and the one after it.
  func dismiss(_ id: Int, after page: Int) { state.withLock { $0.leaving = (id, page) } }
  func forgetCursors() { state.withLock { $0.hasForgotten = true } }
  /// Somebody new, or somebody known who changed.
  func hire(_ person: Person) {
    state.withLock { state in
      state.people.removeAll { $0.id == person.id }
      state.people.append(person)
    }
  }
  /// From now on this page cannot be had; nil heals it.
  func refuse(page: Int?) { state.withLock { $0.refusesPage = page } }

  func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
    let query = (request.address.query ?? "").split(separator: "&")
    func value(_ name: String) -> String? {
      query.first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
    }
    let page = value("page").flatMap { Int($0) } ?? 1
    let since = value("since").map { $0.split(separator: "%3A").joined(separator: ":") }
    let (status, body) = state.withLock { state -> (Int, String) in
      state.requests.append(request.address.target)
      if state.refusesPage == page { return (400, "{}") }
      if since != nil, state.hasForgotten {
        state.hasForgotten = false
        return (410, "{}")
      }
      let changed = state.people.filter { person in since.map { person.updated >= $0 } ?? true }
      let found = changed.dropFirst((page - 1) * 2).prefix(2).map {
        "{\"id\": \"\($0.id)\", \"lastName\": \"\($0.name)\", \"updated\": \"\($0.updated)\"}"
      }
      if let leaving = state.leaving, leaving.page == page {
        state.people.removeAll { $0.id == leaving.id }
        state.leaving = nil
      }
      let next = changed.count > page * 2 ? "\"\(page + 1)\"" : "null"
      return (200, "{\"data\": [\(found.joined(separator: ","))], \"next\": \(next)}")
    }
    return HTTPResponse(
      status: status, headers: HeaderFields([.init("Content-Type", "application/json")]),
      body: Array(body.utf8), address: request.address)
  }
}
