internal import Diagnostics
internal import Language
internal import YAML

extension ConnectorContext {
  /// Whether what is absent is really absent: the file was read whole, and it describes a provider by itself.
  var isComplete: Bool { !isDamaged && !isPartial && !connector.isFamily }

  /// A place for a finding about something that is not there: in the connector's own file even when the block is inherited.
  func own(_ range: SourceRange) -> SourceRange {
    range.file === connector.document.file ? range : head
  }

  /// The own expression at exactly this place of the document.
  func text(at path: DocumentPath, in texts: CheckedTexts) -> CheckedText? {
    texts.at(path)
  }
}

extension FindingList {
  /// Whether something was already found inside of a block, so that conclusions from it would be about the same mistake.
  func touch(_ block: Block) -> Bool { touch(block.node.range) }

  func touch(_ range: SourceRange) -> Bool { all.contains { range.contains($0.range) } }
}
