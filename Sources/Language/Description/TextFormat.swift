/// The form a plain text must have.
package enum TextFormat: String, Sendable, CaseIterable {
  /// Any text but an empty one.
  case plain
  /// Any text, also an empty one, where that means something else than leaving it out.
  case anything
  /// `employees`, `time_off`: lower case letters, digits and `_`, starting with a letter.
  case name
  /// `bamboohr`, `microsoft-graph`: like a name, with `-` allowed.
  case connectorName
  case url
  /// The name of a header.
  case header
  /// A regular expression as RE2 reads it.
  case pattern
  /// `30s`, `5m`, `1h`, `7d`, `250ms`.
  case duration
  /// `2026-11-20`.
  case date
  /// A media type, `application/json`.
  case mediaType
  /// `200`, `4xx`, `500-504`.
  case status
  /// `rfc3339`, `unix`, `yyyy-MM-dd`, ...
  case timeFormat
  /// A path inside a document, `filters.lastChanged.value`.
  case documentPath
  /// The name of a stream of this connector.
  case streamReference
  /// The name of a setting of this connector.
  case settingReference
  /// The name of a canonical model.
  case modelReference
  /// The name of a field of the canonical model that is mapped to.
  case modelField
  /// The name of another connector that is extended.
  case connectorReference
  /// The name of a recording beside the connector.
  case recordingReference

  /// What the text must look like, for messages and reference pages.
  package var meaning: String {
    switch self {
    case .plain, .anything: "text"
    case .name: "a name such as `time_off` (lower case letters, digits, `_`)"
    case .connectorName: "a name such as `bamboohr` or `microsoft-graph`"
    case .url: "an address that starts with `https://`"
    case .header: "the name of a header"
    case .pattern: "a regular expression (RE2)"
    case .duration: "a duration such as `30s`, `5m`, `1h` or `7d`"
    case .date: "a date such as `2026-11-20`"
    case .mediaType: "a media type such as `application/json`"
    case .status: "a status such as `429`, `5xx` or `500-504`"
    case .timeFormat: "a time format such as `rfc3339`, `unix` or `yyyy-MM-dd`"
    case .documentPath: "a path such as `filters.changed.value`"
    case .streamReference: "the name of a stream of this connector"
    case .settingReference: "the name of a setting of this connector"
    case .modelReference: "the name of a canonical model"
    case .modelField: "a field of the model"
    case .connectorReference: "the name of another connector"
    case .recordingReference: "the name of a recording"
    }
  }
}
