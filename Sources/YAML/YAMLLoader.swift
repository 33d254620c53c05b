package import Diagnostics

/// Reads YAML files, and JSON files, which are YAML in another dress.
package enum YAMLLoader {
  /// Reads a file as far as possible, and finds everything that is wrong with it as YAML.
  ///
  /// No input can make this fail, crash, or take more than a moment.
  package static func load(_ file: SourceFile) -> YAMLDocument {
    let reading = Reading(file)
    guard file.bytes.count <= Limits.bytes else {
      reading.report(TooLarge.finding(file))
      return reading.document(root: nil, isPartial: true)
    }
    guard let text = CheckedText(reading) else { return reading.document(root: nil, isPartial: true) }
    let root = compose(text, reading)
    reading.reportInvisible()
    return reading.document(root: root, isPartial: reading.isPartial)
  }

  private static func compose(_ text: CheckedText, _ reading: Reading) -> Node? {
    if let root = composeCommon(text, reading) { return root }
    let before = reading.state
    do {
      let root = try text.bytes.withUnsafeBufferPointer { bytes throws(Composer.Stop) in
        var composer = Composer(bytes, base: text.base, into: reading)
        return try composer.document()
      }
      guard let root, !(root.isNull && root.range.bytes.isEmpty) else {
        reading.report(EmptyFile.finding(reading.file))
        return nil
      }
      return root
    } catch {
      reading.isPartial = true
      guard case .syntax(let error) = error else { return nil }
      reading.state = before
      return Recovery.compose(text.bytes, base: text.base, after: error, reading)
    }
  }
}

extension YAMLLoader {
  /// Reads a file that is written as nearly all are; nil for any other.
  private static func composeCommon(_ text: CheckedText, _ reading: Reading) -> Node? {
    guard reading.findings.all.isEmpty, reading.invisible.isEmpty, text.base == 0 else { return nil }
    guard let read = text.bytes.withUnsafeBufferPointer({ CommonReader.read($0, of: reading.file) }) else {
      return nil
    }
    reading.state.comments = read.comments
    return read.root
  }
}

extension Reading {
  fileprivate func document(root: Node?, isPartial: Bool) -> YAMLDocument {
    YAMLDocument(file: file, root: root, findings: finished(), comments: state.comments, isPartial: isPartial)
  }

  fileprivate func reportInvisible() {
    guard !invisible.isEmpty else { return }
    let known = findings.all.filter { $0.rule == InvisibleCharacter.rule }.map(\.range)
    let others = InvisibleCharacter.wrong(among: invisible, comments: state.comments).filter { occurrence in
      !known.contains { $0.start <= occurrence.range.lowerBound && occurrence.range.upperBound <= $0.end }
    }
    for run in InvisibleCharacter.neighbours(others) {
      report(InvisibleCharacter.rule) { InvisibleCharacter.finding(run, in: file, isKey: false) }
    }
  }
}
