internal import Diagnostics

/// Names for findings that stay the same while a file changes around them.
///
/// A fingerprint is made of the rule, the path, the text of the line and, among findings equal in these, the
/// ordinal; not of the line number, so that a line added above makes no old finding new.
enum Fingerprints {
  static func of(_ findings: [Finding]) -> [String] {
    var ordinals: [String: Int] = [:]
    return findings.map { finding in
      let file = finding.range.file
      let line = file.text(lineRange(of: finding.range))
      let words = line.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        .map { Substring($0) }.joined(separator: " ")
      let key = [finding.rule.id, file.path, words].joined(separator: "\u{0}")
      let ordinal = ordinals[key, default: 0]
      ordinals[key] = ordinal + 1
      return digest("\(key)\u{0}\(ordinal)")
    }
  }

  /// The line a finding begins on; of an endless one, what is around the finding.
  private static func lineRange(of range: SourceRange) -> Range<Int> {
    let line = range.file.lineRange(range.startPosition.line) ?? 0..<0
    guard line.count > longestLine else { return line }
    return (range.start - longestLine / 2..<range.start + longestLine / 2).clamped(to: line)
  }

  private static let longestLine = 4096

  /// FNV-1a of 128 bits: only chance collisions matter here, nobody gains from a made one.
  private static func digest(_ text: String) -> String {
    let prime: UInt128 = 0x0000_0000_0100_0000_0000_0000_0000_013B
    var hash: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D
    for byte in text.utf8 { hash = (hash ^ UInt128(byte)) &* prime }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits
  }
}
