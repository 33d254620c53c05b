internal import Formatting
internal import Language

/// Writes `tests.yaml`: every stream with a mapping, its recording, and what must come of it.
enum TestsText {
  static func text(of sketch: ProviderSketch, _ streams: [StreamDraft]) -> YAMLText {
    var yaml = YAMLText()
    yaml.comment("yaml-language-server: $schema=../../schemas/tests.schema.json")
    yaml.raw(0, "tests", "1")
    // What is the default anyway is better proven by leaving it out.
    let settings = (sketch.settings + sketch.auth.settings).filter { $0.standard != $0.testValue }
    if !settings.isEmpty {
      yaml.open(0, "settings")
      for setting in settings { yaml.entry(1, setting.name, setting.testValue) }
    }
    yaml.open(0, "cases")
    for stream in streams {
      open("\(stream.hasSecondPage ? "two pages" : "one page") of \(stream.name)", stream, stream.name, &yaml)
      expect(stream.samples, stream, &yaml)
      guard let changes = stream.changes else { continue }
      open("nothing changed in \(stream.name)", stream, RecordingText.sinceName(stream), &yaml)
      yaml.entry(2, "since", changes.example.start)
      expect([], stream, &yaml)
    }
    if let stream = streams.first(where: \.endpoint.isGraphQL) {
      open("an error comes with status 200", stream, RecordingText.errorName, &yaml)
      yaml.raw(2, "fails", "{kind: request, message: made up}")
    }
    if let stream = streams.first {
      open("a refused request is made once more", stream, "throttled", &yaml)
      expect([], stream, &yaml)
    }
    return yaml
  }

  private static func open(_ name: String, _ stream: StreamDraft, _ recording: String, _ yaml: inout YAMLText)
  {
    yaml.element(1, "name", name)
    yaml.entry(2, "stream", stream.name)
    yaml.entry(2, "recording", recording)
  }

  private static func expect(_ records: [Sample], _ stream: StreamDraft, _ yaml: inout YAMLText) {
    guard let mapping = stream.mapping else {
      yaml.raw(2, "expect", "{}", "nothing, as long as there is no mapping")
      return
    }
    guard !records.isEmpty else {
      yaml.raw(2, "expect", "{\(mapping.model.value.name): []}")
      return
    }
    yaml.open(2, "expect")
    yaml.open(3, mapping.model.value.name)
    for record in records { expectation(record, stream, mapping, &yaml) }
    yaml.raw(2, "partial", "true")
  }

  private static func expectation(
    _ record: Sample, _ stream: StreamDraft, _ mapping: MappingDraft, _ yaml: inout YAMLText
  ) {
    yaml.element(4, "id", record[stream.key.value]?.scalarText ?? "")
    for field in mapping.fields {
      guard let value = Expectation.value(of: field, from: record, in: mapping.model.value) else { continue }
      yaml.raw(5, field.field, value)
    }
  }
}

/// What a simple mapping makes of a record, as YAML; nil where only the evaluator can say it.
enum Expectation {
  static func value(of field: FieldDraft, from record: Sample, in model: Model) -> String? {
    switch field.rule {
    case .match(_, let guess):
      guard let word = record[field.path]?.scalarText else { return nil }
      return Quoting.written(
        guess.cases.first { $0.word == word }?.choice.value ?? guess.otherwise, isFlow: false)
    case .expression(let source):
      guard !field.path.isEmpty, let value = record[field.path], value != .null else { return nil }
      let path = RecordPath.expression(field.path)
      if source == path { return plain(value, in: model.field(field.field)) }
      if source == "string(\(path))", case .number = value { return value.scalarText.map { "\"\($0)\"" } }
      if source.hasSuffix("date(\(path))") { return value.text.map { String($0.prefix(10)) } }
      return nil
    case .money, .object: return nil
    }
  }

  private static func plain(_ value: Sample, in field: ModelField?) -> String? {
    if case .reference? = field?.type { return value.scalarText.map { Quoting.written($0, isFlow: false) } }
    switch (value, field?.type) {
    case (.text(let text), _): return Quoting.written(text, isFlow: false)
    case (.bool(let truth), _): return truth ? "true" : "false"
    case (.number(let digits), .plain(.integer)?): return digits
    default: return nil
    }
  }
}
