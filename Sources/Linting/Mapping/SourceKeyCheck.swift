internal import Diagnostics
internal import Expressions
internal import Language
internal import YAML

/// Looks at the recorded keys of a record from the mapping's side: each is mapped, or left out on purpose.
struct SourceKeyCheck {
  private let context: ConnectorContext
  private let mapping: LoadedMapping
  private let file: MappingFile
  private let stream: Named<StreamBlock>?

  init(
    _ context: ConnectorContext, _ mapping: LoadedMapping, _ file: MappingFile, _ stream: Named<StreamBlock>?
  ) {
    self.context = context
    self.mapping = mapping
    self.file = file
    self.stream = stream
  }

  func run(_ texts: [CheckedText], _ report: inout FindingList) {
    guard let evidence = context.evidence.of(mapping.stream), evidence.record.isObject else { return }
    let left = file[MappingFile.notMapped] ?? []
    let used = usedNames(texts)
    for entry in left { checkLeftOut(entry, evidence.record, &report) }
    // A misread expression or key may be the one that uses what seems unused.
    let path = mapping.document.file.path
    guard !context.isDamaged, !mapping.document.isPartial,
      !report.all.contains(where: { $0.severity == .error && $0.range.file.path == path }),
      !context.loading.all.contains(where: { $0.severity == .error && $0.range.file.path == path })
    else { return }
    let leftNames = Set(
      left.compactMap { RecordPath($0.value).parts.first }.flatMap { name in
        name.utf8.firstIndex(of: UInt8(ascii: "[")).map { [name, String(name[..<$0])] } ?? [name]
      })
    let moments = RecordMoments(
      evidence.record, file, stream?.value, texts,
      beside: context.connector.mappings.filter { $0.stream != mapping.stream }.compactMap(\.file),
      left: leftNames)
    let told = moments.unmapped
    for moment in told { report.add(moment.finding) }
    let unused = evidence.record.names.filter { name in
      !used.contains(name) && !leftNames.contains(name) && (evidence.record.field(name)?.count ?? 0) > 0
        && !told.contains { $0.path == name }
    }
    guard !unused.isEmpty else { return }
    let shown = unused.prefix(6).map { "`\($0)`" }.joined(separator: ", ")
    let more = unused.count > 6 ? " and \(unused.count - 6) more" : ""
    // Several keys, and no list of those that are left out: most likely the list is what is missing.
    let isListMissing = unused.count > 1 && !file.block.has("not_mapped")
    report.add(
      Finding(
        .unusedSourceKey, "recorded keys are neither mapped nor listed in `not_mapped`: \(shown)\(more)",
        at: isListMissing ? file.block.keyRange("mapping") : place, path: "models"))
  }

  /// The list of what is left out on purpose, which was to hold them; without one, where they would be mapped: of several models nobody
  /// knows in which.
  private var place: SourceRange {
    if file.block.has("not_mapped") { return file.block.keyRange("not_mapped") }
    let models = file[MappingFile.models] ?? []
    guard models.count == 1, let model = models.first, model.block.has("fields") else {
      return file.block.keyRange("models")
    }
    return model.block.keyRange("fields")
  }

  private func checkLeftOut(_ entry: Placed<String>, _ record: ObservedShape, _ report: inout FindingList) {
    if record.shape(at: entry.value) != nil { return }
    let near = nearest(to: entry.value, record)
    report.add(
      Finding(
        .staleNotMapped, "no recorded record has the key `\(entry.value)`", at: entry.range,
        path: "not_mapped", suggestions: near,
        fixes: .renaming(entry.range, to: near, "a key with a similar name was recorded")))
  }

  /// The recorded paths that are spelt alike, part by part.
  private func nearest(to path: String, _ record: ObservedShape) -> [String] {
    var known: [String] = []
    for part in RecordPath(path).parts {
      let shape = known.isEmpty ? record : record.shape(at: known.joined(separator: "."))
      var holder = shape
      while let element = holder?.element, holder?.names.isEmpty ?? true { holder = element }
      let names = holder?.names ?? []
      if names.contains(part) {
        known.append(RecordPath.quoted(part))
        continue
      }
      return Suggestions.nearest(to: part, among: names).map {
        (known + [RecordPath.quoted($0)]).joined(separator: ".")
      }
    }
    return []
  }

  /// Names that the mapping's expressions or the stream itself read.
  private func usedNames(_ texts: [CheckedText]) -> Set<String> {
    var names = Set(texts.flatMap(\.identifiers))
    names.formUnion(texts.flatMap { $0.fieldNames(of: "record") })
    names.formUnion(context.carriedFields(of: mapping.stream))
    for key in stream?.value[StreamBlock.key] ?? [] { names.formUnion(RecordPath(key.value).parts.prefix(1)) }
    if let field = stream?.value[StreamBlock.changes]?[ChangeFields.field] {
      names.formUnion(RecordPath(field).parts.prefix(1))
    }
    if let stream {
      let path = DocumentPath(["streams", stream.name])
      for text in context.connector.expressions where text.scope == .record && text.path.hasPrefix(path) {
        names.formUnion(CheckedText.names(in: text.source))
      }
    }
    return names
  }
}

extension CheckedText {
  /// All bare names of the expression.
  var identifiers: [String] {
    var found: [String] = []
    visit { node in
      if case .identifier(let name, _) = node.form { found.append(name.text) }
    }
    return found
  }

  /// The words after `record.` in a text, without parsing it.
  static func names(in source: String) -> [String] {
    // Nearly every expression is plain ASCII and needs no look at characters.
    source.utf8.allSatisfy { $0 < 0x80 }
      ? source.utf8.split { !$0.isWordPart }.map { String(Substring($0)) }
      : source.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
  }
}
