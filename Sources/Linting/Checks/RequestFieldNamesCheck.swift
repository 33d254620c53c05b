internal import Diagnostics
internal import JSON
internal import Language
internal import YAML

/// The field names that a stream asks for, held against those that its recorded requests ask for.
enum RequestFieldNamesCheck: Check {
  static let rules: [Rule] = [.otherFields]

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard context.isComplete else { return }
    for stream in context.streams {
      guard let fields = stream.value[StreamBlock.fieldNames], let names = fields[FieldNamesBlock.names],
        !report.touch(fields.block), let place = WrittenPlacement(fields[FieldNamesBlock.send], "the fields")
      else { continue }
      let separator = fields[FieldNamesBlock.separator] ?? ","
      let recorded = Set(
        (context.evidence.of(stream.name)?.exchanges ?? []).flatMap { asked($0, place, separator) })
      guard !recorded.isEmpty else { continue }
      // What tells records apart is asked for with every portion.
      let keys = (stream.value[StreamBlock.key] ?? []).map(\.value)
      let missing = recorded.subtracting(names.map(\.value)).subtracting(keys)
      let path = fields.block.path.description
      if let stray = names.first(where: { !recorded.contains($0.value) }) {
        report.add(
          Finding(
            .otherFields, "no recorded request asks for `\(stray.value)`",
            at: context.own(context.placeOfTaken("fields", "names", by: stream.name) ?? stray.range),
            path: path, suggestions: Suggestions.nearest(to: stray.value, among: missing.sorted())))
      } else if let name = missing.min() {
        report.add(
          Finding(
            .otherFields, "the recorded requests ask for `\(name)` as well",
            at: context.own(fields.block.keyRange("names")), path: path))
      }
    }
  }

  private static func asked(
    _ recorded: Evidence.Recorded, _ place: WrittenPlacement, _ separator: String
  ) -> [String] {
    func parts(_ text: String) -> [String] { text.split(separator: separator.first ?? ",").map(String.init) }
    if place.kind == "query" {
      return recorded.exchange.query.filter { $0.name == place.name }.flatMap { parts($0.value) }
    }
    guard place.kind == "json", let range = recorded.exchange.requestBody else { return [] }
    let bytes = recorded.recording.file.bytes
    guard let document = try? JSONDocument(Array(bytes[range.clamped(to: 0..<bytes.count)])),
      let list = document.root[place.name]
    else { return [] }
    return list.kind == .array ? list.elements.compactMap(\.string) : list.string.map(parts) ?? []
  }
}

extension Rule {
  private static func asking(_ names: String, _ marker: String = "") -> Diagnostics.Example {
    """
    streams:
      employees:
        read: {get: /employees}
        records: body.data
        key: id
        pages: {type: cursor, token: body.next, send: {query: cursor}}
        deletions: {type: none}
        fields: {names: \(names), send: {query: fields}}
    \(marker)
    --- connectors/acme/recordings/employees.http (whole)
    \(twoPages(
      "GET /employees?fields=lastName,hired", #""next": "c2""#,
      "GET /employees?fields=lastName,hired&cursor=c2", #""next": null"#))
    \(testCase())
    """
  }

  static let otherFields = Rule(
    "request/other-fields", .error, .proven, "field names that differ from those that were recorded",
    page: """
      In a replay a stream must ask for what was asked for when it was recorded. A name that no recorded request has is misspelt, or new and \
      not yet recorded: what the provider answers to it is not known.
      """,
    failing: asking("[lastName, hird]", "#                              ^^^^ request/other-fields"),
    passing: asking("[lastName, hired]"))
}
