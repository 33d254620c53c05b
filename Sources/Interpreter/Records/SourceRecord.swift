internal import Programs
package import Values

/// A record as the provider sent it, with the fields that the stream adds.
package struct SourceRecord: Sendable {
  /// Nil when the record does not have what tells it apart: it belongs into quarantine.
  package let key: String?
  /// What tells which one is gone, where a marked record lacks the stream's key (`deletions.key`); rows must be found by it.
  package let deletionKey: String?
  /// A view into the parsed page, or a map over one with the fields that are carried into it.
  package let value: Value

  package init(key: String?, value: Value, deletionKey: String? = nil) {
    self.key = key
    self.value = value
    self.deletionKey = deletionKey
  }

  /// The record as JSON.
  package var json: String { value.templateText ?? "{}" }
}

/// A record of which nobody knows whether it is to be kept: it belongs into quarantine.
package struct DoubtedRecord: Sendable {
  package let key: String?
  package let value: Value
  /// One sentence without a full stop.
  package let reason: String

  init(_ value: Value, key: String?, because failure: RunFailure?) {
    self.key = key
    self.value = value
    reason = failure?.message ?? "it does not have what `keep` asks for"
  }
}

/// Records that their own stream says are gone.
package struct GoneRecords: Sendable, Hashable {
  /// By the stream's key.
  package var keys: [String] = []
  /// By what `deletions.key` names.
  package var aliases: [String] = []
  /// By the same, of records in whose place another one of the page has come.
  package var replacedAliases: [String] = []

  package init() {}

  /// What the provider names them by, in whichever way.
  package var names: [String] { keys + aliases + replacedAliases }

  mutating func append(_ others: GoneRecords) {
    keys += others.keys
    aliases += others.aliases
    replacedAliases += others.replacedAliases
  }
}

/// Keys of records that are gone, by the stream that they were read from.
package struct DeletedKeys: Sendable {
  package let stream: String
  package internal(set) var keys: [String]
}
