internal import Language
internal import Diagnostics
internal import Formatting
internal import Rehearsal
package import Values

/// A case of `tests.yaml` that plays a recording and expects what came of it.
package enum CaseText {
  /// The case as an element of `cases`, as it stands below the key; `settings` and `account` are those that the file does not share.
  package static func text(
    _ recording: StreamRecording, settings: [(String, Value)], account: [(String, Value)]
  ) -> String {
    var lines = ["  - name: \(recording.stream) as recorded", "    stream: \(recording.stream)"]
    if !settings.isEmpty {
      lines.append(
        "    settings: {"
          + settings.map { "\($0.0): \(written($0.1, isFlow: true))" }.joined(separator: ", ") + "}")
    }
    if !account.isEmpty {
      lines.append("    account: {" + account.map { "\($0.0): \(json($0.1))" }.joined(separator: ", ") + "}")
    }
    lines.append("    recording: \(recording.stream)")
    lines.append("    now: \"\(recording.terms.now)\"")
    if let size = recording.terms.pageSize { lines.append("    page_size: \(size)") }
    lines += expectation(recording)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func expectation(_ recording: StreamRecording) -> [String] {
    var lines: [String] = []
    let models = recording.outcome.records
    if models.isEmpty {
      if recording.outcome.deleted.isEmpty { return ["    expect: {}"] }
    } else {
      lines.append("    expect:")
      for model in models {
        guard !model.values.isEmpty else {
          lines.append("      \(model.model): []")
          continue
        }
        lines.append("      \(model.model):")
        for record in model.values { lines += entries(of: record.value) }
      }
    }
    guard !recording.outcome.deleted.isEmpty else { return lines }
    var byModel: [(model: String, keys: [String])] = []
    for deletion in recording.outcome.deleted {
      for model in deletion.models.prefix(1) {
        if let place = byModel.firstIndex(where: { $0.model == model }) {
          byModel[place].keys.append(deletion.key)
        } else {
          byModel.append((model, [deletion.key]))
        }
      }
    }
    let texts = byModel.map { entry in
      "\(entry.model): [" + entry.keys.map { BodyTree.quoted($0) }.joined(separator: ", ") + "]"
    }
    return lines + ["    deleted: {" + texts.joined(separator: ", ") + "}"]
  }

  private static func entries(of record: Value) -> [String] {
    guard case .map(let map) = record.plain else { return [] }
    return map.pairs.enumerated().compactMap { place, pair in
      guard case .string(let name) = pair.key else { return nil }
      return (place == 0 ? "        - " : "          ")
        + "\(Quoting.written(name, isFlow: false)): \(written(pair.value))"
    }
  }

  private static func written(_ value: Value, isFlow: Bool = false) -> String {
    if case .string(let text) = value.plain { return Quoting.written(text, isFlow: isFlow) }
    return json(value)
  }

  /// JSON is YAML.
  private static func json(_ value: Value) -> String {
    var steps = 1_000_000
    let text = (try? JSONWriter.text(of: value, steps: &steps, limit: 16 << 20)) ?? "null"
    return BodyTree(json: Array(text.utf8))?.line ?? text
  }

  /// A file of tests with further cases; the file is made when there is none.
  ///
  /// Nil when its cases are not where they can be added.
  package static func file(
    _ old: String?, adding cases: [String], settings: [(String, Value)], account: [(String, Value)]
  ) -> String? {
    var text = old ?? ""
    if old == nil {
      text = "# yaml-language-server: $schema=../../schemas/tests.schema.json\ntests: 1\n"
      if !settings.isEmpty {
        text +=
          "settings:\n" + settings.map { "  \($0.0): \(written($0.1))\n" }.joined()
      }
      if !account.isEmpty { text += "account:\n" + account.map { "  \($0.0): \(json($0.1))\n" }.joined() }
      text += "cases:\n"
    } else {
      // Cases are the last block of files that `fmt` has seen; elsewhere nobody knows where they end.
      guard
        let last = text.split(separator: "\n").last(where: { $0.first.map { !" #-".contains($0) } ?? false }),
        last.hasPrefix("cases:"), last.trimmed == "cases:"
      else { return nil }
      while text.hasSuffix("\n\n") { text.removeLast() }
      if !text.hasSuffix("\n") { text += "\n" }
      text += "\n"
    }
    text += cases.joined(separator: "\n")
    let file = SourceFile(path: "tests.yaml", text: text)
    if case .changed(let bytes) = Formatter.format(file, as: TestFile.self) {
      return String(decoding: bytes, as: UTF8.self)
    }
    return text
  }
}

extension Substring {
  fileprivate var trimmed: String { split(separator: " ").joined(separator: " ") }
}
