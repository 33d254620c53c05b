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
  /// Mappings that leave out something under a name that no record has.
  private var withStaleNames: Set<ObjectIdentifier> = []
  /// Headers that deliveries have under another name.
  private var misnamedHeaders: Set<String> = []
  /// Streams of which it is told that a request of theirs was not recorded.
  private var withoutRequest: Set<String> = []
  /// Headers of deliveries that look like known ones.
  private var misspeltHeaders: Set<String> = []
  /// Results that cases expect of an action, told where the action declares them.
  private var misnamedResults: Set<String> = []
  /// Mappings whose `let` could not be read.
  private var withoutNames: Set<ObjectIdentifier> = []
  /// Fields of which it is told that nothing fills them.
  private var unfilled: [String] = []
  /// The same with the models of mappings that lack them.
  private var unfilledModels: Set<String> = []
  private var isBodyUnsigned = false
  /// The folders of connectors that call themselves otherwise, by those names: what lies under the name is theirs.
  private var misnamedFolders: [String: String] = [:]
  /// Folders of mappings for which there is no stream.
  private var strayFolders: Set<String> = []
  /// Files that cannot be read as they were meant: what was to be said there seems missing.
  private var misread: Set<ObjectIdentifier> = []
  /// Streams of which it is told that they lack `changes`: what was recorded of their requests was sent by these.
  private var withoutChanges: Set<String> = []
  /// Connectors that extend one that does not exist: what seems missing stands there.
  private var withoutFamily: Set<String> = []
  /// Connectors that do not say how to sign in: nothing is captured there.
  private var withoutSignIn: Set<String> = []
  /// What was told of which connector, in the words of `note`.
  private var told: Set<String> = []
  /// Where runs of findings of one cause begin.
  private var runs: [String: Run] = [:]
  /// Where each cause that shows at several places was told first.
  private var firsts: [String: SourceRange] = [:]

  /// Lines with aliases that stand for nothing, which is told of these.
  private let aliases: Set<String>

  init(_ findings: [Finding], aliases: Set<String>) {
    self.aliases = aliases
    for finding in findings {
      if let run = Self.run(finding) { runs[run, default: Run(finding.range)].add(finding) }
      for cause in Self.causes(finding) where firsts[cause] == nil { firsts[cause] = finding.range }
      note(finding)
      switch finding.rule {
      case .neverRecorded:
        misspeltPaths.append(finding.subject)
        withoutRequest.insert(Self.owner(finding))
        if !finding.suggestions.isEmpty || !finding.related.isEmpty { hasMisspeltRequest = true }
      case .testUnmatchedExchange:
        guard !finding.suggestions.isEmpty, finding.range.file.path.hasSuffix("/connector.yaml") else {
          continue
        }
        misspeltPaths.append(finding.subject)
        hasMisspeltRequest = true
      case .staleNotMapped: withStaleNames.insert(ObjectIdentifier(finding.range.file))
      case .addressSlip: hasMisspeltRequest = true
      case .pagingVariableUnused: misnamedVariables.insert(Self.owner(finding))
      case .nameMismatch: misnamedFolders[finding.subject] = Self.folder(finding)
      case .strayMapping: strayFolders.insert(Self.folder(finding))
      case .testMisnamedHeader: misnamedHeaders.formUnion(finding.suggestions.map { $0.lowercased() })
      case .headerSlip: misspeltHeaders.formUnion(finding.suggestions)
      case .testUnknownResult:
        if finding.range.file.path.hasSuffix("/connector.yaml") {
          misnamedResults.insert(finding.subject)
        }
      case .wrongType:
        if finding.path?.hasSuffix(".let") == true {
          withoutNames.insert(ObjectIdentifier(finding.range.file))
        }
      case .testSinceUnused:
        if finding.range.file.path.hasSuffix("/connector.yaml") { withoutChanges.insert(Self.owner(finding)) }
      case .authMissing, .chooseMissingCase: withoutSignIn.insert(Self.folder(finding))
      case .unknownConnector: withoutFamily.insert(Self.folder(finding))
      case .unknownKey:
        if finding.suggestions.first == "extends" { withoutFamily.insert(Self.folder(finding)) }
      case .testExpectedUnmapped:
        unfilled.append(finding.subject)
        unfilledModels.insert("\(finding.path ?? "") \(finding.subject) \(finding.range.file.path)")
      case .webhookBodyNotSigned: isBodyUnsigned = true
      // What an alias stands for is missing, and all else was read.
      case _ where finding.rule.id == "yaml/unknown-alias": break
      // A number as a key hides nothing of the rest.
      case _ where finding.rule.id == "yaml/non-string-key": break
      case _ where finding.rule.area == "yaml" && finding.severity == .error:
        misread.insert(ObjectIdentifier(finding.range.file))
      default: break
      }
    }
  }

  /// Whether a finding is about a mistake that another one tells of.
  func hold(_ finding: Finding) -> Bool {
    if let run = Self.run(finding), let known = runs[run], known.isOneCause, known.first != finding.range {
      return true
    }
    if Self.causes(finding).contains(where: { firsts[$0] != finding.range }) { return true }
    if followsFromLoss(finding) { return true }
    if finding.rule != .unknownConnector, finding.suggestions.first != "extends", !withoutFamily.isEmpty,
      let connector = Derivation.Place(finding).connector, withoutFamily.contains(connector)
    {
      return true
    }
    return holdsAlone(finding)
  }

  // MARK: What is gone as a whole

  /// Causes that show wherever something is used: each is told where it shows first.
  private static func causes(_ finding: Finding) -> [String] {
    let connector = connector(finding)
    // What is still a list has none of the fields of its elements.
    if finding.rule == .expressionType, let element = finding.about {
      return ["\(connector) list \(element)"]
    }
    if finding.rule.id == "request/placement-needs-body" { return ["\(connector) body \(owner(finding))"] }
    guard finding.suggestions.isEmpty else { return [] }
    switch finding.rule.id {
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
    // What was lost may have held several of the anchors that others refer to.
    case "yaml/unknown-alias": return ["\(connector) alias"]
    // What each slice adds to the records is part of their keys, and of those of the streams below.
    case "request/key-not-in-records":
      return ["\(connector) \(finding.message)", "\(connector) key \(owner(finding))"]
    case "mapping/unknown-path":
      return
        (finding.path?.hasPrefix("models") ?? false ? ["\(finding.range.file.path) \(finding.message)"] : [])
        + ["\(connector) name \(finding.subject)"]
    // What is not taken apart as it should be has none of the keys of its parts.
    case "request/unrecorded-path":
      return owner(finding).hasPrefix("webhooks") ? ["\(connector) deliveries"] : []
    case "spec/bad-default", "test/bad-setting": return ["\(connector) value \(finding.subject)"]
    default: return []
    }
  }

  /// Whether a finding only shows that something is gone, which is told by its name.
  private func followsFromLoss(_ finding: Finding) -> Bool {
    let connector = Self.connector(finding)
    let subject = finding.subject
    func isTold(_ rules: String...) -> Bool { rules.contains { told.contains("\(connector) \($0)") } }
    func isToldOfOwner(_ rule: String) -> Bool {
      told.contains("\(connector) \(rule) \(Self.owner(finding))")
    }
    switch finding.rule.id {
    // The scopes and paths were those of a stream or an action that is gone.
    case "auth/other-scopes", "rate/paths-match-nothing":
      return isTold(
        "mapping/stray", "test/unknown-stream", "test/unknown-action", "webhook/unknown-stream",
        "request/no-leading-slash")
    case "mapping/unknown-path":
      if let stream = Derivation.Place(finding).mappedStream, finding.suggestions.isEmpty,
        told.contains("\(connector) request/key-not-in-records streams.\(stream)")
      {
        return true
      }
      if finding.suggestions.isEmpty,
        isTold("spec/variable-not-available") || told.contains("\(connector) request/unsent-part check")
      {
        return true
      }
      return told.contains("\(connector) no key \(subject)")
        || told.contains("\(connector) no variable \(subject)")
    // A way to sign in whose word the setting lost.
    case "auth/choose-unknown-case":
      return told.contains("\(connector) no default \(subject)")
    case "spec/setting-never-is":
      return told.contains("\(connector) no default \(subject)")
        || told.contains("\(connector) no value \(subject)")
    case "test/bad-setting": return told.contains("\(connector) no value \(subject)")
    case "paging/deletions-unsaid": return isTold("test/no-webhooks", "webhook/missing-part")
    case "paging/listing-within-windows": return isToldOfOwner("test/since-unused")
    // It is not known where the moment was to be sent.
    case "paging/cursor-never-sent": return isToldOfOwner("request/never-recorded")
    case "request/unsent-part":
      return isTold("request/no-leading-slash", "paging/cursor-never-sent")
    case "request/path-parameter-missing": return isTold("auth/missing")
    case "spec/unknown-setting": return told.contains("\(connector) misnamed \(subject)")
    case "request/key-not-in-records": return isToldOfOwner("request/no-leading-slash")
    case "request/unrecorded-header": return isTold("tests of another form")
    // The word for what is gone was read by the deletions.
    case "mapping/enum-not-exhaustive":
      return Derivation.Place(finding).mappedStream.map {
        told.contains("\(connector) paging/deletions-unsaid streams.\($0)")
      } ?? false
    case "test/other-failure": return told.contains("slip \(Derived.line(of: finding))")
    case "test/expected-unmapped":
      return finding.range.file.path.hasSuffix("/tests.yaml")
        && told.contains("\(connector) moment \(subject)")
    // It would be used by what signs in.
    case "webhook/setting-of-all":
      return isTold("spec/unknown-variable", "spec/unknown-setting", "auth/missing")
    // What ended a stream is a failure now.
    case "paging/no-end": return isTold("test/other-failure")
    case "request/name-slip": return isTold("webhook/split-fails")
    case "test/other-answer": return isTold("webhook/no-replay-window")
    case "test/since-unused":
      return isTold("yaml/unknown-alias", "spec/unknown-key", "spec/variable-not-available")
    // What was captured is missed where it is read.
    case "auth/session-token-not-sent": return isTold("spec/variable-not-available")
    case "auth/other-sign-in":
      // And a way that is misspelt is none of the others.
      if isTold("auth/choose-missing-case", "auth/choose-unknown-case") { return true }
      if isTold("settings of another form") || told.contains("\(connector) spec/missing-key auth") {
        return true
      }
      return finding.about == "capture" && isTold("spec/variable-not-available", "spec/unknown-account-value")
        || finding.about == "settings"
          && isTold("test/bad-setting", "test/unknown-setting", "spec/unknown-setting", "spec/bad-default")
    case "test/other-settings": return isTold("test/unknown-setting")
    case "test/incomplete-delivery": return isTold("spec/unknown-variable")
    case "spec/unused-setting": return isTold("webhook/no-account")
    case "auth/setting-of-one-case": return isTold("auth/assertion-claims", "auth/secret-missing")
    case "mapping/stray": return told.contains("\(connector) spec/missing-key exchange")
    case "request/records-not-a-list": return isTold("test/other-failure")
    case "request/slice-unused": return isTold("spec/unknown-variable", "request/unsent-part")
    case "paging/start-not-recorded": return isTold("request/unsent-part")
    case "mapping/case-never-seen": return finding.severity == .info && isTold("request/unsent-part")
    // What is none of what belongs there may have held the anchors.
    case "yaml/unknown-alias":
      return finding.suggestions.isEmpty && isTold("another thing", "spec/missing-key")
    // What is asked for follows from what comes.
    case "test/no-recording": return finding.severity == .warning && isTold("wrong webhooks")
    case "test/nothing-fails": return isTold("rate/success-without-when", "test/other-failure")
    case "test/no-error-recorded": return isTold("test/nothing-fails")
    case "test/unmatched-exchange":
      return isTold(
        "paging/feed-without-one", "test/no-webhooks", "spec/unknown-account-value", "auth/no-check")
    case "paging/size-not-sent": return isToldOfOwner("paging/cursor-never-sent")
    case "paging/sent-format": return isToldOfOwner("paging/cursor-format")
    default: return false
    }
  }

  /// Keeps in mind what a finding tells of, for those that follow from it.
  private mutating func note(_ finding: Finding) {
    let connector = Self.connector(finding)
    told.insert("\(connector) \(finding.rule.id)")
    if finding.rule.area == "webhook" { told.insert("\(connector) wrong webhooks") }
    switch finding.rule.id {
    case "spec/wrong-type" where !aliases.contains(Derived.line(of: finding)):
      told.insert("\(connector) another thing")
      if finding.path?.hasPrefix("settings.") ?? false {
        told.insert("\(connector) settings of another form")
      }
      if Derivation.Place(finding).isTests { told.insert("\(connector) tests of another form") }
    case "spec/unused-setting":
      for name in finding.suggestions { told.insert("\(connector) misnamed \(name)") }
    case "request/name-slip": told.insert("slip \(Derived.line(of: finding))")
    case "mapping/moment-unmapped": told.insert("\(connector) moment \(finding.subject)")
    case "spec/unknown-variable": told.insert("\(connector) no variable \(finding.subject)")
    case "paging/cursor-not-in-records" where finding.suggestions.isEmpty:
      told.insert("\(connector) no key \(finding.subject)")
    case "request/key-not-in-records" where finding.suggestions.isEmpty || finding.about != nil:
      told.insert("\(connector) \(finding.rule.id) \(Self.owner(finding))")
      told.insert("\(connector) no key \(finding.subject)")
    case "paging/cursor-never-sent", "paging/cursor-format", "spec/missing-key", "paging/deletions-unsaid",
      "request/never-recorded", "request/no-leading-slash", "test/since-unused":
      told.insert("\(connector) \(finding.rule.id) \(Self.owner(finding))")
      if Derivation.Place(finding).isTests { told.insert("\(connector) tests of another form") }
    case "request/unsent-part" where finding.path?.hasPrefix("check") ?? false:
      told.insert("\(connector) request/unsent-part check")
    case "spec/bad-default":
      told.insert("\(connector) no default \(finding.subject)")
    case "auth/choose-unknown-case":
      told.insert("\(connector) no value \(finding.subject)")
    default: break
    }
  }

  private static func connector(_ finding: Finding) -> String {
    Derivation.Place(finding).connector ?? finding.range.file.path
  }

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

  private func holdsAlone(_ finding: Finding) -> Bool {
    switch finding.rule {
    // A limit for a path that a request has under another spelling is right.
    case .pathsMatchNothing: Self.isNear(finding.subject, misspeltPaths)
    case .variableNotAvailable:
      finding.subject == "account" && withoutSignIn.contains(Self.folder(finding))
    case .unknownAccountValue: withoutSignIn.contains(Self.folder(finding))
    // It may be a family's that is not extended.
    case .testUnknownSetting:
      finding.suggestions.isEmpty && withoutSignIn.contains(Self.folder(finding))
    case .momentUnmapped:
      withStaleNames.contains(ObjectIdentifier(finding.range.file))
        || unfilledModels.contains("\(finding.path ?? "") \(finding.subject) \(finding.range.file.path)")
    case .staleNotMapped: hasMisspeltRequest
    case .unsentPart:
      hasMisspeltRequest || withoutChanges.union(withoutRequest).contains(Self.owner(finding))
    case .unrecordedHeader: misnamedHeaders.contains(finding.subject.lowercased())
    case .graphQLVariable: misnamedVariables.contains(Self.owner(finding))
    case .testMisnamedHeader:
      misspeltHeaders.contains(finding.subject) || !misspeltHeaders.isDisjoint(with: finding.suggestions)
    case .testUnknownResult:
      !finding.range.file.path.hasSuffix("/connector.yaml")
        && misnamedResults.contains(finding.subject)
    case .unknownPath: withoutNames.contains(ObjectIdentifier(finding.range.file))
    case .testUnexpectedField: Self.isNear(finding.subject, unfilled)
    case .webhookTimestampNotSigned: isBodyUnsigned
    case .missingKey, .wrongType, .testNoRecording: misread.contains(ObjectIdentifier(finding.range.file))
    case .strayMapping:
      misnamedFolders[Self.folder(finding)] != nil || withoutSignIn.contains(Self.folder(finding))
    case .testUnknownModel:
      misnamedFolders.contains { strayFolders.contains($0.key) && $0.value == Self.folder(finding) }
    default: false
    }
  }

  private static func isNear(_ word: String, _ others: [String]) -> Bool {
    !others.isEmpty && !Suggestions.nearest(to: word, among: others).isEmpty
  }

  /// Whose file it is in: `acme` of `mappings/acme/employees.yaml`.
  private static func folder(_ finding: Finding) -> String {
    let parts = finding.range.file.path.split(separator: "/")
    return parts.count > 2 ? String(parts[parts.count - 2]) : ""
  }

  private static func owner(_ finding: Finding) -> String {
    (finding.path ?? "").split(separator: ".").prefix(2).joined(separator: ".")
  }
}
