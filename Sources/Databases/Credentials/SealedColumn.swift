internal import Storage

/// A column that holds sealed texts, with what its texts are bound to.
struct SealedColumn: Sendable {
  /// What marks of its values begin with; unique.
  let name: String
  let table: String
  let column: String
  /// Gives organization, integration and the field of a row `t`.
  let place: String
  /// What is sealed now lies packed; what was sealed earlier may be text.
  var isPacked = false

  /// The columns of a file: those every store has, and the raw records of its models.
  static func all(models: [String]) -> [SealedColumn] {
    [
      SealedColumn(
        name: "settings", table: "integration_configs", column: "value",
        place: "t.organization, t.integration, 'setting:' || t.setting"),
      SealedColumn(
        name: "tokens", table: "oauth_tokens", column: "content",
        place: "t.organization, t.integration, 'token:' || t.credential"),
      SealedColumn(
        name: "quarantine", table: "quarantine", column: "raw",
        place: "t.organization, \(integration), 'quarantine:' || t.model || ':' || t.record_key"),
      SealedColumn(
        name: "parents", table: "parent_records", column: "json",
        place: "t.organization, \(integration), 'parent:' || \(stream) || ':' || t.record_key"),
    ]
      + models.sorted().map { model in
        SealedColumn(
          name: "raw:\(model)", table: StoredTable(model: model).name, column: "raw",
          place: "t.organization, \(integration), 'raw:\(model):' || t.source_id", isPacked: true)
      }
  }

  private static let stream = "(SELECT s.stream FROM sources s WHERE s.id = t.source)"
  private static let integration = "(SELECT s.integration FROM sources s WHERE s.id = t.source)"

  /// Sealed texts, packed or not, begin with the version of their form, `v1.`; no JSON text and no rest of a token begins like that.
  var holdsSealed: String {
    "\(beginning(of: "3")) GLOB 'v[0-9].'\(table == "integration_configs" ? " AND t.is_secret" : "")"
  }

  /// The first characters of the value, as text also where it is packed.
  func beginning(of count: String) -> String { "CAST(substr(t.\(column), 1, \(count)) AS TEXT)" }

  /// A sealed text as the column keeps it.
  func kept(_ sealed: String) -> SQLValue {
    guard isPacked, let packed = PackedSeal.packed(sealed) else { return .text(sealed) }
    return .blob(packed)
  }

  /// A key of rows that can be walked along: the tables without row numbers have two parts.
  var key: String {
    switch name {
    case "settings": "printf('%016x', t.integration) || t.setting"
    case "tokens": "printf('%016x', t.integration) || t.credential"
    default: "printf('%016x', t.id)"
    }
  }
}
