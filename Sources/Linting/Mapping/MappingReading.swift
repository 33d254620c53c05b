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
        var walk = MappingWalk(
          context: context, reading: reading, names: SharedNames(model), mapping: mapping)
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
  private(set) var samples: [Activation]
  /// Samples that a condition leaves out: what they hold was seen, and nothing is tried on them.
  private(set) var leftOut: [Activation]
  /// What all expressions at this root may use.
  let environment: Environment

  private init(
    name: String, type: ExpressionType, outer: [String: ExpressionType], samples: [Activation],
    leftOut: [Activation], _ context: ConnectorContext
  ) {
    self.name = name
    self.type = type
    self.outer = outer
    self.samples = samples
    self.leftOut = leftOut
    environment = context.mappingEnvironment(root: name, rootType: type, outer: outer)
  }

  /// Enough to meet every shape a recording was shrunk to.
  private static let samplesKept = 60

  static func record(of stream: String, _ block: Named<StreamBlock>?, _ context: ConnectorContext)
    -> MappingRoot
  {
    let gate = RecordGate(block, context.environments)
    var samples: [Activation] = []
    var leftOut: [Activation] = []
    for record in context.evidence.of(stream)?.records ?? [] where samples.count < samplesKept {
      var activation = Activation()
      activation["record"] = record
      if gate.admits(activation) {
        samples.append(activation)
      } else if leftOut.count < samplesKept {
        leftOut.append(activation)
      }
    }
    return MappingRoot(
      name: "record", type: context.recordType(of: stream), outer: [:], samples: samples, leftOut: leftOut,
      context)
  }

  /// The same root with the samples of which a condition is true.
  ///
  /// A sample of which the condition cannot be asked, because it reads a setting for instance, proves nothing about what is behind it.
  func narrowed(by condition: TriedProgram?) -> MappingRoot {
    var root = self
    root.samples = []
    for sample in samples {
      if condition?.isTrue(of: sample) ?? false {
        root.samples.append(sample)
      } else {
        root.leftOut.append(sample)
      }
    }
    return root
  }

  /// The same root with further variables of which nothing else is known yet.
  func knowing(_ names: [String], _ context: ConnectorContext) -> MappingRoot {
    let outer = outer.merging(names.map { ($0, .dyn) }) { known, _ in known }
    return MappingRoot(
      name: name, type: type, outer: outer, samples: samples, leftOut: leftOut, context)
  }

  /// The same root with one more variable: what an expression gives for each sample.
  func naming(_ name: String, _ text: CheckedText?, _ context: ConnectorContext) -> MappingRoot {
    let readable = text.flatMap { $0.checked.isValid ? $0 : nil }
    var outer = outer
    outer[name] = readable?.checked.type ?? .dyn
    let program = readable?.program
    func named(_ sample: Activation) -> Activation {
      var sample = sample
      switch program?.evaluate(sample) {
      case .success(let value): sample[name] = value
      case .failure(let error) where error.isThroughNull: sample[name] = .null
      case .failure(let error) where error.isAbsence: sample.setAbsent(name)
      case .failure, nil: break
      }
      return sample
    }
    return MappingRoot(
      name: self.name, type: type, outer: outer, samples: samples.map(named), leftOut: leftOut.map(named),
      context)
  }

  /// The root inside of a list whose elements have this type.
  func element(_ type: ExpressionType, of list: TriedProgram?, _ context: ConnectorContext) -> MappingRoot {
    var outer = outer
    outer[name] = self.type
    let inner = Self.elements(of: list, in: samples)
    let others = Self.elements(of: list, in: leftOut)
    return MappingRoot(
      name: "item", type: Self.known(type, by: inner + others), outer: outer, samples: inner, leftOut: others,
      context)
  }

  /// An object that an expression puts together has the fields that it was given, as every sample shows.
  private static func known(_ type: ExpressionType, by elements: [Activation]) -> ExpressionType {
    guard case .map = type, !elements.isEmpty else { return type }
    let seen = ObservedShape()
    for case let element? in elements.map({ $0["item"] }) { seen.add(element) }
    return seen.type("item", isClosed: true)
  }

  private static func elements(of list: TriedProgram?, in samples: [Activation]) -> [Activation] {
    guard let list else { return [] }
    var inner: [Activation] = []
    for sample in samples {
      guard inner.count < samplesKept, case .list(let elements)? = try? list.evaluate(sample).get().plain
      else { continue }
      for element in elements.values.prefix(samplesKept) {
        var activation = sample
        activation["item"] = element
        inner.append(activation)
      }
    }
    return inner
  }
}

/// Which records of a stream reach its mapping.
private struct RecordGate {
  /// Marks a record as gone; asked before `keep`.
  private let flag: TriedProgram?
  private let keep: TriedProgram?

  init(_ stream: Named<StreamBlock>?, _ environments: Environments) {
    let flagged = stream?.value[StreamBlock.deletions]?.as(FlaggedDeletions.self)
    flag = flagged?[FlaggedDeletions.when].flatMap { environments.triedProgram($0.source) }
    keep = stream?.value[StreamBlock.keep].flatMap { environments.triedProgram($0.source) }
  }

  func admits(_ sample: Activation) -> Bool {
    if let flag, flag.isTrue(of: sample) ?? true { return false }
    return keep.map { $0.isTrue(of: sample) ?? false } ?? true
  }
}

extension TriedProgram {
  /// The outcome of a condition: what is absent or null is not true; nil when it cannot be told here.
  fileprivate func isTrue(of sample: Activation) -> Bool? {
    switch evaluate(sample) {
    case .success(let value):
      if case .bool(let truth) = value.plain { truth } else { value.isNull ? false : nil }
    case .failure(let error): error.isAbsence ? false : nil
    }
  }
}
