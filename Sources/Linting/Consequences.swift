internal import Diagnostics
internal import Language

/// Findings of two places that one mistake gives: what is told of one of them is enough.
struct Consequences {
  /// Addresses that are spelt otherwise than those that were recorded.
  private var misspeltPaths: [String] = []
  /// What was recorded of a request is not known to be its own.
  private var hasMisspeltRequest = false
  /// Streams whose pages name a variable that their query does not have.
  private var misnamedVariables: Set<String> = []
  /// Headers of deliveries that look like known ones.
  private var misspeltHeaders: Set<String> = []
  /// Results that cases expect of an action, told where the action declares them.
  private var misnamedResults: Set<String> = []
  /// Mappings whose `let` could not be read.
  private var withoutNames: Set<ObjectIdentifier> = []
  /// Fields of which it is told that nothing fills them.
  private var unfilled: [String] = []
  private var isBodyUnsigned = false

  init(_ findings: [Finding]) {
    for finding in findings {
      switch finding.rule {
      case .neverRecorded:
        misspeltPaths.append(Self.unquoted(finding.range.text))
        if !finding.suggestions.isEmpty { hasMisspeltRequest = true }
      case .testUnmatchedExchange:
        guard !finding.suggestions.isEmpty, finding.range.file.path.hasSuffix("/connector.yaml") else {
          continue
        }
        misspeltPaths.append(Self.unquoted(finding.range.text))
        hasMisspeltRequest = true
      case .pagingVariableUnused: misnamedVariables.insert(Self.owner(finding))
      case .headerSlip: misspeltHeaders.formUnion(finding.suggestions)
      case .testUnknownResult:
        if finding.range.file.path.hasSuffix("/connector.yaml") {
          misnamedResults.formUnion(Self.word(finding))
        }
      case .wrongType:
        if finding.path?.hasSuffix(".let") == true {
          withoutNames.insert(ObjectIdentifier(finding.range.file))
        }
      case .testExpectedUnmapped: unfilled += Self.word(finding)
      case .webhookBodyNotSigned: isBodyUnsigned = true
      default: break
      }
    }
  }

  /// Whether a finding is about a mistake that another one tells of.
  func hold(_ finding: Finding) -> Bool {
    switch finding.rule {
    // A limit for a path that a request has under another spelling is right.
    case .pathsMatchNothing: Self.isNear(Self.unquoted(finding.range.text), misspeltPaths)
    case .staleNotMapped, .unsentPart: hasMisspeltRequest
    case .graphQLVariable: misnamedVariables.contains(Self.owner(finding))
    case .testMisnamedHeader: misspeltHeaders.contains { finding.message.contains("`\($0)`") }
    case .testUnknownResult:
      !finding.range.file.path.hasSuffix("/connector.yaml")
        && !misnamedResults.isDisjoint(with: Self.word(finding))
    case .unknownPath: withoutNames.contains(ObjectIdentifier(finding.range.file))
    case .testUnexpectedField:
      Self.word(finding).contains { Self.isNear($0, unfilled) }
    case .webhookTimestampNotSigned: isBodyUnsigned
    default: false
    }
  }

  private static func isNear(_ word: String, _ others: [String]) -> Bool {
    !others.isEmpty && !Suggestions.nearest(to: word, among: others).isEmpty
  }

  /// The name that a message is about.
  private static func word(_ finding: Finding) -> [String] {
    finding.message.split(separator: "`", omittingEmptySubsequences: false).dropFirst().prefix(1).map(
      String.init)
  }

  private static func owner(_ finding: Finding) -> String {
    (finding.path ?? "").split(separator: ".").prefix(2).joined(separator: ".")
  }

  private static func unquoted(_ text: String) -> String { text.filter { $0 != "\"" && $0 != "'" } }
}
