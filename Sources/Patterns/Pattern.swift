internal import CRE2
internal import Synchronization

/// A regular expression in the syntax of RE2, matched in time linear in the text.
package final class Pattern: Sendable {
  package let source: String
  /// How many groups in parentheses take part in `match`.
  package let groupCount: Int
  // RE2 objects may be used by many threads at once; the handle is set once and freed by `deinit`.
  private nonisolated(unsafe) let handle: OpaquePointer

  /// What is wrong with a pattern.
  package struct Problem: Error, Sendable, Hashable {
    package let message: String
  }

  /// A pattern whose program does not fit is refused when it is made and never when it is used.
  private static let memoryLimit: Int64 = 8 << 20

  /// Far more than anybody reads; taking a text apart costs many times its size, whether it then fits or not.
  private static let longest = 20_000

  package init(_ source: String) throws(Problem) {
    guard source.utf8.count <= Self.longest else {
      throw Problem(message: "the pattern is longer than \(Self.longest) bytes")
    }
    var source = source
    let compiled = source.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { cre2_compile($0.baseAddress, $0.count, Self.memoryLimit) }
    }
    guard let compiled else { throw Problem(message: "the pattern could not be compiled") }
    if let message = cre2_error(compiled) {
      let problem = Problem(message: String(cString: message))
      cre2_free(compiled)
      throw problem
    }
    self.source = source
    handle = compiled
    groupCount = Int(cre2_group_count(compiled))
  }

  deinit { cre2_free(handle) }

  private static let mostKept = 256
  private static let kept = Mutex<[String: Pattern]>([:])

  /// A pattern that is made once and then kept: making one costs far more than using it.
  package static func kept(_ source: String) throws(Problem) -> Pattern {
    if let pattern = kept.withLock({ $0[source] }) { return pattern }
    let pattern = try Pattern(source)
    kept.withLock {
      // Patterns made from data must not fill the memory.
      if $0.count >= mostKept { $0.removeAll(keepingCapacity: true) }
      $0[source] = pattern
    }
    return pattern
  }

  /// Whether the pattern is found anywhere in a text.
  package func isFound(in text: String) -> Bool {
    var text = text
    return text.withUTF8 { find(in: $0, from: 0, whole: false, groups: nil, count: 0) }
  }

  /// Whether the pattern covers a whole text.
  package func covers(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { find(in: $0, from: 0, whole: true, groups: nil, count: 0) }
  }

  /// The UTF-8 ranges of the first match at or after an offset: the whole match first, then its groups,
  /// nil for a group that took no part.
  package func match(in text: String, from offset: Int = 0) -> [Range<Int>?]? {
    var text = text
    var bounds = [Int](repeating: -1, count: 2 * (groupCount + 1))
    let isFound = text.withUTF8 { bytes in
      bounds.withUnsafeMutableBufferPointer {
        find(in: bytes, from: offset, whole: false, groups: $0.baseAddress, count: groupCount + 1)
      }
    }
    guard isFound else { return nil }
    return (0...groupCount).map { group in
      let (start, end) = (bounds[2 * group], bounds[2 * group + 1])
      return start >= 0 && end >= start ? start..<end : nil
    }
  }

  private func find(
    in bytes: UnsafeBufferPointer<UInt8>, from offset: Int, whole: Bool, groups: UnsafeMutablePointer<Int>?,
    count: Int
  ) -> Bool {
    guard offset >= 0, offset <= bytes.count else { return false }
    return bytes.withMemoryRebound(to: CChar.self) {
      cre2_match(handle, $0.baseAddress, $0.count, offset, whole, groups, Int32(count))
    }
  }
}
