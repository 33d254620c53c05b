internal import Diagnostics
internal import YAML

/// Keys that stand one level too deep, in a block by which another tool holds together what stands side by side here: a `retriever` around
/// the request, the records and the pages of a stream.
extension Decoding {
  struct Lifted {
    /// Unknown keys that are still to be told of.
    var unknown: [Mapping.Entry] = []
    /// Keys that count as if they stood in the block itself, by the name that they have here.
    var entries: [(key: String, entry: Mapping.Entry)] = []
  }

  /// What stands under unknown keys of a block and belongs to the block itself; reported, and read as if it stood there.
  mutating func lift(_ unknown: [Mapping.Entry], of type: any Construct.Type, in mapping: Mapping) -> Lifted {
    var lifted = Lifted()
    let infos = type.fields.map(\.info)
    for (index, entry) in unknown.enumerated() {
      guard index < Self.mostAdvised, let inner = entry.value.mapping, (1...100).contains(inner.entries.count)
      else {
        lifted.unknown.append(entry)
        continue
      }
      let meant = infos.first { $0.isKnown(as: ForeignKeys.folded(entry.key.text)) }
      let own = meant.map { KeyAdvice.infos(of: $0.shape) } ?? []
      let risen = inner.entries.compactMap { entry -> (info: FieldInfo, entry: Mapping.Entry)? in
        guard entry.key.text != "type", !own.contains(where: { $0.isCalled(entry.key.text) }) else {
          return nil
        }
        return infos.first { info in
          info.isCalled(entry.key.text) && mapping[info.key] == nil && info.key != meant?.key
            || info.isCalled(entry.key.text) && info.key == meant?.key && entry.value.mapping != nil
        }.map { ($0, entry) }
      }
      // What stands under a key of free form, such as a body, is nobody's key.
      if meant != nil, own.isEmpty {
        lifted.unknown.append(entry)
        continue
      }
      let isWrapper = risen.count == inner.entries.count
      if isWrapper,
        meant != nil
          || risen.count > 1 && Suggestions.nearest(to: entry.key.text, among: infos.map(\.key)).isEmpty
      {
        report(
          .unknownKey, "`\(entry.key.text)` is not a key of \(article(type.about.name)) block",
          at: entry.key.range,
          evidence: [
            .init("instead", "what stands under it are keys of the block itself: write them one level up")
          ],
          fixes: unwrapping(entry))
        for (info, entry) in risen where info.key == entry.key.text {
          lifted.entries.append((info.key, entry))
        }
        lifted.unknown += risen.filter { $0.info.key != $0.entry.key.text }.map(\.entry)
      } else if let meant, !risen.isEmpty, !isWrapper {
        let rest = inner.entries.filter { entry in !risen.contains { $0.entry === entry } }
        lifted.unknown.append(
          Mapping.Entry(key: entry.key, value: Node(.mapping(Mapping(rest)), at: entry.value.range)))
        for (position, (info, inside)) in risen.enumerated() {
          report(
            .unknownKey, "`\(inside.key.text)` does not stand under `\(meant.key)`", at: inside.key.range,
            evidence: [
              .init("place", "it is `\(info.key)` of the `\(type.about.name)` block around this one")
            ],
            // All at once: the lines of one would stand in the way of the next.
            fixes: position == 0 ? lifting(risen, out: entry) : [])
          lifted.entries.append((info.key, inside))
        }
      } else {
        lifted.unknown.append(entry)
      }
    }
    return lifted
  }

  /// Without the key, what stands under it one level further out.
  private func unwrapping(_ entry: Mapping.Entry) -> [Finding.Fix] {
    guard let whole = lines(of: entry), let inner = entry.value.mapping?.entries.first?.key.range,
      !isFlow(entry.value)
    else { return [] }
    let (file, key) = (whole.file, entry.key.range.startPosition)
    let (first, depth) = (inner.startPosition.line, inner.startPosition.column - key.column)
    guard first > key.line, depth > 0, let start = file.lineRange(first)?.lowerBound else { return [] }
    var edits = [Finding.Edit(SourceRange(file, whole.start, start), "")]
    for line in first...max(first, entry.value.range.endPosition.line) {
      guard let range = file.lineRange(line), range.count > depth else { continue }
      edits.append(Finding.Edit(SourceRange(file, range.lowerBound, range.lowerBound + depth), ""))
    }
    return [Finding.Fix("write them one level up", isSafe: false, edits: edits)]
  }

  /// Entries taken out of another one's block, to stand behind that under their names here.
  private func lifting(_ risen: [(info: FieldInfo, entry: Mapping.Entry)], out holder: Mapping.Entry)
    -> [Finding.Fix]
  {
    guard let whole = lines(of: holder), !isFlow(holder.value) else { return [] }
    let column = holder.key.range.startPosition.column
    var edits: [Finding.Edit] = []
    var text = ""
    for (info, entry) in risen {
      let depth = entry.key.range.startPosition.column - column
      guard let cut = lines(of: entry), depth > 0, cut.end <= whole.end else { return [] }
      edits.append(Finding.Edit(cut, ""))
      let rest = SourceRange(cut.file, entry.key.range.end, cut.end).text
      let lines = rest.split(separator: "\n", omittingEmptySubsequences: false)
      let outer = lines.dropFirst().map {
        $0.prefix(depth).allSatisfy { $0 == " " } ? $0.dropFirst(depth) : $0
      }
      text += String(repeating: " ", count: column - 1) + info.key
      text += ((lines.first.map { [$0] } ?? []) + outer).joined(separator: "\n")
      if text.last != "\n" { text += "\n" }
    }
    // The last cut may end where the others begin: one edit says both.
    if let last = edits.last, last.range.end == whole.end {
      edits[edits.count - 1] = Finding.Edit(last.range, text)
    } else {
      edits.append(Finding.Edit(SourceRange(whole.file, whole.end, whole.end), text))
    }
    return [Finding.Fix("write them one level up", isSafe: false, edits: edits)]
  }
}

extension FieldInfo {
  /// Whether a key is this one, here or in another tool.
  fileprivate func isCalled(_ key: String) -> Bool { self.key == key || isKnown(as: ForeignKeys.folded(key)) }
}
