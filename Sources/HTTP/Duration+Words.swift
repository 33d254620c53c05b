extension Duration {
  /// `30 s`, `1.5 s`, `250 ms`.
  package var inWords: String {
    let (seconds, attoseconds) = components
    let milliseconds = attoseconds / 1_000_000_000_000_000
    if seconds == 0 { return "\(milliseconds) ms" }
    return milliseconds == 0 ? "\(seconds) s" : "\(seconds).\(milliseconds / 100) s"
  }
}
