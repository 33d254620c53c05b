internal import HTTP
internal import Synchronization
internal import Values

extension HTTPResponse {
  /// A proof was not taken, maybe for its moment.
  var isRefusal: Bool { status == 401 || status == 403 }
}

/// What the provider's clock says where it differs from ours: signatures and assertions bear a moment, and are refused with that of another clock.
///
/// Learned from the `Date` of a refusal. Half a minute is what everybody allows for, and more than a day is no clock that runs.
final class ProviderTime: Sendable {
  private let offset = Mutex<Int64>(0)

  /// The moment to sign with.
  func moment(_ now: Instant) -> Instant {
    now.adding(TimeSpan(nanoseconds: offset.withLock { $0 })) ?? now
  }

  /// What is signed from now on bears another moment than our clock's.
  var isCorrected: Bool { offset.withLock { $0 } != 0 }

  func learn(from refusal: HTTPResponse, now: Instant) {
    guard let text = refusal.headers["Date"],
      let date = (try? TimePattern(NamedTimeForm.http.rawValue))?.instant(from: text)
    else { return }
    let difference = Int64(clamping: date.nanosecondsSinceEpoch - now.nanosecondsSinceEpoch)
    let isAnother = (30_000_000_000...86_400_000_000_000).contains(difference.magnitude)
    offset.withLock { $0 = isAnother ? difference : 0 }
  }
}
