internal import Language

/// A stream as it will be written: where its records sit, how it pages, what they become.
struct StreamDraft: Sendable {
  var name: String
  var endpoint: EndpointSketch
  var records: Guess<[String]>
  /// The key under which each element of the list holds its record, `node` for instance.
  var wrap: String?
  var key: Guess<String>
  var pages: PageGuess
  var changes: RecordGuess.Changes?
  /// Query values that the provider demands.
  var query: [(name: String, value: Guess<String>)]
  /// The parameter that carries the credential, in every recorded request.
  var credential: String?
  /// The records of the recording.
  var samples: [Sample]
  var mapping: MappingDraft?
  /// Why there is no mapping although a model fits by its name.
  var missing: MissingField?

  /// The streams of what look like list endpoints, each under a name of its own.
  static func drafts(of sketch: ProviderSketch, models: ModelCatalogue) -> [StreamDraft] {
    var drafts: [StreamDraft] = []
    var names: Set<String> = []
    for endpoint in sketch.endpoints where drafts.count < Limits.streams {
      var resource = resource(of: endpoint.path)
      guard let records = ListGuess.records(in: endpoint.reply, resource: resource),
        let first = endpoint.reply[records.value]?.list?.first
      else {
        continue
      }
      if endpoint.isGraphQL, let named = Self.resource(ofList: records.value) { resource = named }
      var name = resource
      var number = 2
      while !names.insert(name).inserted {
        name = "\(resource)_\(number)"
        number += 1
      }
      drafts.append(StreamDraft(name, resource, endpoint, records, first, models))
    }
    return drafts
  }

  /// `data.employees.edges` gives `employees`: all lists of GraphQL have the same address.
  private static func resource(ofList path: [String]) -> String? {
    path.last { !["data", "edges", "nodes", "items", "results", "records"].contains($0) }.map {
      Words.identifier($0, or: "records")
    }
  }

  /// `/v1/companies/{id}/time-off` gives `time_off`.
  static func resource(of path: String) -> String {
    let segments = path.split(separator: "/").map(String.init).filter {
      !$0.contains("{") && !$0.contains("$")
    }
    let useful =
      segments.last {
        ![
          "list", "all", "search", "_search", "query", "filter", "find", "lookup", "paginate", "browse",
          "index", "v1", "v2", "v3",
        ].contains($0.lowercased())
      } ?? segments.last
    let bare = (useful ?? "records").split(separator: ".").first.map(String.init) ?? "records"
    return Words.identifier(bare, or: "records")
  }

  private init(
    _ name: String, _ resource: String, _ endpoint: EndpointSketch, _ records: Guess<[String]>,
    _ element: Sample, _ models: ModelCatalogue
  ) {
    self.name = name
    self.endpoint = endpoint
    wrap = element["node"]?.members == nil ? nil : "node"
    let first = wrap.flatMap { element[$0] } ?? element
    self.records = Guess(records.value, min(records.confidence, endpoint.replyConfidence), records.reason)
    key = RecordGuess.key(of: first, resource: resource)
    key.confidence = min(key.confidence, endpoint.replyConfidence)
    pages = PageGuess.pages(of: endpoint, records: records.value)
    pages.confidence = min(pages.confidence, endpoint.replyConfidence)
    if case .keyset = pages.style { pages.style = .keyset(by: key.value) }
    changes = RecordGuess.changes(of: endpoint, record: first)
    let taken = Set([pages.parameter, pages.size?.parameter, changes?.parameter].compactMap { $0 })
    for parameter in endpoint.parameters
    where taken.contains(parameter.name) || PageGuess.namesPage(parameter.path.last ?? "") {
      self.endpoint.body?.values.remove(parameter.path)
    }
    let asked = endpoint.parameters.filter { $0.isRequired && $0.path.isEmpty && !taken.contains($0.name) }
    query = asked.map { parameter in
      let value = parameter.standard?.scalarText ?? parameter.choices.first ?? "1"
      return (
        parameter.name, Guess(value, parameter.standard == nil ? 0.3 : 0.6, "the provider demands a value")
      )
    }
    let seen = (endpoint.reply[records.value]?.list ?? []).prefix(Limits.records).map { [wrap] element in
      wrap.flatMap { element[$0] } ?? element
    }
    samples = seen
    if let model = ModelGuess.model(for: resource, models: models) {
      do throws(MissingField) {
        let fields = try FieldMatcher(model.value, records: seen, facts: endpoint.facts).fields()
          .map { $0.asSure(as: endpoint.replyConfidence) }
        // A model none of whose fields is there was meant by its name alone.
        if !fields.isEmpty {
          let mapping = MappingDraft(
            model: model, fields: fields, record: first, key: key.value, changed: changes?.field)
          samples = mapping.covering(seen, key: key.value)
          self.mapping = mapping
        }
      } catch {
        missing = error
      }
    }
    if samples.count < 2 { samples.append(MadeUp.variant(of: samples[0], number: 2, key: key.value)) }
  }

  /// Whether the recording shows a second page: only where the reply itself says that there is one.
  var hasSecondPage: Bool {
    switch pages.style {
    case .none: false
    case .offset: pages.more != nil
    case .page: pages.pageCount != nil || pages.more != nil
    case .cursor, .keyset, .nextURL, .linkHeader, .relay: true
    }
  }
}

/// How the records of a stream become those of a model.
struct MappingDraft: Sendable {
  var model: Guess<Model>
  var fields: [FieldDraft]
  var updatedAt: String?
  var createdAt: String?
  var notMapped: [String]

  init(model: Guess<Model>, fields: [FieldDraft], record: Sample, key: String, changed: String?) {
    self.model = model
    self.fields = fields
    func moment(_ names: Set<String>) -> String? {
      record.members?.first { names.contains(Words.snake($0.key)) && TextKind($0.value) == .moment }?.key
    }
    let updated = moment([
      "updated_at", "updated", "modified_at", "last_modified", "last_updated", "updated_on",
      "last_updated_at", "last_modified_at",
    ])
    let created = moment(["created_at", "created", "created_on", "date_created", "creation_date"])
    updatedAt = updated.map { "instant(\(RecordPath.expression([$0])))" }
    createdAt = created.map { "instant(\(RecordPath.expression([$0])))" }
    let used = fields.reduce(into: Set([key, changed, updated, created].compactMap { $0 })) {
      $0.formUnion($1.usedKeys)
    }
    notMapped = (record.members ?? []).map(\.key).filter { !used.contains($0) }
  }

  /// The records, and as many more as it takes to show every word of every enum.
  func covering(_ records: [Sample], key: String) -> [Sample] {
    var records = records
    guard let first = records.first else { return records }
    for field in fields {
      guard case .match(_, let cases) = field.rule else { continue }
      var missing = cases.cases.map(\.word).filter { word in
        !records.contains { $0[field.path]?.scalarText == word }
      }
      // Records made for another field serve this one as well.
      for index in records.indices.dropFirst() where !missing.isEmpty {
        let value = records[index][field.path]
        let isRepeated = records.enumerated().contains {
          $0.offset != index && $0.element[field.path] == value
        }
        if isRepeated { records[index].set(Self.value(missing.removeFirst(), like: value), at: field.path) }
      }
      for word in missing {
        var record = MadeUp.variant(of: first, number: records.count + 1, key: key)
        record.set(Self.value(word, like: first[field.path]), at: field.path)
        records.append(record)
      }
    }
    return records
  }

  private static func value(_ word: String, like value: Sample?) -> Sample {
    value?.bool != nil ? .bool(word == "true") : .text(word)
  }
}
