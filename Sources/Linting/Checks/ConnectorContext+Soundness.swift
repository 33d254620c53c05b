internal import Diagnostics
internal import Language
internal import YAML

extension ConnectorContext {
  /// Whether a block is a connector's that this one extends: what is said there is that one's affair.
  func isOfFamily(_ block: Block) -> Bool {
    connector.bases.contains { $0 === block.node.range.file }
  }

  /// Whether what is absent is really absent: the file was read whole, and it describes a provider by itself.
  var isComplete: Bool { !isDamaged && !isPartial && !connector.isFamily }

  /// A place for a finding about something that is not there: in the connector's own file even when the block is inherited.
  func own(_ range: SourceRange) -> SourceRange {
    range.file === connector.document.file ? range : head
  }

  /// Where a section that is not there would stand: at the one that comes next in the usual order.
  func place(ofMissing key: String) -> SourceRange {
    connector.document.place(ofMissing: key, in: file.block) ?? head
  }

  /// The stream from which another one takes what it does not say itself.
  func original(of stream: String) -> String? { written(stream)?["like"]?.scalar?.text }

  /// Whether a stream says something by itself.
  func says(_ key: String, of stream: String) -> Bool { written(stream)?.has(key) ?? false }

  /// What a stream says under a key by itself, without what it takes over.
  func own(_ key: String, of stream: String) -> YAML.Mapping? { written(stream)?[key]?.mapping }

  /// Where a stream would say by itself what it takes over from another one; nil where it does say it.
  func placeOfTaken(_ key: String, _ inner: String? = nil, by stream: String) -> SourceRange? {
    guard let own = written(stream), own.has("like") else { return nil }
    guard let entry = own.entry(key) else { return self.stream(stream).map { self.own($0.nameRange) } }
    guard let inner, let mapping = entry.value.mapping, !mapping.has(inner) else { return nil }
    return entry.key.range
  }

  private func written(_ stream: String) -> YAML.Mapping? {
    connector.document.root?.mapping?.entry("streams")?.value.mapping?[stream]?.mapping
  }

  /// The own expression at exactly this place of the document.
  func text(at path: DocumentPath, in texts: CheckedTexts) -> CheckedText? {
    texts.at(path)
  }
}

extension YAMLDocument {
  /// The first key of the file itself that stands behind a missing one in the order in which keys are described.
  func place(ofMissing key: String, in block: Block) -> SourceRange? {
    let order = block.construct.fields.map(\.key)
    guard let position = order.firstIndex(of: key) else { return nil }
    let later = Set(order[(position + 1)...])
    return root?.mapping?.entries.first { later.contains($0.key.text) }?.key.range
  }
}

extension Block {
  /// Where what the block lacks is to be written: at its key, or where it begins itself when an alias brought it here.
  var home: SourceRange {
    guard let first = node.mapping?.entries.first?.key.range,
      first.file !== head.file || first.start < head.start
    else { return head }
    return first
  }
}

extension FindingList {
  /// Whether something was already found inside of a block, so that conclusions from it would be about the same mistake.
  func touch(_ block: Block) -> Bool { touch(block.node.range) || touch(block.head) }
}
