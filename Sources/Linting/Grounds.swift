internal import Diagnostics
internal import Language

/// Something of a connector that findings rest on.
///
/// Where one finding tells that it is wrong, those that rest on it say nothing new. `doubted` and `of` are the one place where each kind of
/// finding says what it puts in doubt, and what it rests on.
enum Ground: Hashable {
  /// What a rule tells of.
  case told(String)
  /// Which streams, actions and addresses there are.
  case calls
  /// Which recorded request is whose: of anything, and of one stream.
  case requests
  case requestsOf(String)
  /// How a stream sends its moments, and whether one does at all.
  case moments
  case momentsOf(String)
  /// What was asked for when the replies were recorded.
  case asked
  /// What `check` asks for, of which the records are perhaps.
  case check
  /// That one signs in, and in which way.
  case signIn, wayIn
  /// What expressions may read.
  case variables, settings
  /// What streams are read for, and what one of these is called.
  case slices, slice(String)
  case setting(String)
  /// The default and the values of a setting.
  case defaultValue(String)
  case value(String)
  /// What is read of records, in any stream or in one.
  case key(String)
  case keysOf(String)
  case deletionsOf(String)
  case graphQLOf(String)
  /// What is a failure, and what the end.
  case failures
  case webhooks
  case header(String)
  case deliveredHeader(String)
  case result(String)
  /// A field of a model, which nothing fills, and what such fields are called.
  case field(String, of: String)
  case fieldName(String)
  /// What is said of a field that a model does not have.
  case modelField(String)
  case moment(String)
  /// What cases name of the records that come.
  case expectations
  /// Whether what stands in a block is what belongs there: anchors may have stood in it.
  case blocks, anchors
  /// A key that a block needs and does not have: what it was to hold may have been marked for others.
  case missing(String)
  case block(String)
  /// A section of the connector, and all that is written in it.
  case section(String)
  case formOfTests
  case line(String)
  /// Files that could not be read as they were meant, whose `let` could not, and that leave out what is not there.
  case text(String)
  /// A file whose lines do not lie as far in as they should.
  case indentation(String)
  case names(String)
  case leftOut(String)
  /// What the connector is called.
  case name
  /// What the connector extends, where all that seems missing may stand.
  case family
}

extension Ground {
  /// What a finding puts in doubt.
  ///
  /// - Parameter standsForNothing: The finding is of an alias without an anchor.
  static func doubted(by finding: Finding, _ place: Derivation.Place, standsForNothing: Bool) -> [Ground] {
    let subject = finding.subject
    let file = finding.range.file.path
    let owner = place.stream
    let isBare = finding.suggestions.isEmpty
    switch finding.rule.id {
    case "mapping/stray", "test/unknown-stream", "test/unknown-action", "webhook/unknown-stream":
      return [.calls]
    case "request/no-leading-slash": return [.calls, .requests, .requestsOf(owner), .keysOf(owner)]
    case "request/address-slip": return [.requests]
    case "request/never-recorded":
      return [.requestsOf(owner)] + (isBare && finding.related.isEmpty ? [] : [.requests])
    case "test/unmatched-exchange": return !isBare && place.isConnectorFile ? [.requests] : []
    case "test/since-unused": return [.requestsOf(owner), .momentsOf(owner)]
    case "paging/cursor-never-sent": return [.moments, .momentsOf(owner)]
    case "paging/cursor-format": return [.momentsOf(owner)]
    case "request/unsent-part": return [.asked] + (finding.path?.hasPrefix("check") ?? false ? [.check] : [])
    case "auth/missing": return [.signIn]
    case "auth/choose-missing-case": return [.signIn, .wayIn]
    case "auth/choose-unknown-case": return [.wayIn, .value(subject)]
    case "spec/variable-not-available", "spec/unknown-account-value": return [.variables]
    case "spec/unknown-variable": return [.variables, .key(subject)] + (isBare ? [] : [.slice(subject)])
    case "spec/unknown-setting", "test/unknown-setting", "test/bad-setting": return [.settings]
    case "spec/unused-setting": return finding.suggestions.flatMap { [.setting($0), .wayIn] }
    case "spec/bad-default": return [.settings, .defaultValue(subject)]
    case "paging/cursor-not-in-records": return isBare ? [.key(subject)] : []
    case "request/key-not-in-records":
      return isBare || finding.about != nil ? [.key(subject), .keysOf(owner)] : []
    case "paging/deletions-unsaid": return [.deletionsOf(owner)]
    case "paging/variable-unused": return [.graphQLOf(owner)]
    case "test/other-failure", "rate/success-without-when": return [.failures]
    case "webhook/setting-of-all": return [.webhooks, .setting(subject)]
    case "test/misnamed-header": return finding.suggestions.map { .deliveredHeader($0.lowercased()) }
    case "request/header-slip": return finding.suggestions.map { .header($0) }
    case "test/unknown-result":
      return place.isConnectorFile ? [.result(subject), .result(finding.range.text)] : []
    case "test/unexpected-field": return place.isTests ? [.expectations] : []
    case "test/expected-unmapped":
      return [
        .field(subject, of: "\(file) \(finding.path ?? "")"), .fieldName(subject),
        .fieldName(finding.range.text),
      ]
    case "mapping/moment-unmapped": return [.moment(subject)]
    case "mapping/unknown-field": return [.modelField(finding.message)]
    case "mapping/stale-not-mapped": return [.leftOut(file)]
    case "request/name-slip": return [.line(Derived.line(of: finding))]
    case "spec/name-mismatch": return [.name]
    case "spec/unknown-connector": return [.family]
    case "spec/unknown-key":
      return finding.suggestions.first == "extends"
        ? [.family] : place.owner.isEmpty ? finding.suggestions.prefix(1).map { .section($0) } : []
    case "spec/missing-key":
      return place.isTests
        ? [.blocks, .formOfTests]
        : [.blocks, .block(owner)] + finding.evidence.map { .missing($0.word) }
          + (finding.about.map { [.missing($0)] } ?? [])
          + (finding.path?.contains("for_each") ?? false ? [.slices] : [])
    case "spec/wrong-type" where finding.path == "extends": return [.family]
    case "spec/wrong-type":
      let isOfNames = [".let", ".each"].contains { finding.path?.hasSuffix($0) ?? false }
      let names: [Ground] = isOfNames ? [.names(file)] : []
      if standsForNothing { return names }
      return names + [.blocks, .anchors] + (place.isTests ? [.formOfTests] : [])
        + (owner.hasPrefix("settings.") ? [.wayIn] : [])
    // A number as a key hides nothing of the rest, and of an alias only what it stands for is missing.
    case "yaml/unknown-alias", "yaml/non-string-key": return []
    case "yaml/indentation": return [.text(file), .indentation(file)]
    default:
      if finding.rule.area == "webhook" { return [.webhooks] }
      return finding.rule.area == "yaml" && finding.severity == .error ? [.text(file)] : []
    }
  }

  /// What a finding rests on.
  static func of(_ finding: Finding, _ place: Derivation.Place) -> [Ground] {
    let subject = finding.subject
    let file = finding.range.file.path
    let owner = place.stream
    let isBare = finding.suggestions.isEmpty
    switch finding.rule.id {
    case "auth/other-scopes": return [.calls]
    case "rate/paths-match-nothing": return [.calls, .requests]
    case "mapping/stale-not-mapped": return [.requests, .check]
    case "request/unsent-part":
      return [.requests, .requestsOf(owner), .moments]
        + (owner.hasPrefix("actions") ? [.told("test/unknown-action")] : [])
        + (owner.hasPrefix("auth") ? [.told("test/unknown-setting")] : [])
    case "request/key-not-in-records": return [.told("request/no-leading-slash")]
    case "paging/cursor-never-sent": return [.requests, .requestsOf(owner)]
    case "paging/listing-within-windows":
      return [
        .momentsOf(owner), .told("mapping/required-unmapped"), .told("test/expected-unmapped"),
        .told("mapping/unknown-field"), .blocks,
      ]
    case "paging/sent-format": return [.momentsOf(owner)]
    case "paging/size-not-sent": return [.momentsOf(owner), .told("request/graphql-variable")]
    case "mapping/unused-source-key": return [.deletionsOf(owner)]
    case "request/slice-unused": return [.variables, .asked]
    case "paging/start-not-recorded": return [.asked]
    case "mapping/case-never-seen": return finding.severity == .info ? [.asked] : []
    case "mapping/unknown-path":
      return [.key(subject), .names(file), .check, .formOfTests, .told("test/unknown-stream")]
        + (isBare
          ? [
            .keysOf(owner), .variables, .text("connectors/\(place.connector ?? "")/connector.yaml"),
          ]
          : [])
    case "request/unrecorded-path":
      return [.text(file), .formOfTests] + (isBare ? [.told("test/unknown-recording")] : [])
    case "mapping/enum-not-exhaustive": return [.deletionsOf(owner)]
    case "mapping/moment-unmapped":
      return [.leftOut(file), .field(subject, of: "\(file) \(finding.path ?? "")")]
    case "mapping/stray": return [.name, .signIn, .block("exchange")]
    case "request/path-parameter-missing", "spec/unknown-account-value": return [.signIn]
    case "spec/variable-not-available":
      return subject == "account" ? [.signIn] : [.slices]
    case "spec/unknown-variable": return isBare ? [.slice(subject)] : []
    case "spec/unknown-setting": return [.setting(subject)]
    case "spec/unused-setting": return [.told("webhook/no-account")]
    case "spec/bad-default": return [.told("spec/choice-title")]
    case "spec/setting-never-is": return [.defaultValue(subject), .value(subject)]
    case "auth/choose-unknown-case": return [.defaultValue(subject)]
    case "auth/other-sign-in":
      return [.wayIn, .block("auth"), .told("test/unknown-setting")]
        + (finding.about == "capture" ? [.variables] : [])
        + (finding.about == "settings" ? [.settings] : [])
    case "auth/session-token-not-sent": return [.told("spec/variable-not-available")]
    case "auth/setting-of-one-case":
      return [
        .told("auth/assertion-claims"), .told("auth/secret-missing"),
        .told("security/credential-not-secret"), .asked,
      ]
    case "webhook/setting-of-all": return [.variables, .settings, .signIn]
    case "webhook/timestamp-not-signed": return [.told("webhook/body-not-signed")]
    case "test/unknown-setting": return isBare ? [.signIn, .told("spec/unknown-setting")] : []
    case "test/since-unsaid":
      return [
        .told("test/unknown-setting"), .told("test/bad-setting"), .told("spec/bad-default"), .formOfTests,
      ]
    case "test/bad-setting": return [.value(subject)]
    case "test/missing-setting": return [.setting(subject)]
    case "test/other-settings": return [.told("test/unknown-setting"), .formOfTests]
    case "paging/short-total": return [.blocks]
    case "test/incomplete-delivery":
      return [.told("spec/unknown-variable"), .told("webhook/no-replay-window")]
    case "test/value-mismatch": return place.isTests ? [.told("webhook/unreachable-event")] : []
    case "test/no-recording": return [.text(file)] + (finding.severity == .warning ? [.webhooks] : [])
    case "test/unmatched-exchange":
      return [
        .told("paging/feed-without-one"), .told("test/no-webhooks"), .told("auth/no-check"),
        .told("spec/unknown-account-value"),
      ]
    case "test/since-unused":
      return [
        .calls, .told("yaml/unknown-alias"), .told("spec/unknown-key"), .told("spec/variable-not-available"),
      ]
    case "test/other-failure":
      return [
        .line(Derived.line(of: finding)), .told("paging/token-never-restarts"), .told("test/since-unused"),
      ]
    case "test/other-answer": return [.told("webhook/no-replay-window"), .told("test/misnamed-header")]
    case "test/expected-unmapped": return place.isTests ? [.moment(subject)] : []
    case "test/unexpected-field":
      return [.fieldName(subject), .result(subject)] + (place.isTests ? [] : [.expectations])
    case "test/unknown-result": return [.blocks] + (place.isConnectorFile ? [] : [.result(subject)])
    case "test/misnamed-header": return (finding.suggestions + [subject]).map { .header($0) }
    case "test/unknown-model": return [.name]
    case "test/unknown-field": return [.modelField(finding.message)]
    case "request/unrecorded-header": return [.formOfTests, .deliveredHeader(subject.lowercased())]
    case "request/graphql-variable": return [.graphQLOf(owner)]
    case "request/name-slip": return [.told("webhook/split-fails")]
    case "paging/deletions-unsaid":
      return [
        .told("test/no-webhooks"), .told("webhook/missing-part"), .told("webhook/unknown-stream"),
        .told("request/unsent-part"),
      ]
    case "paging/no-end": return [.told("test/other-failure")]
    case "request/records-not-a-list": return [.told("test/other-failure"), .told("test/nothing-fails")]
    case "test/nothing-fails": return [.failures]
    case "test/no-error-recorded": return [.told("test/nothing-fails")]
    case "spec/wrong-type":
      return [.text(file)]
        + (place.isTests && finding.path?.contains(".expect.") ?? false ? [.told("test/unknown-model")] : [])
    // A line that lies elsewhere than it was meant to makes keys and values of another block of those around it.
    case "spec/unknown-key", "spec/expression-type": return [.indentation(file)]
    case "spec/missing-key":
      return [.text(file), .section(String(owner.prefix { $0 != "." }))]
        + (owner.hasPrefix("settings.") ? [.setting(String(owner.dropFirst(9)))] : [])
    case "yaml/unknown-alias":
      return isBare
        ? [.anchors, .told("mapping/stray")] + (finding.range.keyBefore.map { [.missing($0)] } ?? []) : []
    default: return []
    }
  }
}

extension SourceRange {
  /// The key of the value that stands here, where both stand on one line.
  fileprivate var keyBefore: String? {
    let line = file.bytes[..<min(start, file.bytes.count)].reversed().prefix { $0 != UInt8(ascii: "\n") }
    let parts = line.reversed().split { " :-{,".utf8.contains($0) }
    return parts.last.map { String(decoding: $0, as: UTF8.self) }
  }
}
