internal import Diagnostics
internal import YAML

/// Fixes that take keys out of a block, or put them under another one.
extension Decoding {
  /// Without a key and its value.
  func leavingOut(_ entry: Mapping.Entry, of mapping: Mapping) -> [Finding.Fix] {
    let edit = lines(of: entry).map { Finding.Edit($0, "") } ?? inner(of: entry, in: mapping)
    guard let edit, mapping.entries.count > 1 else { return [] }
    return [Finding.Fix("leave it out", isSafe: false, edits: [edit])]
  }

  /// The unknown keys of a block that belong under one which is not there, on a line with it.
  func nesting(_ entries: [Mapping.Entry], under holder: String, of type: any Construct.Type) -> [Finding.Fix]
  {
    guard entries.count <= Self.mostReads,
      let info = type.fields.map(\.info).first(where: { $0.key == holder })
    else { return [] }
    let table: FieldTable?
    switch info.shape {
    case .block(let inner): table = FieldTable.of(inner)
    case .map: table = nil
    default: return []
    }
    func name(of entry: Mapping.Entry) -> String? {
      let key = entry.key.text
      guard let table else { return key }
      if table.field(key) != nil { return key }
      return table.fields.map(\.info).first { $0.isKnown(as: ForeignKeys.folded(key)) }?.key
    }
    let moved = entries.filter { name(of: $0) != nil }
    guard Set(moved.compactMap(name)).count == moved.count else { return [] }
    let places = moved.compactMap { lines(of: $0) }
    let isShort = moved.allSatisfy { entry in
      let range = entry.value.range
      return range.startPosition.line == range.endPosition.line
        && range.end - range.start <= Self.mostRewritten
    }
    guard let first = moved.first, let place = places.first, places.count == moved.count, isShort else {
      return []
    }
    let texts = moved.map { "\(name(of: $0) ?? $0.key.text): \(flow($0.value))" }
    let whole = SourceRange(place.file, first.key.range.start, first.value.range.end)
    let block = "\(holder): {\(texts.joined(separator: ", "))}"
    let edits = [Finding.Edit(whole, block)] + places.dropFirst().map { Finding.Edit($0, "") }
    return [Finding.Fix("put it under `\(holder)`", isSafe: false, edits: edits)]
  }

  /// A value as it is written between braces.
  private func flow(_ value: Node) -> String {
    let text = value.range.text
    guard let scalar = value.scalar, scalar.style == .plain, text.contains(where: { "{}[],:#".contains($0) })
    else {
      return text
    }
    return text.contains("\"") ? "'\(text)'" : "\"\(text)\""
  }

  /// Another name for an entry; of a setting, also where it is read in the same file.
  func renaming(_ key: Scalar, to name: String) -> [Finding.Fix] {
    var edits = [Finding.Edit(key.range, name)]
    if path.last == "settings" {
      let (file, wanted) = (key.range.file, Array("settings.\(key.text)".utf8))
      var at = 0
      while let start = file.bytes[at...].firstIndex(of: wanted[0]), edits.count < Self.mostReads {
        at = start + 1
        let rest = file.bytes[start...]
        guard rest.starts(with: wanted) else { continue }
        let next = rest.dropFirst(wanted.count).first
        if let next,
          next == UInt8(ascii: "_") || Character(Unicode.Scalar(next)).isLetter
            || Character(Unicode.Scalar(next)).isNumber
        {
          continue
        }
        edits.append(Finding.Edit(SourceRange(file, start, start + wanted.count), "settings.\(name)"))
      }
    }
    return [Finding.Fix("write it so", isSafe: false, edits: edits)]
  }

  private static let mostReads = 1000

  /// The whole lines of an entry that stands on lines of its own.
  func lines(of entry: Mapping.Entry) -> SourceRange? {
    let (key, value) = (entry.key.range, entry.value.range)
    let file = key.file
    guard value.file === file, let first = file.lineRange(key.startPosition.line) else { return nil }
    let before = file.bytes[first.lowerBound..<max(first.lowerBound, key.start)]
    guard before.allSatisfy({ $0 == UInt8(ascii: " ") }) else { return nil }
    let last = max(value.endPosition.line, key.endPosition.line)
    let end = file.lineRange(last + 1)?.lowerBound ?? file.bytes.count
    // In braces other things stand on the last line.
    let rest = file.bytes[max(value.end, key.end)..<max(end, value.end)]
    guard !rest.contains(UInt8(ascii: ",")), !rest.contains(UInt8(ascii: "}")) else { return nil }
    return SourceRange(file, first.lowerBound, end)
  }

  /// An entry between braces, with the comma before or behind it.
  private func inner(of entry: Mapping.Entry, in mapping: Mapping) -> Finding.Edit? {
    guard let place = mapping.entries.firstIndex(where: { $0 === entry }) else { return nil }
    let file = entry.key.range.file
    let entries = mapping.entries
    if place > 0 {
      return Finding.Edit(SourceRange(file, entries[place - 1].value.range.end, entry.value.range.end), "")
    }
    guard entries.count > 1 else { return nil }
    return Finding.Edit(SourceRange(file, entry.key.range.start, entries[1].key.range.start), "")
  }
}
