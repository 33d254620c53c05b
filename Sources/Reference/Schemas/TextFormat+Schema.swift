internal import Language

extension TextFormat {
  /// What JSON Schema can say of the form; the rest is the linter's.
  ///
  /// Patterns are written so that JavaScript, Python and RE2 read them alike.
  var schema: [OrderedJSON.Member] {
    switch self {
    case .status:
      [
        .init("type", .strings(["integer", "string"])), .init("minimum", .int(100)),
        .init("maximum", .int(599)),
        .init("pattern", .string("^([1-5][0-9][0-9](-[1-5][0-9][0-9])?|[1-5][xX][xX])$")),
      ]
    case .pattern: [.init("type", .string("string")), .init("format", .string("regex"))]
    default: [.init("type", .string("string"))] + [form].compactMap { $0 }
    }
  }

  private var form: OrderedJSON.Member? {
    if self == .anything { return nil }
    guard let pattern else { return .init("minLength", .int(1)) }
    return .init("pattern", .string(pattern))
  }

  /// Nil where any text will do.
  var pattern: String? {
    switch self {
    case .name: "^[a-z][a-z0-9_]{0,63}$"
    case .connectorName: "^[a-z][a-z0-9_-]{0,63}$"
    case .url: "^https?://[^/?# ][^ ]*$"
    case .header: "^[-!#$%&'*+.^_`|~0-9A-Za-z]+$"
    case .duration: "^[0-9]+(ms|s|m|h|d)$"
    case .date: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
    case .mediaType: "^[^ /;]+/[^ /;]+(;.*)?$"
    case .timeFormat:
      "^(\(TimeFormatName.allCases.map(\.rawValue).joined(separator: "|"))|.*(yy|MM|dd|HH).*)$"
    case .documentPath: "^[^.]+([.][^.]+)*$"
    case .plain, .anything, .pattern, .status, .streamReference, .settingReference, .modelReference,
      .modelField,
      .connectorReference, .recordingReference:
      nil
    }
  }
}
