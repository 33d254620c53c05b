/// What a record can hold, where code decides it and not a provider: every key there can be, whether a file has it or not.
package indirect enum RecordForm: Sendable, Hashable {
  case text, truth
  case list(RecordForm)
  case object([Field])
  /// An object whose keys are data.
  case table

  /// A key of an object.
  package struct Field: Sendable, Hashable {
    package let name: String
    package let form: RecordForm

    package init(_ name: String, _ form: RecordForm) {
      self.name = name
      self.form = form
    }
  }
}
