internal import Expressions
internal import JSON
internal import Values

/// The expressions that most mappings are made of: paths, texts joined, chosen and changed, dates read.
///
/// They are recognised here and run by `QuickProgram` over bytes, without a value in between.
indirect enum TextForm: Sendable {
  case path(PlainPath)
  case literal([UInt8])
  case lower(TextForm)
  case upper(TextForm)
  /// One ASCII character in place of another.
  case replace(TextForm, UInt8, UInt8)
  case concatenation([TextForm])
  case coalesce([TextForm])
  case choice(TestForm, TextForm, otherwise: TextForm)
  case date(TextForm, DateForm)
  case instant(TextForm)

  /// What the bytes stand for, so that a date is not taken for a text.
  enum Meaning: Sendable { case anything, text, date, instant }

  var meaning: Meaning {
    switch self {
    case .path: .anything
    case .literal, .lower, .upper, .replace, .concatenation, .coalesce, .choice: .text
    case .date: .date
    case .instant: .instant
    }
  }

  var isText: Bool { meaning == .anything || meaning == .text }

  var isPath: Bool { meaning == .anything }
}

// MARK: Recognition

extension TextForm {
  /// The form of an expression; nil for one that has none.
  init?(_ checked: CheckedExpression) {
    guard checked.isValid else { return nil }
    self.init(checked, checked.tree.root)
  }

  private init?(_ checked: CheckedExpression, _ id: NodeID) {
    if let path = checked.plainPath(of: id) {
      guard path.variable == "record" || path.variable == "item" else { return nil }
      self = .path(path)
      return
    }
    switch checked.tree[id].form {
    case .literal(.string(let text)): self = .literal(Array(text.utf8))
    case .conditional(let condition, let then, let otherwise):
      guard let test = TestForm(checked, condition), let then = TextForm(checked, then), then.isText,
        let otherwise = TextForm(checked, otherwise), otherwise.isText
      else { return nil }
      self = .choice(test, then, otherwise: otherwise)
    case .call(let name, let receiver, let arguments):
      self.init(checked, call: name.text, receiver, arguments)
    default: return nil
    }
  }

  private init?(
    _ checked: CheckedExpression, call name: String, _ receiver: NodeID?, _ arguments: [NodeID]
  ) {
    func constant(_ place: Int) -> String? {
      guard arguments.indices.contains(place),
        case .literal(.string(let text)) = checked.tree[arguments[place]].form
      else { return nil }
      return text
    }
    func inner(_ id: NodeID) -> TextForm? { TextForm(checked, id).flatMap { $0.isText ? $0 : nil } }
    func inner(all ids: [NodeID]) -> [TextForm]? {
      let forms = ids.compactMap(inner)
      return forms.count == ids.count ? forms : nil
    }
    switch (name, receiver, arguments.count) {
    case ("lowerAscii", let receiver?, 0):
      guard let form = inner(receiver) else { return nil }
      self = .lower(form)
    case ("upperAscii", let receiver?, 0):
      guard let form = inner(receiver) else { return nil }
      self = .upper(form)
    case ("replace", let receiver?, 2):
      guard let old = constant(0)?.onlyByte, let new = constant(1)?.onlyByte, let form = inner(receiver)
      else {
        return nil
      }
      self = .replace(form, old, new)
    case ("_+_", _, _):
      guard let forms = inner(all: (receiver.map { [$0] } ?? []) + arguments) else { return nil }
      self = .concatenation(forms)
    case ("coalesce", nil, 1...):
      guard let forms = inner(all: arguments) else { return nil }
      self = .coalesce(forms)
    case ("date", nil, 1...2):
      guard let format = arguments.count == 1 ? "yyyy-MM-dd" : constant(1), let date = DateForm(format),
        let form = inner(arguments[0])
      else { return nil }
      self = .date(form, date)
    case ("instant", nil, 1):
      guard let form = inner(arguments[0]) else { return nil }
      self = .instant(form)
    default: return nil
    }
  }
}

extension String {
  /// The one byte of the text, unless JSON would escape it.
  fileprivate var onlyByte: UInt8? {
    guard utf8.count == 1, let byte = utf8.first, JSONText.isPlain([byte]) else { return nil }
    return byte
  }
}
