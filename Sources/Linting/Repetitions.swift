internal import Diagnostics
internal import Language

/// Findings of one cause that shows at several places: it is told where it shows first.
struct Repetitions {
  private var firsts: [String: SourceRange] = [:]
  /// Where runs of findings of one cause begin.
  private var runs: [String: Run] = [:]

  init(_ findings: [Finding]) {
    for finding in findings {
      if let run = Self.run(finding) { runs[run, default: Run(finding.range)].add(finding) }
      for cause in Self.causes(finding) where firsts[cause] == nil { firsts[cause] = finding.range }
    }
  }

  func hold(_ finding: Finding) -> Bool {
    if let run = Self.run(finding), let known = runs[run], known.isOneCause, known.first != finding.range {
      return true
    }
    return Self.causes(finding).contains { firsts[$0] != finding.range }
  }

  /// What a finding has in common with others of the same cause.
  private static func causes(_ finding: Finding) -> [String] {
    let place = Derivation.Place(finding)
    let file = finding.range.file.path
    let connector = place.connector ?? file
    let rule = finding.rule.id
    // A name that is wrong is so wherever an expression uses it.
    var causes: [String] = []
    if wrongWithinOneText.contains(rule), let path = finding.path {
      causes.append("\(file) \(path) \(finding.message)")
    }
    // What a stream or an action does not declare is undeclared in all of its expressions.
    if finding.rule == .unknownVariable, place.stream.contains(".") {
      causes.append("\(file) \(place.stream) \(finding.message)")
    }
    return causes + lost(finding, place, connector)
  }

  private static let wrongWithinOneText: Set<String> = [
    "mapping/unknown-path", "request/unrecorded-path", "spec/unknown-variable", "spec/unknown-setting",
    "spec/unknown-input", "spec/unknown-account-value",
  ]

  /// What is gone shows wherever it was used.
  private static func lost(_ finding: Finding, _ place: Derivation.Place, _ connector: String) -> [String] {
    switch finding.rule.id {
    case "security/open-host", "paging/cursor-format", "paging/null-at-first", "security/loose-pattern",
      "test/no-webhooks":
      return ["\(finding.range.file.path) \(finding.message)"]
    // A text between braces whose commas make entries of its parts.
    case "yaml/syntax" where finding.message.contains("has no colon"):
      return ["\(Derived.line(of: finding)) no colon"]
    // What was lost may have held several of the anchors that others refer to.
    case "yaml/unknown-alias":
      return ["\(finding.range.file.path) \(finding.message)"]
        + (finding.suggestions.isEmpty ? ["\(connector) alias"] : [])
    // What streams share is written once, and what they lack as well.
    case "paging/cursor-never-sent", "paging/sent-format": return ["\(connector) \(finding.message)"]
    case "request/unsent-part" where finding.suggestions.isEmpty:
      return ["\(connector) \(finding.message)"]
    // One rule takes the replies of all that stand below it.
    case "rate/unreachable-error":
      return finding.related.first.map { ["\(connector) rule \($0.range.start)"] } ?? []
    case "request/placement-needs-body": return ["\(connector) body \(place.stream)"]
    // What is still a list has none of the fields of its elements.
    case "spec/expression-type" where finding.about != nil: return ["\(connector) list \(finding.subject)"]
    // One that is used at several places was declared.
    case "spec/unknown-setting": return ["\(connector) setting \(finding.subject)"]
    case _ where !finding.suggestions.isEmpty: return []
    case "mapping/stray", "webhook/unknown-stream", "request/unknown-stream", "test/unknown-stream":
      return ["\(connector) stream \(finding.subject)"]
    case "test/unknown-action": return ["\(connector) actions"]
    // What was captured together is lost together, and a loop's name is that of all who go through it.
    case "spec/unknown-account-value": return ["\(connector) account"]
    case "spec/unknown-variable": return ["\(connector) variable \(finding.subject)"]
    case "test/unknown-result": return ["\(connector) result \(finding.subject)"]
    case "auth/other-sign-in" where finding.about == "settings": return ["\(connector) way to sign in"]
    // What nobody captured, or gave to streams that are alike, is available nowhere.
    case "spec/variable-not-available": return ["\(connector) \(finding.message)"]
    // What each slice adds to the records is part of their keys, and of those of the streams below.
    case "request/key-not-in-records":
      return ["\(connector) \(finding.message)", "\(connector) key \(place.stream)"]
    case "mapping/unknown-path": return ["\(connector) name \(finding.subject)"]
    // What is not taken apart as it should be has none of the keys of its parts.
    case "request/unrecorded-path" where place.stream.hasPrefix("webhooks"):
      return ["\(connector) deliveries"]
    case "spec/bad-default", "test/bad-setting": return ["\(connector) value \(finding.subject)"]
    default: return []
    }
  }

  // MARK: Runs

  /// Findings that may be of one cause: a key that is lost makes its entries those of the block before.
  private struct Run {
    let first: SourceRange
    private var count = 0
    /// Where the last of the keys was written first.
    private var lastOriginal = 0
    /// A list where a block belongs has several things that are none.
    private var isOneLine = true

    init(_ first: SourceRange) { self.first = first }

    mutating func add(_ finding: Finding) {
      count += 1
      if finding.rule != .wrongType
        || finding.range.startPosition.line != first.startPosition.line
      {
        isOneLine = false
      }
      lastOriginal = max(lastOriginal, finding.related.first?.range.start ?? 0)
    }

    /// No block of the language has more keys that could have come into another one.
    private static let most = 40

    /// Several of them in a row, and what they repeat stands above them all.
    var isOneCause: Bool {
      count > (lastOriginal > 0 || isOneLine ? 1 : 2) && count < Self.most && lastOriginal < first.start
    }
  }

  /// What a finding has in common with those of the same cause; nil where each has its own.
  private static func run(_ finding: Finding) -> String? {
    let file = finding.range.file.path
    switch finding.rule {
    case .wrongType:
      guard let block = finding.about else { return nil }
      let parent = (finding.path ?? "").split { $0 == "." || $0 == "[" }.dropLast().joined(separator: ".")
      return "\(file) \(parent) \(block)"
    // Keys of another block, which resemble none of this one.
    case .unknownKey where finding.suggestions.isEmpty:
      return "\(file) unknown \(finding.path ?? "")"
    case _ where finding.rule.id == "yaml/duplicate-key":
      return "\(file) \(finding.range.startPosition.column)"
    default: return nil
    }
  }
}
