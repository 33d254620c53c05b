package import Expressions
package import Rows

/// What a mapping made of a page of records: a batch of rows for each of its models, and what did not go in.
package struct MappedPage: Sendable {
  /// In the order of the mapping's models.
  package internal(set) var rows: [RowBatch]
  package internal(set) var quarantined: [RecordProblem] = []
  /// Records that were looked at.
  package internal(set) var read = 0
  /// Rows keep the provider's record.
  let keepsRaw: Bool
  var frame: MappingFrame

  init(rows: [RowBatch], keepsRaw: Bool, frame: MappingFrame) {
    self.rows = rows
    self.keepsRaw = keepsRaw
    self.frame = frame
  }

  /// How often each word was met that no case of an enum foresees.
  package var unforeseen: [UnforeseenWord: Int] { frame.unforeseen }

  /// What was done, when somebody wants to know: set it before records are mapped.
  package var trace: MappingTrace? {
    get { frame.trace }
    set { frame.trace = newValue }
  }

  /// Forgets everything and keeps the memory for the next page, which may see other variables.
  package mutating func removeAll(variables: Activation) {
    removeAll()
    frame.begin(variables)
  }

  /// Forgets everything and keeps the memory for the next page.
  package mutating func removeAll() {
    for place in rows.indices { rows[place].removeAll() }
    quarantined.removeAll(keepingCapacity: true)
    frame.unforeseen.removeAll(keepingCapacity: true)
    if frame.trace != nil { frame.trace = MappingTrace() }
    frame.forgetRecord()
    read = 0
  }
}
