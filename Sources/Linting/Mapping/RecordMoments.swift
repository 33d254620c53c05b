internal import Diagnostics
internal import Expressions
internal import Language
internal import YAML

/// The moments at which a record was made and changed, where it tells them and nothing of the mapping takes them.
struct RecordMoments {
  /// A moment that is recorded and not mapped.
  struct Unmapped {
    /// Where it stands in a record.
    let path: String
    let finding: Finding
  }

  let unmapped: [Unmapped]

  /// What providers call them, in small letters and without what divides words.
  private static let names: [(key: String, words: Set<String>)] = [
    (
      "source_created_at",
      [
        "createdat", "createdon", "createddate", "createddatetime", "createdtime", "creationdate",
        "createtime",
        "creationtime", "datecreated", "timecreated", "createdatetime", "dateadded",
      ]
    ),
    (
      "source_updated_at",
      [
        "updatedat", "updatedon", "updateddate", "updateddatetime", "lastupdated", "lastupdatedat",
        "lastmodified",
        "lastmodifiedat", "lastmodifieddate", "lastmodifieddatetime", "modifiedat", "modifiedtime",
        "lastchanged",
        "lastupdatedtime", "datemodified", "dateupdated", "updatetime",
      ]
    ),
  ]

  init(
    _ record: ObservedShape, _ file: MappingFile, _ stream: StreamBlock?, _ texts: [CheckedText],
    beside others: [MappingFile], left: Set<String>
  ) {
    let models = file[MappingFile.models] ?? []
    guard let model = models.first, !models.contains(where: { $0.block.isDamaged }) else {
      unmapped = []
      return
    }
    var found: [Unmapped] = []
    for (key, words) in Self.names where !models.contains(where: { $0.block.has(key) }) {
      let changed = key == "source_updated_at" ? stream?[StreamBlock.changes]?[ChangeFields.field] : nil
      // A stream may as well go on by when something was sent or begins.
      let known = changed.flatMap { Self.speaksOfChange($0) && record.shape(at: $0) != nil ? $0 : nil }
      // When something was made may also be the day that it is of; what is read as such is still told here.
      let readers = key == "source_created_at" ? [] : texts
      let path = known ?? Self.path(in: record, words, readers) ?? Self.path(in: record, key, others, texts)
      guard let path, !left.contains(path) else { continue }
      found.append(
        Unmapped(
          path: path,
          finding: Finding(
            .momentUnmapped, "records tell `\(path)`, and nothing takes it as `\(key)`",
            at: model[ModelMapping.model]?.range ?? model.block.head, about: key,
            path: model.block.path.description,
            evidence: [.init("add", "`\(key)`, beside `model`")])))
    }
    unmapped = found
  }

  /// No word is shorter.
  private static let shortest = names.flatMap(\.1).map(\.utf8.count).min() ?? 0

  /// A recorded name among the words that no expression reads.
  private static func path(in record: ObservedShape, _ words: Set<String>, _ texts: [CheckedText]) -> String?
  {
    for name in record.names
    where name.utf8.count >= shortest && words.contains(folded(name))
      && !texts.contains(where: { $0.checked.source.holds(name) })
    {
      return name
    }
    return nil
  }

  /// What other mappings take as this moment, where the record has it and no expression reads it.
  private static func path(
    in record: ObservedShape, _ key: String, _ others: [MappingFile], _ texts: [CheckedText]
  ) -> String? {
    let taken = others.lazy.flatMap { $0[MappingFile.models] ?? [] }.compactMap { model in
      (key == "source_created_at" ? model[ModelMapping.createdAt] : model[ModelMapping.updatedAt])?.source
    }
    for source in taken {
      let paths = source.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }
      for path in paths.lazy.map(String.init)
      where record.shape(at: path) != nil && !texts.contains(where: { $0.checked.source.holds(path) }) {
        return path
      }
    }
    return nil
  }

  private static func speaksOfChange(_ path: String) -> Bool {
    let name = folded(path)
    return ["updat", "modif", "chang"].contains { name.contains($0) }
  }

  private static func folded(_ name: String) -> String {
    String(decoding: name.utf8.filter { $0.isWordPart && $0 != UInt8(ascii: "_") }, as: UTF8.self)
      .lowercased()
  }
}

extension Rule {
  private static func made(_ moment: String, _ marker: String = "") -> Diagnostics.Example {
    Diagnostics.Example(
      """
      --- mappings/acme/employees.yaml
      models:
        - model: employee
      \(marker.isEmpty ? moment : marker)
          fields:
            first_name: firstName
            last_name: lastName
            employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
      not_mapped: [hired]
      --- connectors/acme/recordings/employees.http (whole)
      ### two employees
      GET /employees

      HTTP 200
      Content-Type: application/json

      {"data": [
        {"id": "1", "firstName": "Ada", "lastName": "Byron", "hired": "2021-03-01", "status": "Active", "createdAt": "2021-02-01T09:00:00Z"},
        {"id": "2", "firstName": "Joe", "lastName": "Bloggs", "hired": "2022-05-16", "status": "Active", "createdAt": "2022-05-01T09:00:00Z"}
      ], "next": "c2"}

      ### no more
      GET /employees?cursor=c2

      HTTP 200
      Content-Type: application/json

      {"data": [], "next": null}

      \(otherExchanges)

      \(testCase())
      """)
  }

  static let momentUnmapped = Rule(
    "mapping/moment-unmapped", .info, .likely, "a recorded moment of change that is not kept",
    page: """
      Records tell when they were made or last changed, and the mapping does not take it. Whoever reads the canonical data cannot say then \
      how old a row is at the provider, nor which of two is the newer one. Map it to `source_updated_at` or `source_created_at`, which every \
      model has; a moment that means something else goes into `not_mapped`.
      """,
    failing: made("", "#          ^^^^^^^^ mapping/moment-unmapped"),
    passing: made("    source_created_at: instant(createdAt)"))
}
