internal import HTTP
internal import Values

extension HeaderFields {
  /// How many nanoseconds the provider's clock is behind, as its `Date` tells; 0 when it is not, or nobody can say.
  ///
  /// What changes from now on bears a moment of that clock: a run that asks for what came after a moment of ours would overlook it. Less
  /// than a second proves nothing, because `Date` knows only whole ones; more than a day is no clock that runs.
  func lag(behind now: Instant) -> Int128 {
    guard let text = self["Date"],
      let date = (try? TimePattern(NamedTimeForm.http.rawValue))?.instant(from: text)
    else { return 0 }
    let lag = now.nanosecondsSinceEpoch - date.nanosecondsSinceEpoch
    return (1_000_000_000..<86_400_000_000_000).contains(lag) ? lag : 0
  }
}
