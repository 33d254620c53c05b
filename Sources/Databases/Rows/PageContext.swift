internal import Storage

/// What all writes of one page share.
struct PageContext {
  let organization: Int64
  let integration: Int64
  let run: Int64
  let source: Int64
  let cause: String
  let notesSeen: Bool
  let now: String
}

/// A stream of an integration, as the key under which its number is remembered.
struct SourceName: Hashable {
  let integration: Int64
  let stream: String
}
