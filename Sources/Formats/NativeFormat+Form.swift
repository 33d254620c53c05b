internal import EDI
package import Language
package import Values

extension NativeFormat {
  /// What the records of the format can hold, whatever was recorded of them.
  package var recordForm: RecordForm {
    switch self {
    case .x12_834: EnrolledMember.form
    }
  }
}
