internal import Diagnostics
package import Language
internal import Programs
internal import Values
internal import YAML

/// A connector as it is at one time, with the models of that time.
package struct ConnectorVersion: Sendable {
  let connector: LoadedConnector
  let models: ModelCatalogue

  package init(_ connector: LoadedConnector, _ models: ModelCatalogue) {
    self.connector = connector
    self.models = models
  }
}

/// A version that can be run, or the reason why it cannot.
struct ReadyVersion: Sendable {
  let connector: LoadedConnector
  private let ready: Result<RehearsedConnector, RunFailure>

  init(_ version: ConnectorVersion) {
    connector = version.connector
    do throws(RunFailure) {
      ready = .success(try RehearsedConnector(version.connector, models: version.models))
    } catch {
      ready = .failure(error)
    }
  }

  /// The cases, each with the connector that it belongs to: its recordings are there.
  var cases: [ForeignCase] {
    guard let file = connector.tests?.file else { return [] }
    return (file[TestFile.cases] ?? []).map { ForeignCase(owner: connector, file: file, test: $0) }
  }

  func play(_ other: ForeignCase) async -> Performance {
    switch ready {
    case .success(let ready):
      return await CaseRun(connector: ready, file: other.file, test: other.test, owner: other.owner).perform()
    case .failure(let failure):
      var performance = Performance()
      performance.failure = failure
      return performance
    }
  }
}

/// A case to be played by any version of its connector.
struct ForeignCase: Sendable {
  let owner: LoadedConnector
  let file: TestFile
  let test: TestCase

  var name: String { test[TestCase.name]?.value ?? "" }
  var place: SourceRange { test.block.valueRange(TestCase.name.key) }
}

extension ConnectorDifference {
  /// Plays all cases of both versions with both, and holds what comes against each other.
  ///
  /// A version that is missing gives nothing: every record of the other one appears, or vanishes.
  package static func between(
    _ old: ConnectorVersion?, _ new: ConnectorVersion?, named name: String
  ) async -> ConnectorDifference {
    var difference = ConnectorDifference(name: name)
    let (old, new) = (old.map { ReadyVersion($0) }, new.map { ReadyVersion($0) })
    let oldCases = old?.cases ?? []
    let newCases = new?.cases ?? []
    for test in newCases {
      let now = await new?.play(test) ?? Performance()
      var before = await old?.play(test) ?? Performance()
      // What it asked for was recorded in another way then: its own recordings show what it made of them.
      if before.isUnanswered, let own = oldCases.first(where: { $0.name == test.name }), let old {
        before = await old.play(own)
      }
      difference.note(before, now, test)
    }
    for test in oldCases where !newCases.contains(where: { $0.name == test.name }) {
      let before = await old?.play(test) ?? Performance()
      let now = await new?.play(test) ?? Performance()
      difference.note(before, now, test)
    }
    return difference
  }

  private mutating func note(_ old: Performance, _ new: Performance, _ test: ForeignCase) {
    if old.ending != new.ending {
      endings.append(Ending(name: test.name, place: test.place, old: old.ending, new: new.ending))
    }
    // Where one of them was not read to its end, what is missing says nothing.
    guard (old.failure == nil) == (new.failure == nil) else { return }
    for model in (new.models + old.models.filter { !new.models.contains($0) }) {
      note(model, old.records[model] ?? [], new.records[model] ?? [])
    }
    let (before, now) = (old.deletedRecords, new.deletedRecords)
    for record in now where !before.contains(record) && !deleted.contains(record) { deleted.append(record) }
    for record in before where !now.contains(record) && !kept.contains(record) { kept.append(record) }
  }

  private mutating func note(_ model: String, _ old: [CanonicalRecord], _ new: [CanonicalRecord]) {
    // A record may come several times, and be another one each time: they are held against each other in order.
    var before = Dictionary(grouping: old, by: \.id)
    for record in new {
      guard let own = before[record.id]?.first else {
        let record = Record(model: model, id: record.id)
        if !appearing.contains(record) { appearing.append(record) }
        continue
      }
      before[record.id]?.removeFirst()
      compared += 1
      note(own, record)
    }
    let left = Set(before.filter { !$0.value.isEmpty }.keys)
    for record in old where left.contains(record.id) {
      let record = Record(model: model, id: record.id)
      if !vanishing.contains(record) { vanishing.append(record) }
    }
  }

  private mutating func note(_ old: CanonicalRecord, _ new: CanonicalRecord) {
    let (before, now) = (old.fields, new.fields)
    let names = now.map(\.name) + before.map(\.name).filter { name in !now.contains { $0.name == name } }
    for name in names {
      let (value, newValue) = (before.first { $0.name == name }?.text, now.first { $0.name == name }?.text)
      guard value != newValue else { continue }
      let example = Example(id: new.id, old: value, new: newValue)
      if let place = fields.firstIndex(where: { $0.model == new.model && $0.name == name }) {
        fields[place].count += 1
        if fields[place].examples.count < Self.mostExamples { fields[place].examples.append(example) }
      } else {
        fields.append(
          Field(
            model: new.model, name: name, count: 1, examples: [example],
            maker: new.maker(of: name) ?? old.maker(of: name)))
      }
    }
  }
}

extension Performance {
  /// Something was asked for that no recording holds.
  fileprivate var isUnanswered: Bool { !misses.isEmpty }

  /// Why it failed, without the place, which moves with every line; nil when it did not.
  fileprivate var ending: String? {
    guard var failure else { return nil }
    failure.place = nil
    return failure.description
  }

  fileprivate var deletedRecords: [ConnectorDifference.Record] {
    deleted.flatMap { deletion in
      deletion.models.map { ConnectorDifference.Record(model: $0, id: deletion.key) }
    }
  }
}

extension CanonicalRecord {
  /// Its fields with the texts of their values.
  fileprivate var fields: [(name: String, text: String)] {
    guard case .map(let map) = value.plain else { return [] }
    return map.pairs.compactMap { pair in
      guard case .string(let name) = pair.key else { return nil }
      return (name, FlowText.of(pair.value))
    }
  }
}
