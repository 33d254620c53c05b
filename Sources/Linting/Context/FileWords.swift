internal import Diagnostics
internal import Language
internal import YAML

/// The words of a connector's own files, by which of two names that are spelt alike the misspelt one is known.
struct FileWords {
  private let counts: [String: Int]

  init(_ connector: LoadedConnector) {
    var counts: [String: Int] = [:]
    let files = [connector.document.file] + (connector.tests.map { [$0.document.file] } ?? [])
    for file in files {
      for word in file.bytes.split(whereSeparator: { !Self.isLetter($0) }) {
        counts[String(decoding: word, as: UTF8.self).lowercased(), default: 0] += 1
      }
    }
    self.counts = counts
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  /// Whether a name is made of words that also stand elsewhere than in the places where it is used, and the other one is not.
  func prefer(_ name: String, used: Int, over other: String) -> Bool {
    isKnown(name, beyond: used) && !isKnown(other, beyond: 1)
  }

  private func isKnown(_ name: String, beyond uses: Int) -> Bool {
    let words = name.utf8.split(whereSeparator: { !Self.isLetter($0) }).map {
      String(decoding: Array($0), as: UTF8.self).lowercased()
    }
    return !words.isEmpty && words.allSatisfy { counts[$0, default: 0] > uses }
  }
}
