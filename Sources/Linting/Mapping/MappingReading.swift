internal import Diagnostics
internal import Expressions
internal import Language
internal import Values

/// Checks the mappings of a connector: their expressions, and what they give against the models.
struct MappingReading {
  let context: ConnectorContext
  let reading: ExpressionReading

  func read(_ texts: inout CheckedTexts, _ report: inout FindingList) {
    for mapping in context.connector.mappings {
      guard let file = mapping.file else { continue }
      let stream = context.stream(mapping.stream)
      let root = MappingRoot.record(of: mapping.stream, stream, context)
      for model in file[MappingFile.models] ?? [] {
        var walk = MappingWalk(context: context, reading: reading, stream: stream, mapping: mapping)
        walk.read(model, root)
        for text in walk.texts { texts.add(text, mapping: mapping.stream) }
        report.add(contentsOf: walk.report.all)
      }
      SourceKeyCheck(context, mapping, file, stream).run(texts.mapped[mapping.stream] ?? [], &report)
    }
  }
}

/// What the bare names of a mapping's expressions are fields of, with recorded values to try them on.
struct MappingRoot {
  let name: String
  let type: ExpressionType
  /// Types of the roots around it, `record` inside of `each`.
  let outer: [String: ExpressionType]
  let samples: [Activation]
  /// What all expressions at this root may use.
  let environment: Environment

  private init(
    name: String, type: ExpressionType, outer: [String: ExpressionType], samples: [Activation],
    _ context: ConnectorContext
  ) {
    self.name = name
    self.type = type
    self.outer = outer
    self.samples = samples
    environment = context.mappingEnvironment(root: name, rootType: type, outer: outer)
  }

  /// Enough to meet every shape a recording was shrunk to.
  private static let samplesKept = 60

  static func record(of stream: String, _ block: Named<StreamBlock>?, _ context: ConnectorContext)
    -> MappingRoot
  {
    let records = context.evidence.of(stream)?.records.prefix(samplesKept) ?? []
    let samples = records.map { record in
      var activation = Activation()
      activation["record"] = record
      return activation
    }
    return MappingRoot(
      name: "record", type: context.recordType(of: stream), outer: [:], samples: Array(samples), context)
  }

  /// The root inside of a list whose elements have this type.
  func element(_ type: ExpressionType, of list: Program?, _ context: ConnectorContext) -> MappingRoot {
    var inner: [Activation] = []
    if let list {
      for sample in samples {
        guard inner.count < Self.samplesKept,
          case .list(let elements)? = try? list.evaluate(sample).get().plain
        else { continue }
        for element in elements.values.prefix(Self.samplesKept) {
          var activation = sample
          activation["item"] = element
          inner.append(activation)
        }
      }
    }
    var outer = outer
    outer[name] = self.type
    return MappingRoot(name: "item", type: type, outer: outer, samples: inner, context)
  }
}
