internal import Glibc
internal import HTTP
internal import Synchronization
internal import Threads
internal import Values

/// Judges all addresses that a name leads to, before any of them is called.
///
/// libcurl shows addresses one by one as it tries them. A name that leads to both sides of the fence is refused whichever of them it would
/// have tried first; what is dialled in the end is judged once more when its socket is opened.
final class NameJudge: Sendable {
  private struct Judgement: Sendable {
    let refusal: String?
    let end: Duration
  }

  private let known = Mutex<[String: Judgement]>([:])

  /// As long as libcurl remembers an answer itself.
  private static let lifetime = Duration.seconds(60)
  private static let mostKnown = 1_000
  /// A name server that says nothing is waited for by libcurl, which has words for it.
  private static let patience = Duration.seconds(5)

  /// Why a host may not be called, in a sentence; nil when it may, or when nobody knows where it is.
  func refusal(of address: WebAddress, by addressGuard: AddressGuard) async -> String? {
    let host = address.host.hasPrefix("[") ? String(address.host.dropFirst().dropLast()) : address.host
    // An address leads to itself alone.
    if IPAddress(host) != nil { return nil }
    let key = "\(address.host):\(address.port)"
    let now = MonotonicTime.now
    if let judgement = known.withLock({ $0[key] }), judgement.end > now { return judgement.refusal }
    let refusal = await Self.addresses(of: host).lazy.compactMap {
      addressGuard.refusal(host: address.host, port: address.port, address: $0)
    }.first
    known.withLock { known in
      if known.count >= Self.mostKnown { known = known.filter { $0.value.end > now } }
      if known.count < Self.mostKnown { known[key] = Judgement(refusal: refusal, end: now + Self.lifetime) }
    }
    return refusal
  }

  /// What the system's resolver says; nothing when it says nothing in time, or nobody waits any more.
  private static func addresses(of host: String) async -> [IPAddress] {
    let answer = Answer()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        answer.wait(continuation)
        if !SystemThread.start({ answer.give(resolved(host)) }) { answer.give([]) }
        Task {
          try? await Task.sleep(for: patience)
          answer.give([])
        }
      }
    } onCancel: {
      answer.give([])
    }
  }

  private static func resolved(_ host: String) -> [IPAddress] {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &found) == 0 else { return [] }
    defer { freeaddrinfo(found) }
    var addresses: [IPAddress] = []
    var next = found
    while let entry = next {
      if let address = entry.pointee.ai_addr.flatMap({ IPAddress(socketAddress: $0) }) {
        addresses.append(address)
      }
      next = entry.pointee.ai_next
    }
    return addresses
  }

  /// The first answer counts, whoever gives it.
  private final class Answer: Sendable {
    private enum State {
      case open
      case waiting(CheckedContinuation<[IPAddress], Never>)
      case given([IPAddress])
      case done
    }

    private let state = Mutex(State.open)

    func wait(_ continuation: CheckedContinuation<[IPAddress], Never>) {
      let early: [IPAddress]? = state.withLock { state in
        guard case .given(let addresses) = state else {
          state = .waiting(continuation)
          return nil
        }
        state = .done
        return addresses
      }
      if let early { continuation.resume(returning: early) }
    }

    func give(_ addresses: [IPAddress]) {
      let waiting: CheckedContinuation<[IPAddress], Never>? = state.withLock { state in
        switch state {
        case .open:
          state = .given(addresses)
          return nil
        case .waiting(let continuation):
          state = .done
          return continuation
        case .given, .done: return nil
        }
      }
      waiting?.resume(returning: addresses)
    }
  }
}
