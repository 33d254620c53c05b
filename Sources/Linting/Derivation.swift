internal import Diagnostics
internal import Language

/// Tells which findings only follow from others of the same connector.
///
/// Some findings conclude from what is absent, unused, or does not fit what was recorded. Where something could not be read such a
/// conclusion is about the same mistake, so it waits until that is put right.
struct Derivation {
  /// What was found in one connector, its mappings and its tests.
  private struct Known {
    /// Owners of mistakes that are none of names, by file.
    var owners: [ObjectIdentifier: Set<String>] = [:]
    /// Owners of what only recorded deliveries show, by file: a wrong name may be why they show it.
    var doubted: [ObjectIdentifier: Set<String>] = [:]
    /// Owners of mistakes that the text alone shows, in the connector's own file.
    var misread: Set<String> = []
    /// A stream's form could not be read, so that what is recorded of which stream, and what others take over from it, is not known.
    var hasUnreadStreams = false
    /// Something is wrong in the tests, which tell what is recorded of which stream.
    var hasWrongTests = false
    /// Owners of expressions with names that are declared nowhere, by file.
    var unnamed: [ObjectIdentifier: Set<String>] = [:]
    var connectorFile: ObjectIdentifier?
    /// Something is wrong in the connector or in a mapping.
    var isWrong = false
    /// A test expects something else than comes, perhaps of the words that no case of an enum names.
    var hasOtherExpectations = false
    /// What an alias stands for is marked nowhere: whatever held it is gone, and what is told of that is no consequence.
    var hasLostAnchor = false
    /// Something more than a leftover was found in the connector's own file.
    var hasMore = false
  }

  private var known: [String: Known] = [:]

  init(_ findings: [Finding]) {
    for finding in findings {
      let place = Place(finding)
      guard let connector = place.connector else { continue }
      let file = ObjectIdentifier(finding.range.file)
      if place.isConnectorFile { known[connector, default: Known()].connectorFile = file }
      let role = Role(finding)
      // A key that is misspelt is missing where others take it over.
      let isOfForm =
        Self.ofForm.contains(finding.rule.id) || finding.rule == .unknownKey && !finding.suggestions.isEmpty
      if place.isConnectorFile, isOfForm, place.owner.hasPrefix("streams") {
        known[connector, default: Known()].hasUnreadStreams = true
      }
      let isOfAnchor =
        finding.rule.id == "yaml/unknown-alias" && finding.suggestions.isEmpty && place.isConnectorFile
      if isOfAnchor { known[connector, default: Known()].hasLostAnchor = true }
      if role == .primary, !isOfAnchor,
        finding.severity == .error || Self.asGoodAsErrors.contains(finding.rule.id)
      {
        if Self.restsOnDeliveries(finding, place) || Self.restsOnNames(finding, place) {
          known[connector, default: Known()].doubted[file, default: []].insert(place.owner)
        } else {
          known[connector, default: Known()].owners[file, default: []].insert(place.owner)
        }
        if place.isTests {
          known[connector, default: Known()].hasWrongTests = true
        } else {
          known[connector, default: Known()].isWrong = true
        }
        if place.isConnectorFile, finding.rule != .unrecordedPath {
          known[connector, default: Known()].misread.insert(place.owner)
        }
      }
      // Which stream a recording is of follows from the tests, and from what the streams are called.
      if Self.misattributing.contains(finding.rule.id) {
        known[connector, default: Known()].hasWrongTests = true
      }
      if place.isTests, Self.ofExpectations.contains(finding.rule.id) {
        known[connector, default: Known()].hasOtherExpectations = true
      }
      if role == .name, finding.severity == .error {
        if place.isConnectorFile { known[connector, default: Known()].misread.insert(place.owner) }
        known[connector, default: Known()].unnamed[file, default: []].insert(place.owner)
      }
      if role != .leftover, finding.severity > .info,
        !place.isTests || role == .primary || Self.missing.contains(finding.rule.id)
      {
        known[connector, default: Known()].hasMore = true
      }
    }
  }

  private static func restsOnDeliveries(_ finding: Finding, _ place: Place) -> Bool {
    finding.rule == .unrecordedPath && place.owner == "webhooks"
  }

  /// All of `webhooks` sees the same few values: what is of no use in one expression was perhaps made by another one.
  private static func restsOnNames(_ finding: Finding, _ place: Place) -> Bool {
    finding.rule == .wrongArgument && place.owner == "webhooks"
  }

  func isDerived(_ finding: Finding) -> Bool {
    let place = Place(finding)
    guard let connector = place.connector, let known = known[connector] else { return false }
    let file = ObjectIdentifier(finding.range.file)
    if known.hasLostAnchor, finding.rule != .strayMapping,
      Role(finding) != .primary || finding.rule == .unknownPath
    {
      return true
    }
    let named = known.owners[file] ?? []
    let own = named.union(known.doubted[file] ?? [])
    let ofConnector = known.connectorFile.flatMap { known.owners[$0] } ?? []
    switch Role(finding) {
    case .primary:
      // A path of a mapping is held against records that the stream could not be asked for.
      if Self.restsOnDeliveries(finding, place) {
        return known.misread.contains("webhooks") || known.hasWrongTests
      }
      if Self.restsOnNames(finding, place) { return known.unnamed[file]?.contains("webhooks") ?? false }
      if finding.rule.id == "mapping/case-never-seen" { return known.hasWrongTests || known.hasUnreadStreams }
      let isOfEvidence = finding.rule == .unknownPath || finding.rule == .unrecordedPath
      if isOfEvidence, known.hasUnreadStreams, place.isConnectorFile { return true }
      guard finding.rule == .unknownPath, let stream = place.mappedStream else { return false }
      // What is given to each slice is perhaps added to its records as well.
      let unnamed = known.connectorFile.flatMap { known.unnamed[$0] } ?? []
      // A name that resembles a recorded one is a slip, whatever else is wrong at the top of the connector.
      let isBare = finding.suggestions.isEmpty
      return ofConnector.contains("streams.\(stream)") || isBare && ofConnector.contains("")
        || unnamed.contains("streams.\(stream)")
    case .name:
      if finding.rule == .testUnknownInput, let file = known.connectorFile,
        let unnamed = known.unnamed[file], unnamed.contains(where: { $0.hasPrefix("actions.") })
      {
        return true
      }
      if !place.isConnectorFile {
        return ofConnector.contains("") || ofConnector.contains(Self.declaring(finding))
      }
      return named.contains("") || named.contains(Self.declaring(finding)) || named.contains(place.owner)
    case .judgement:
      // What holds for all requests holds for those of a stream.
      var around: Set<String> = [place.owner, "", "http"]
      // What signs in is judged wherever something wants it renewed.
      if finding.rule.area == "auth" || finding.rule == .credentialNotSecret { around.insert("auth") }
      if !own.isDisjoint(with: around) { return true }
      // What nobody captured without a sign-in is the consequence there, not the cause.
      if let unnamed = known.unnamed[file], !unnamed.isDisjoint(with: around), finding.rule != .authMissing {
        return true
      }
      if known.hasWrongTests || known.hasUnreadStreams, Self.fromTests.contains(finding.rule.id) {
        return true
      }
      if known.hasOtherExpectations, finding.rule == .enumNotExhaustive { return true }
      if let stream = place.mappedStream,
        ofConnector.contains("streams.\(stream)")
          || known.connectorFile.flatMap({ known.unnamed[$0] })?.contains("streams.\(stream)") ?? false
      {
        return true
      }
      return !place.isConnectorFile && (ofConnector.contains("") || (place.isTests && known.isWrong))
    case .leftover: return known.hasMore || !own.isEmpty
    }
  }

  private static let misattributing: Set<String> = [
    "test/unknown-stream", "test/unknown-recording", "mapping/stray", "request/unknown-stream",
    "test/incomplete-delivery",
  ]

  /// Mistakes of form, which hide what was meant.
  private static let ofForm: Set<String> = [
    "spec/missing-key", "spec/wrong-type", "spec/unknown-type",
  ]

  /// Warnings that explain what else is found as errors do.
  private static let asGoodAsErrors: Set<String> = [
    "request/name-slip", "request/word-slip", "mapping/case-never-seen", "test/since-unused",
  ]

  /// What tests use and the connector does not have: what nothing needs may have been for that.
  private static let missing: Set<String> = [
    "test/no-webhooks", "test/unknown-action", "test/unknown-stream",
  ]

  private static let ofExpectations: Set<String> = [
    "test/value-mismatch", "test/unexpected-field", "test/count-mismatch", "test/vacuous", "test/wrong-type",
    "test/unnamed-record",
  ]

  /// What is concluded from the tests, wherever it is told.
  private static let fromTests: Set<String> = [
    "request/never-recorded", "webhook/untested", "webhook/unhandled-delivery", "webhook/event-never-seen",
    "webhook/challenge-not-tested", "mapping/stale-not-mapped", "paging/end-not-recorded",
    "paging/start-not-recorded", "mapping/enum-not-exhaustive", "mapping/case-never-seen",
    "request/records-not-a-list", "request/key-not-in-records", "request/duplicate-keys",
    "test/unmatched-exchange", "request/other-fields", "request/unsent-part", "mapping/moment-unmapped",
    "test/failure-unsaid",
  ]

  /// The section in which the name would be declared.
  private static func declaring(_ finding: Finding) -> String {
    let name = finding.rule.id
    if name.hasSuffix("account-value") { return "auth" }
    return name.hasSuffix("setting")
      ? "settings" : name.hasSuffix("stream") || name.hasSuffix("stray") ? "streams" : "actions"
  }
}

extension Derivation {
  /// What a finding rests on.
  enum Role {
    /// What is written there is wrong by itself.
    case primary
    /// A name that is declared nowhere that could be read.
    case name
    /// Follows from several places taken together.
    case judgement
    /// Something that nothing needs.
    case leftover

    init(_ finding: Finding) {
      let id = finding.rule.id
      if Self.leftovers.contains(id), finding.suggestions.isEmpty {
        self = .leftover
      } else if Self.names.contains(id) {
        self = .name
      } else if Self.statements.contains(id)
        || id == "mapping/case-never-seen" && !finding.suggestions.isEmpty
      {
        self = .primary
      } else {
        self =
          Self.judging.contains(finding.rule.area) || Self.judgements.contains(id) ? .judgement : .primary
      }
    }

    static let leftovers: Set<String> = [
      "spec/unused-setting", "test/unused-recording", "test/unmatched-exchange", "test/untested-stream",
      "mapping/unused-source-key", "mapping/unused-name",
      "request/unused-input", "webhook/untested", "test/none",
    ]
    static let names: Set<String> = [
      "request/unknown-stream", "webhook/unknown-stream", "test/unknown-stream", "test/unknown-action",
      "test/unknown-setting",
      "test/missing-setting", "test/unknown-input", "test/missing-input", "test/unknown-result",
      "mapping/stray", "spec/unknown-setting",
      "spec/unknown-account-value", "spec/unknown-input", "spec/unknown-variable",
      "spec/variable-not-available",
    ]
    /// Right or wrong whatever else is.
    static let statements: Set<String> = [
      "request/unrecorded-path", "request/unrecorded-header", "request/path-placeholder-style",
      "request/name-slip", "request/word-slip", "request/header-slip", "request/records-wrapped",
      "request/no-base-address",
      "request/no-leading-slash", "test/no-recording", "request/body-on-get",
      "test/unknown-recording",
      "test/unknown-field", "test/unknown-enum-value", "test/unknown-model", "test/recording-syntax",
      "test/wrong-type",
      "test/bad-setting", "test/bad-moment", "test/bad-input", "test/since-unused", "webhook/split-fails",
      "security/plain-http", "security/credentials-in-address", "test/unredacted",
    ]
    static let judging: Set<String> = ["paging", "webhook", "test", "security", "rate", "request"]
    static let judgements: Set<String> = [
      "mapping/enum-not-exhaustive", "mapping/case-never-seen", "mapping/required-unmapped",
      "mapping/identity-unmapped", "mapping/stale-not-mapped", "mapping/moment-unmapped",
      "auth/nothing-to-refresh", "auth/secret-missing", "auth/scopes-unused", "auth/no-check", "auth/missing",
      "auth/setting-of-one-case",
    ]
  }

  /// Where a finding stands, as far as mistakes reach.
  struct Place {
    let connector: String?
    let isConnectorFile: Bool
    let isTests: Bool
    /// The stream that the mapping it stands in is for.
    let mappedStream: String?
    /// `streams.employees`, `auth`, `cases[3]`; empty for the document as a whole.
    let owner: String
    /// The same where more has names than streams, actions and settings, and of a mapping its stream: `streams.employees`, `http.query`.
    let stream: String

    init(_ finding: Finding) {
      let parts = finding.range.file.path.split(separator: "/")
      connector =
        parts.count > 2 && (parts[0] == "connectors" || parts[0] == "mappings") ? String(parts[1]) : nil
      isConnectorFile = parts.last == "connector.yaml"
      isTests = parts.first == "connectors" && !isConnectorFile
      mappedStream = parts.first == "mappings" ? parts.last.map { String($0.dropLast(5)) } : nil
      let components = (finding.path ?? "").split(separator: ".").map(String.init)
      let isNamed = ["streams", "actions", "settings"].contains(components.first ?? "")
      owner = components.prefix(isNamed ? 2 : 1).joined(separator: ".")
      stream = mappedStream.map { "streams.\($0)" } ?? components.prefix(2).joined(separator: ".")
    }
  }
}
