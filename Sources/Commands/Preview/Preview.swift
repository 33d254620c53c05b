internal import Diagnostics
internal import JSON
internal import Mapping
internal import Programs
internal import Values

/// What was read of a stream and what became of it.
struct Preview: Sendable {
  let connector: String
  let stream: String
  /// The recording that was played; nil when the provider was asked.
  let recording: String?
  /// Those that are shown.
  var records: [PreviewedRecord] = []
  /// Records that were read.
  var read = 0
  /// Whether the stream has a mapping.
  var isMapped = true
  /// Source keys that nothing reads and `not_mapped` does not name.
  var unreadKeys: [String] = []
  /// Rules that gave nothing for any record.
  var absentFields: [AbsentField] = []
  var unforeseen: [UnforeseenWord: Int] = [:]
  var quarantined: [RecordProblem] = []
  /// Why reading ended early.
  var failure: RunFailure?
  /// The call that reading ended with, and what the provider answered.
  var refusal: Refusal?

  struct Refusal: Sendable {
    let call: Call
    let reply: String
  }

  /// A call as it may be shown: no secret is in it, wherever the connector puts them.
  struct Call: Sendable, Hashable {
    let curlCommand: String
    let status: Int
  }

  /// A canonical field that has a rule and never a value.
  struct AbsentField: Sendable, Hashable {
    let model: String
    let field: String
  }
}

/// One record with the exchange that brought it and the rows that it gave.
struct PreviewedRecord: Sendable {
  /// The last one of its page.
  let call: Preview.Call?
  let key: String?
  let source: Value
  let rows: [PreviewedRow]
}

/// A canonical row with the rules behind it.
struct PreviewedRow: Sendable {
  let model: String
  let id: String
  let value: JSONView?
  let entries: [MappingTrace.Entry]

  /// What the row has for the field of a rule, which may be a part of a field: `home_address.city`.
  func value(of field: String) -> JSONView? {
    var view = value
    for step in field.split(separator: ".") { view = view?[String(step)] }
    return view
  }
}
