internal import Glibc

/// What the operating system says of a failure.
package enum SystemError {
  /// In lower case, as the rest of a sentence: `no such file or directory`.
  package static func text(_ number: Int32) -> String {
    guard let words = strerror(number) else { return "error \(number)" }
    let text = String(cString: words)
    // `I/O error` keeps its capitals.
    let second = text.dropFirst().first
    guard second?.isLowercase == true || second == " " else { return text }
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
