internal import Diagnostics
internal import Expressions
internal import Language
internal import YAML

/// What cases give and the connector sends as it is, held against the requests that were recorded.
enum TestSentWordsCheck: Check {
  static let rules: [Rule] = [.testNeverSent]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    let cases = context.connector.tests?.file?[TestFile.cases] ?? []
    guard cases.contains(where: { $0.block.has("recording") }), !context.isDamaged, !context.isPartial else {
      return
    }
    let sent = SentWords(texts)
    for test in cases where !report.touch(test.block) {
      guard let name = test[TestCase.recording]?.value, let recording = context.connector.recording(name),
        recording.findings.isEmpty
      else { continue }
      let given = Self.given(to: test, sent, context)
      guard !given.isEmpty, let requests = RecordedRequests(recording) else { continue }
      for word in given where !requests.hold(word) {
        report.add(
          Finding(
            .testNeverSent, "no recorded request holds `\(word.text)`, which the case gives", at: word.range,
            path: "\(test.block.path).\(word.key)",
            related: recording.exchanges.first.map { [.init("recorded here", at: $0.targetRange)] } ?? []))
        break
      }
    }
  }

  fileprivate struct Word {
    let key: String
    let text: String
    let range: SourceRange
    /// Other words may touch it where it is sent.
    var isMixed = false
  }

  /// The texts of a case that are sent unchanged, and can be found again in what was recorded.
  private static func given(to test: TestCase, _ sent: SentWords, _ context: ConnectorContext) -> [Word] {
    var words: [Word] = []
    func add(_ named: [Named<YAML.Node>], _ key: String, _ names: [String: Bool]) {
      for entry in named {
        guard let isMixed = names[entry.name] else { continue }
        guard let scalar = entry.value.scalar, scalar.resolved == .string, isPlain(scalar.text) else {
          continue
        }
        words.append(
          Word(key: "\(key).\(entry.name)", text: scalar.text, range: entry.value.range, isMixed: isMixed))
      }
    }
    if let action = test[TestCase.action]?.value {
      add(test[TestCase.input] ?? [], "input", sent.inputs[action] ?? [:])
    }
    guard let name = test[TestCase.stream]?.value, let stream = context.stream(name)?.value else {
      return words
    }
    let secrets = Set(
      (context.file[ConnectorFile.settings] ?? []).filter { $0.value.as(SecretSetting.self) != nil }.map(
        \.name))
    add(
      test[TestCase.settings] ?? [], "settings",
      (sent.settings[name] ?? [:]).filter { !secrets.contains($0.key) })
    if stream[StreamBlock.changes]?.as(TokenChanges.self) != nil, test.block.has("since"),
      let since = test[TestCase.since], isPlain(since)
    {
      words.append(Word(key: "since", text: since, range: test.block.valueRange("since"), isMixed: true))
    }
    return words
  }

  /// Whether a text looks the same in an address, in JSON and in a form once escapes are taken back, and is none by chance.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.count > 1
      && text.utf8.allSatisfy { byte in
        byte > 0x20 && byte < 0x7F && !"\"\\%&<>'".utf8.contains(byte)
      }
  }
}

/// Names whose value is put into requests as it is, and whether it may stand beside other words there.
private struct SentWords {
  /// By action.
  private(set) var inputs: [String: [String: Bool]] = [:]
  /// By stream.
  private(set) var settings: [String: [String: Bool]] = [:]

  init(_ texts: CheckedTexts) {
    for text in texts.own {
      let source = text.checked.source
      if source.hasPrefix("input.") {
        add(source.dropFirst(6), of: text, "actions", "request", to: &inputs)
      } else if source.hasPrefix("settings.") {
        add(source.dropFirst(9), of: text, "streams", "read", to: &settings)
      }
    }
  }

  private func add(
    _ name: Substring, of text: CheckedText, _ section: String, _ part: String,
    to names: inout [String: [String: Bool]]
  ) {
    guard name.utf8.allSatisfy(\.isWordPart) else { return }
    let path = text.path.components
    guard path.count > 3, path[0] == section, path[2] == part, path[3] != "when" else { return }
    names[path[1], default: [:]][String(name), default: false] =
      names[path[1]]?[String(name)] == true || text.isMixed
  }
}

/// Addresses and bodies of all requests of a recording, with escapes taken back.
private struct RecordedRequests {
  private var bytes: [UInt8] = []

  /// Nil when a body may have been sent that was not recorded.
  init?(_ recording: Recording) {
    for exchange in recording.exchanges {
      append(Array(exchange.target.utf8))
      if let body = exchange.requestBody {
        append(Array(recording.file.bytes[body.clamped(to: 0..<recording.file.bytes.count)]))
      } else if !["GET", "HEAD", "DELETE"].contains(exchange.method) {
        return nil
      }
    }
    guard !bytes.isEmpty else { return nil }
  }

  func hold(_ word: TestSentWordsCheck.Word) -> Bool {
    word.isMixed ? bytes[...].holds(Array(word.text.utf8)) : bytes[...].holdsWords(word.text)
  }

  private mutating func append(_ source: [UInt8]) {
    var position = 0
    while position < source.count {
      let byte = source[position]
      position += 1
      if byte == UInt8(ascii: "%"), position + 1 < source.count, let high = Self.digit(source[position]),
        let low = Self.digit(source[position + 1])
      {
        bytes.append(high << 4 | low)
        position += 2
      } else if byte == UInt8(ascii: "\\"), position < source.count, source[position] == UInt8(ascii: "/") {
        continue
      } else {
        bytes.append(byte)
      }
    }
    bytes.append(0)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}

extension Rule {
  private static func noted(_ input: String) -> Diagnostics.Example {
    testedAction(input: input, sent: #"{"text": "Welcome"}"#)
  }

  static let testNeverSent = Rule(
    "test/never-sent", .warning, .likely, "something that a case gives, and that no recorded request holds",
    page: """
      The connector sends an input, a setting or a token as it is, so that the recorded request holds it too. In a replay a request that says \
      something else than the recorded one is answered by nothing: give what was given when the reply was recorded.
      """,
    failing: noted("    input: {text: Welcom}\n#                 ^^^^^^ test/never-sent"),
    passing: noted("    input: {text: Welcome}"))
}
