package import Diagnostics

/// Why a canonical field cannot be made of a record.
struct FieldProblem: Error {
  /// Below the field: `lines[2].quantity`.
  var path: String
  let message: String
  let place: SourceRange?

  init(_ message: String, at place: SourceRange?) {
    path = ""
    self.message = message
    self.place = place
  }

  /// The same problem, seen from the thing around it.
  func below(_ step: String) -> FieldProblem {
    var problem = self
    problem.path = path.isEmpty || path.hasPrefix("[") ? step + path : "\(step).\(path)"
    return problem
  }
}

/// A record that gives no canonical record of a model because something in it is wrong; the page goes on without it.
package struct RecordProblem: Sendable {
  package let key: String
  package let model: String
  /// The canonical field, or the path in it.
  package let path: String
  /// One sentence without a full stop.
  package let reason: String
  /// The line of the mapping that is behind it.
  package let place: SourceRange?
  /// The provider's record as JSON.
  package let raw: String

  package var sentence: String {
    "\(key.isEmpty ? "a record" : "the record `\(key)`") gives no `\(model)`: \(reason)"
  }
}
