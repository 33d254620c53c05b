internal import Expressions
internal import Values

/// The conditions that texts are commonly chosen by: a path compared with null or with a text, and these joined.
indirect enum TestForm: Sendable {
  case isNull(PlainPath)
  case isText(PlainPath, [UInt8])
  case not(TestForm)
  case all([TestForm])
  case any([TestForm])
}

// MARK: Recognition

extension TestForm {
  /// The form of a condition; nil for one that has none.
  init?(_ checked: CheckedExpression, _ id: NodeID) {
    switch checked.tree[id].form {
    case .logical(let kind, let operands):
      let forms = operands.compactMap { TestForm(checked, $0) }
      guard forms.count == operands.count else { return nil }
      self = kind == .and ? .all(forms) : .any(forms)
    case .call(let name, let receiver, let arguments):
      let operands = (receiver.map { [$0] } ?? []) + arguments
      switch (name.text, operands.count) {
      case ("!_", 1):
        guard let form = TestForm(checked, operands[0]) else { return nil }
        self = .not(form)
      case ("_==_", 2), ("_!=_", 2):
        guard
          let form = TestForm(checked, path: operands[0], equals: operands[1])
            ?? TestForm(checked, path: operands[1], equals: operands[0])
        else { return nil }
        self = name.text == "_==_" ? form : .not(form)
      default: return nil
      }
    default: return nil
    }
  }

  private init?(_ checked: CheckedExpression, path: NodeID, equals literal: NodeID) {
    guard let path = checked.plainPath(of: path), path.variable == "record" || path.variable == "item" else {
      return nil
    }
    switch checked.tree[literal].form {
    case .literal(.null): self = .isNull(path)
    case .literal(.string(let text)): self = .isText(path, Array(text.utf8))
    default: return nil
    }
  }
}
