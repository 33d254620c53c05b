package import JSON

/// A path of fields and constant indexes from one variable, as most expressions of a mapping are.
///
/// Walking it over a parsed document allocates nothing.
package struct PlainPath: Sendable {
  /// One step down: into a member or to an element.
  package enum Step: Sendable, Hashable {
    case field(String)
    case position(Int)
  }

  package let variable: String
  package let steps: [Step]
  /// The steps with their keys as the bytes a document is compared with.
  private let compiled: [CompiledStep]

  private enum CompiledStep: Sendable {
    case field([UInt8])
    case position(Int)
  }

  init(variable: String, steps: [Step]) {
    self.variable = variable
    self.steps = steps
    compiled = steps.map { step in
      switch step {
      case .field(let name): .field(Array(name.utf8))
      case .position(let position): .position(position)
      }
    }
  }

  /// What stands at the end of the path, or nil when the document does not have it.
  package func view(in root: JSONView) -> JSONView? {
    var view = root
    for step in compiled {
      let next: JSONView? =
        switch step {
        case .field(let key): key.withUnsafeBufferPointer { view[$0] }
        case .position(let position): view[position]
        }
      guard let next else { return nil }
      view = next
    }
    return view
  }
}
