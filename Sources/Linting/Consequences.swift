internal import Diagnostics
internal import Language

/// Which findings only follow from another one of the same connector: they rest on what that one puts in doubt.
struct Consequences {
  /// What is in doubt, by connector, and where that is told.
  private var doubted: [String: [Ground: Finding]] = [:]
  /// What connectors call themselves, by folder: what lies under the name is theirs.
  private var names: [String: String] = [:]

  /// - Parameter aliases: Lines with aliases that stand for nothing, which is told of these.
  init(_ findings: [Finding], aliases: Set<String>) {
    for finding in findings where finding.rule == .nameMismatch {
      if let folder = Derivation.Place(finding).connector { names[folder] = finding.subject }
    }
    for finding in findings {
      let place = Derivation.Place(finding)
      let grounds = Ground.doubted(
        by: finding, place, standsForNothing: aliases.contains(Derived.line(of: finding)))
      for ground in grounds + [.told(finding.rule.id)] {
        doubted[connector(place), default: [:]].merge([ground: finding]) { first, _ in first }
      }
    }
  }

  /// What a finding follows from.
  func cause(of finding: Finding) -> Finding? {
    let place = Derivation.Place(finding)
    guard let doubted = doubted[connector(place)] else { return nil }
    if let cause = doubted[.family], finding.rule != .unknownConnector, finding.suggestions.first != "extends"
    {
      return cause
    }
    return Ground.of(finding, place).lazy.compactMap { doubted[$0] }.first
  }

  private func connector(_ place: Derivation.Place) -> String {
    let folder = place.connector ?? ""
    return names[folder] ?? folder
  }
}
