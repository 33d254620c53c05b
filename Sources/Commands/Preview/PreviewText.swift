internal import Diagnostics
internal import JSON
internal import Mapping
internal import Recorder
internal import Reports
internal import Values

/// A preview for reading: one screen for one record.
struct PreviewText {
  private let preview: Preview
  private let ink: Emphasis
  private let width: Int

  init(_ preview: Preview, _ style: OutputStyle) {
    self.preview = preview
    ink = Emphasis(style)
    width = style.width
  }

  var text: String {
    let source =
      preview.recording.map { "recording \($0)" } ?? "asked of the provider"
    var text =
      "\(ink.strong("\(preview.connector) \(preview.stream)")), \(source): \(Sentence.counted(preview.read, "record"))\n"
    var shown: String?
    for record in preview.records {
      // Records of one page share its call.
      let call = record.call.map(Self.call)
      if let call, call != shown { text += "\n" + call }
      shown = call
      text += "\n" + self.record(record)
    }
    return text + leftOver + refusal
  }

  private var refusal: String {
    guard let refusal = preview.refusal else { return "" }
    let reply = refusal.reply
    let lines =
      BodyTree(json: Array(reply.utf8)).map {
        $0.text(width: width - 2).split(separator: "\n").map(String.init)
      }
      ?? reply.split(whereSeparator: \.isNewline).map(String.init)
    return "\n\(Self.call(refusal.call))\n\(ink.strong("what the provider answered")):\n"
      + lines.prefix(Self.mostLines).map { "  \(Visible.word($0, limit: 600))\n" }.joined()
  }

  private static func call(_ call: Preview.Call) -> String {
    "\(Visible.word(call.curlCommand, limit: 600))\nHTTP \(call.status)\n"
  }

  /// The provider's record and what became of it: side by side where there is room, or else one below the other.
  private func record(_ record: PreviewedRecord) -> String {
    let key = record.key.map { Visible.word($0) } ?? "without a key"
    let title = ink.strong("record \(key)") + "\n"
    let rows = self.rows(record)
    let column = min(width * 2 / 5, 64)
    let source = lines(of: record.source, width: width >= Self.wide ? column : width - 2)
    guard width >= Self.wide else {
      return title + source.map { "  \($0)\n" }.joined() + rows.map { $0 + "\n" }.joined()
    }
    let count = max(source.count, rows.count)
    return title
      + (0..<count).map { number in
        let left = number < source.count ? source[number] : ""
        let right = number < rows.count ? rows[number] : ""
        let blanks = String(repeating: " ", count: max(0, column - DisplayWidth.of(left)))
        return right.isEmpty ? "  \(left)\n" : "  \(left)\(blanks)  \(right)\n"
      }.joined()
  }

  /// Both columns can be read from this width on.
  private static let wide = 160
  /// More of a record is not looked at, but scrolled past.
  private static let mostLines = 60

  private func lines(of source: Value, width: Int) -> [String] {
    guard let tree = BodyTree(json: Array(Self.json(source).utf8)) else { return [] }
    var lines = tree.text(width: width).split(separator: "\n").map { Visible.word(String($0), limit: width) }
    if lines.count > Self.mostLines {
      let more = lines.count - Self.mostLines
      lines = Array(lines.prefix(Self.mostLines)) + ["... \(Sentence.counted(more, "more line"))"]
    }
    return lines
  }

  private func rows(_ record: PreviewedRecord) -> [String] {
    if record.rows.isEmpty {
      let place = "mappings/\(preview.connector)/\(preview.stream).yaml"
      return [preview.isMapped ? "gives no row" : "gives no row: there is no \(place)"]
    }
    var lines: [String] = []
    for row in record.rows {
      lines.append(ink.strong("\(row.model) \(Visible.word(row.id))"))
      let table = TextTable(
        ["  field", "value", "expression", "line", "read"], row.entries.map { line($0, row) })
      lines += table.text(ink.faint).split(separator: "\n").map(String.init)
    }
    return lines
  }

  private func line(_ entry: MappingTrace.Entry, _ row: PreviewedRow) -> [String] {
    let place = entry.expressions.first ?? entry.place
    return [
      "  \(entry.field)", Visible.word(Self.value(entry, row), limit: 40),
      Visible.word(place.ruleText, limit: 60), Self.place(place),
      Visible.word(Self.unique(entry.paths).joined(separator: ", "), limit: 60),
    ]
  }

  private static func value(_ entry: MappingTrace.Entry, _ row: PreviewedRow) -> String {
    switch entry.outcome {
    case .absent: return "absent"
    case .null: return "null"
    case .problem(let reason): return reason
    case .value:
      guard let value = row.value(of: entry.field) else { return "" }
      let raw = row.value(of: entry.field + "_raw").flatMap(\.string)
      return (value.string ?? json(.json(value))) + (raw.map { " (\($0))" } ?? "")
    }
  }

  // MARK: What is left over

  private var leftOver: String {
    var lines: [String] = []
    if !preview.unreadKeys.isEmpty {
      let keys = preview.unreadKeys.map { Visible.word($0) }.joined(separator: ", ")
      lines.append("\(ink.strong("read by nothing")): \(keys)")
    }
    if !preview.absentFields.isEmpty {
      let fields = preview.absentFields.map { "\($0.model).\($0.field)" }.joined(separator: ", ")
      lines.append("\(ink.strong("absent in all records")): \(fields)")
    }
    for (word, count) in preview.sortedUnforeseen {
      lines.append(
        "\(ink.strong("no case")) for `\(Visible.word(word.word))` in \(word.model).\(word.field), met \(Sentence.counted(count, "time"))"
      )
    }
    lines += quarantined
    return lines.isEmpty ? "" : "\n" + lines.joined(separator: "\n") + "\n"
  }

  /// What cannot be mapped: records with the same problem on one line.
  private var quarantined: [String] {
    var keys: [String: [String]] = [:]
    var problems: [String] = []
    for problem in preview.quarantined {
      let place = problem.place.map { "   \(Self.place($0))" } ?? ""
      let text = "no \(problem.model): \(problem.path): \(Visible.word(problem.reason, limit: 300))\(place)"
      if keys[text] == nil { problems.append(text) }
      keys[text, default: []].append(problem.key)
    }
    return problems.map { text in
      let alike = keys[text] ?? []
      let first = alike.first.flatMap { $0.isEmpty ? nil : $0 }
      let record = first.map { "record \(Visible.word($0))" } ?? "a record"
      let others = alike.count > 1 ? " and \(Sentence.counted(alike.count - 1, "other"))" : ""
      return "\(ink.error("quarantined")): \(record)\(others) \(alike.count > 1 ? "give" : "gives") \(text)"
    }
  }

  // MARK: Words

  static func json(_ value: Value) -> String {
    var steps = 100_000
    return (try? JSONWriter.text(of: value, steps: &steps, limit: 1 << 20)) ?? "a large value"
  }

  static func place(_ range: SourceRange) -> String {
    "\(range.file.path):\(range.startPosition.line)"
  }

  static func unique(_ words: [String]) -> [String] {
    var met: Set<String> = []
    return words.filter { met.insert($0).inserted }
  }
}

extension Preview {
  /// In a fixed order: by field, then by word.
  var sortedUnforeseen: [(word: UnforeseenWord, count: Int)] {
    unforeseen.map { (word: $0.key, count: $0.value) }.sorted {
      ($0.word.model, $0.word.field, $0.word.word) < ($1.word.model, $1.word.field, $1.word.word)
    }
  }
}
