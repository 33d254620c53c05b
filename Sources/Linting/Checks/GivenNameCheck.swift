internal import Diagnostics
internal import Language
internal import YAML

/// Names that a connector captures or a mapping gives with `let`, held against those that its expressions read.
///
/// What is read and given by nobody, and what is given and read nowhere, is one mistake where the two are spelt alike: it was made where the
/// name is given.
enum GivenNameCheck: Check {
  static let rules: [Rule] = []

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard report.all.contains(where: { $0.rule == .unknownAccountValue || $0.rule == .unknownPath }) else {
      return
    }
    let known = FileWords(context.connector)
    checkCaptures(context, texts, known, &report)
    for mapping in context.connector.mappings {
      let read = texts.mapped[mapping.stream] ?? []
      for model in mapping.file?[MappingFile.models] ?? [] {
        for named in model[ModelMapping.named] ?? [] where !read.contains(where: { $0.uses(named.name) }) {
          respell(named.name, at: named.nameRange, path: "\(model.block.path).let", known, &report) {
            $0.rule == .unknownPath && $0.range.file === mapping.document.file
          }
        }
      }
    }
  }

  private static func checkCaptures(
    _ context: ConnectorContext, _ texts: CheckedTexts, _ known: FileWords, _ report: inout FindingList
  ) {
    let read = Set(texts.all.flatMap { $0.fieldNames(of: "account") })
    for proof in context.file.proofs {
      let identified = proof[OAuth2Fields.identify]?[CaptureField.capture] ?? []
      for captured in (proof[CaptureField.capture] ?? []) + identified where !read.contains(captured.name) {
        respell(captured.name, at: captured.nameRange, path: "auth.capture", known, &report) {
          $0.rule == .unknownAccountValue
        }
      }
    }
  }

  /// Tells of a name where it is given, if what could not be found is one other name that is spelt alike.
  private static func respell(
    _ name: String, at place: SourceRange, path: String, _ known: FileWords, _ report: inout FindingList,
    where isStrange: (Finding) -> Bool
  ) {
    let strange = report.all.filter(isStrange)
    let words = Set(strange.map(\.range.text)).filter { Suggestions.nearest(to: $0, among: [name]) == [name] }
    let uses = strange.filter { words.contains($0.range.text) }
    // Of two names that stand once each the one in the expression may as well be the misspelt one.
    guard let word = words.first, words.count == 1, let use = uses.first,
      uses.count > 1 || known.prefer(word, used: 1, over: name)
    else { return }
    report.removeAll { isStrange($0) && $0.range.text == word }
    report.add(
      Finding(
        use.rule, "everything reads `\(word)`, which is called `\(name)` here", at: place, about: word,
        path: path,
        related: [.init("read here", at: use.range)], suggestions: [word],
        fixes: [.init("call it as it is read", isSafe: false, replace: place, with: word)]))
  }
}
