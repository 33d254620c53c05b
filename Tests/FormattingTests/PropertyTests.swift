import Diagnostics
import Formatting
import Language
import Testing

/// What holds of every file, whatever it looks like.
struct PropertyTests {
  @Test(arguments: 0..<40)
  func randomDocuments(group: UInt64) {
    var formattedCount = 0
    for seed in group * 50..<group * 50 + 50 {
      let text = RandomDocument.text(seed: seed)
      if settles(text, as: seed % 2 == 0 ? ConnectorFile.self : nil) { formattedCount += 1 }
    }
    // A generator that writes nothing but broken files would prove nothing.
    #expect(formattedCount > 25)
  }

  @Test(arguments: 0..<40)
  func damagedDocuments(group: UInt64) {
    for seed in group * 50..<group * 50 + 50 {
      var random = SplitMix(state: seed)
      var bytes = Array(RandomDocument.text(seed: seed).utf8)
      for _ in 0..<Int(1 + random.next() % 4) where !bytes.isEmpty {
        let place = Int(random.next() % UInt64(bytes.count))
        let letters = Array("\n \t#:-,[]{}'\"|>&*!?%@\\x\r\u{0}é".utf8)
        switch random.next() % 3 {
        case 0: bytes.remove(at: place)
        case 1: bytes[place] = letters[Int(random.next() % UInt64(letters.count))]
        default: bytes.insert(letters[Int(random.next() % UInt64(letters.count))], at: place)
        }
      }
      _ = settles(String(decoding: bytes, as: UTF8.self), as: ConnectorFile.self)
    }
  }

  /// Formats twice: the second time changes nothing, and no meaning is ever lost.
  ///
  /// True when the file was formatted.
  private func settles(_ text: String, as root: (any Construct.Type)?) -> Bool {
    let result = Trial(text, as: root)
    guard let problem = result.problem else { return result.isFormatted }
    let small = smallest(text) { Trial($0, as: root).problem == problem }
    let trial = Trial(small, as: root)
    Issue.record("\(problem):\n\(small)\n--- once\n\(trial.once)\n--- twice\n\(trial.twice)")
    return false
  }

  /// Takes lines away as long as the problem stays.
  private func smallest(_ text: String, _ fails: (String) -> Bool) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var index = 0
    while index < lines.count {
      var fewer = lines
      fewer.remove(at: index)
      if fails(fewer.joined(separator: "\n")) { lines = fewer } else { index += 1 }
    }
    return lines.joined(separator: "\n")
  }
}

/// One text formatted twice.
struct Trial {
  private(set) var problem: String?
  private(set) var isFormatted = false
  private(set) var once = ""
  private(set) var twice = ""

  init(_ text: String, as root: (any Construct.Type)?) {
    switch Formatter.format(SourceFile(path: "test.yaml", text: text), as: root) {
    case .unchanged: isFormatted = true
    case .refused(.wouldChange, _): problem = "would change"
    case .refused: break
    case .changed(let bytes):
      isFormatted = true
      once = String(decoding: bytes, as: UTF8.self)
      if bytes.contains(UInt8(ascii: "\r")) || bytes.last != UInt8(ascii: "\n") { problem = "odd line ends" }
      switch Formatter.format(SourceFile(path: "test.yaml", bytes: bytes), as: root) {
      case .unchanged: break
      case .changed(let bytes):
        problem = "not settled"
        twice = String(decoding: bytes, as: UTF8.self)
      case .refused(let refusal, _): problem = "the result is refused: \(refusal)"
      }
    }
  }
}
