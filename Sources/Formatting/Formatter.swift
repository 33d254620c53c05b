package import Diagnostics
package import Language
internal import YAML

/// Brings connector, mapping and tests files into their one canonical form.
///
/// Formatting never changes what a file means: the result is read anew and compared with the original, and where they differ, or
/// where something cannot be kept, the file is left alone with a reason.
package enum Formatter {
  package enum Outcome: Sendable {
    /// The file is in canonical form already.
    case unchanged
    case changed([UInt8])
    /// The file is left alone; the findings say what is wrong with it as YAML, if that is why.
    case refused(Refusal, [Finding])
  }

  /// The longest line in which a flow mapping or list is kept together.
  package static let width = 100
  /// Columns per level.
  static let step = 2

  /// Formats a file; the root construct gives the order of keys, without it every mapping keeps the order it has.
  package static func format(_ file: SourceFile, as root: (any Construct.Type)?) -> Outcome {
    let document = YAMLLoader.load(file)
    let errors = document.findings.filter { $0.severity == .error }
    if document.isPartial || !errors.isEmpty { return .refused(.invalid, errors) }
    guard let node = document.root else { return .unchanged }
    if node.scalar != nil { return .refused(.notACollection, []) }
    let written = Written(node, from: 0)
    if let refusal = Skeleton.refusal(for: document, root: written) { return .refused(refusal, []) }

    let layout = LayoutBuilder.layout(of: written, in: document)
    var sorted = layout
    if let root { KeyOrder.sort(&sorted.root, .block(root)) }
    // An alias must stay behind its anchor, whatever the order of keys: then the author's order stays.
    for candidate in [sorted, layout] {
      let bytes = Array(Printer.text(of: candidate).utf8)
      if bytes == file.bytes { return .unchanged }
      if isFaithful(bytes, to: document, node) { return .changed(bytes) }
    }
    return .refused(.wouldChange, [])
  }

  /// The proof: the formatted text holds the same values and the same comments.
  private static func isFaithful(_ bytes: [UInt8], to document: YAMLDocument, _ root: Node) -> Bool {
    let result = YAMLLoader.load(SourceFile(path: document.file.path, bytes: bytes))
    guard let newRoot = result.root, !result.isPartial,
      !result.findings.contains(where: { $0.severity == .error })
    else { return false }
    return root.means(newRoot)
      && document.comments.map(\.printed.text).sorted() == result.comments.map(\.printed.text).sorted()
  }
}

/// Why a file is left alone.
package enum Refusal: String, Sendable, CaseIterable {
  case invalid, notACollection, anchors, directive, wouldChange

  /// The reason, as a clause without a full stop.
  package var reason: String {
    switch self {
    case .invalid: "it has errors; `connector lint` shows them"
    case .notACollection: "it holds one value and no keys"
    case .anchors: "a key has an anchor"
    case .directive: "it has a YAML directive, or text that belongs to no value"
    case .wouldChange: "formatting would change what it means; please report this with the file"
    }
  }
}

extension Node {
  /// Whether two values mean the same: equal texts of equal kind, whatever their quotes and the order of keys.
  func means(_ other: Node) -> Bool {
    switch (content, other.content) {
    case (.scalar(let a), .scalar(let b)):
      let bothNull = a.resolved == .null && b.resolved == .null
      return bothNull || a.text == b.text && a.resolved.isSameKind(as: b.resolved)
    case (.list(let a), .list(let b)):
      return a.count == b.count && zip(a, b).allSatisfy { $0.means($1) }
    case (.mapping(let a), .mapping(let b)):
      return a.entries.count == b.entries.count
        && a.entries.allSatisfy { entry in
          guard let match = b.entry(entry.key.text) else { return false }
          return match.key.resolved.isSameKind(as: entry.key.resolved) && entry.value.means(match.value)
        }
    default: return false
    }
  }
}

extension Resolved {
  /// Equal texts have equal values once they are read alike, so that not-a-number needs no special care.
  fileprivate func isSameKind(as other: Resolved) -> Bool {
    switch (self, other) {
    case (.null, .null), (.bool, .bool), (.int, .int), (.float, .float), (.string, .string): true
    default: false
    }
  }
}
