import Diagnostics
import YAML

/// Loads the input as a file and asks for every place that a report could print.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzYAML(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let document = YAMLLoader.load(SourceFile(path: "fuzz.yaml", bytes: bytes))
  for finding in document.findings {
    check(finding.range, count)
    for related in finding.related { check(related.range, count) }
    for edit in finding.fixes.flatMap(\.edits) { check(edit.range, count) }
  }
  for comment in document.comments {
    check(comment.range, count)
    precondition(bytes[comment.range.start] == UInt8(ascii: "#"), "a comment starts at its mark")
  }
  var isExact = true
  for finding in document.findings where finding.rule.id != "yaml/duplicate-key" {
    isExact = isExact && finding.severity != .error
  }
  if let root = document.root { walk(root, count, isExact: isExact) }
  return 0
}

private func check(_ range: SourceRange, _ count: Int) {
  precondition(range.start >= 0 && range.end <= count + 1, "a range lies in its file")
  precondition(range.startPosition.line <= range.endPosition.line, "a range ends after it starts")
}

private func walk(_ node: Node, _ count: Int, isExact: Bool) {
  check(node.range, count)
  switch node.content {
  case .scalar(let scalar): walk(scalar, count, isExact: isExact)
  case .list(let items): for item in items { walk(item, count, isExact: isExact) }
  case .mapping(let mapping):
    for entry in mapping.entries {
      walk(entry.key, count, isExact: isExact)
      precondition(mapping[entry.key.text] != nil, "a key is found")
      walk(entry.value, count, isExact: isExact)
    }
  }
}

private func walk(_ scalar: Scalar, _ count: Int, isExact: Bool) {
  check(scalar.range, count)
  _ = AmbiguousScalar.finding(for: scalar, wantedAsText: true)
  _ = AmbiguousScalar.finding(for: scalar, wantedAsText: false)
  let map = scalar.offsets
  let file = scalar.range.file
  var last = 0
  for (offset, byte) in scalar.text.utf8.enumerated() {
    let outer = map.range(ofInner: offset..<offset + 1)
    check(SourceRange(file, outer), count)
    precondition(outer.lowerBound >= last, "later bytes come from later places")
    last = outer.lowerBound
    guard isExact, byte > 0x20 else { continue }
    // A visible byte stands in the file as it is, or comes from an escape or a doubled quote.
    let raw = file.bytes[outer]
    let isSame = raw.count == 1 && raw.first == byte
    precondition(
      isSame || raw.first == UInt8(ascii: "\\") || raw.first == UInt8(ascii: "'"),
      "a byte comes from its place")
  }
}
