internal import Diagnostics
internal import Language
internal import YAML

/// The name that `for_each` gives to what a stream is read for, held against the name that the stream's expressions use.
///
/// An unknown variable in a stream whose own name nothing reads is one mistake, made where the name is given.
enum SliceNameCheck: Check {
  static let rules: [Rule] = []

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    guard report.all.contains(where: { $0.rule == .unknownVariable || $0.rule == .unknownPath }) else {
      return
    }
    var told: Set<SourceRange> = []
    var carried: Set<SourceRange> = []
    for stream in context.streams {
      let slices = stream.value[StreamBlock.each] ?? []
      for slice in slices { checkCarried(slice, of: stream, &carried, &report) }
      let place = DocumentPath(["streams", stream.name])
      let strange = report.all.filter {
        $0.rule == .unknownVariable && ($0.path ?? "").hasPrefix("\(place).")
          && $0.range.file === stream.nameRange.file
      }
      let names = Set(strange.map(\.range.text))
      guard let name = names.first, names.count == 1 else { continue }
      guard let slice = slices.first else {
        if stream.value.block.has("for_each") { continue }
        checkMissing(name, stream, strange, context, &report)
        continue
      }
      guard slices.count == 1, !slice.isDamaged else { continue }
      let given = slice[SliceFields.name]
      guard given == nil || !texts.under(place).contains(where: { $0.uses(given ?? "") }) else { continue }
      // Of two names that stand once each the one in the expression may as well be the misspelt one.
      let parent = slice.as(ParentSlice.self)?[ParentSlice.stream]?.value ?? ""
      guard
        strange.count > 1 || given == nil && strange.allSatisfy(\.suggestions.isEmpty)
          || parent.hasPrefix(Self.stem(name)) && !parent.hasPrefix(Self.stem(given ?? name))
      else { continue }
      let ranges = Set(strange.map(\.range))
      report.removeAll { $0.rule == .unknownVariable && ranges.contains($0.range) }
      let at = given == nil ? slice.head : slice.valueRange("as")
      guard told.insert(slice.node.range).inserted else { continue }
      report.add(
        Finding(
          .unknownVariable,
          given == nil
            ? "expressions of this stream read `\(name)`, and no `as` calls anything so"
            : "expressions of this stream read `\(name)`, which `as` calls `\(given ?? "")`",
          at: at, about: name, path: "\(place).for_each",
          related: strange.prefix(1).map { .init("read here", at: $0.range) },
          suggestions: given == nil ? ["as: \(name)"] : [name]))
    }
  }

  /// What a slice stands for is read of records, to which `carry` was to add it.
  private static func checkCarried(
    _ slice: Block, of stream: Named<StreamBlock>, _ told: inout Set<SourceRange>, _ report: inout FindingList
  ) {
    guard let name = slice[SliceFields.name], !slice.isDamaged else { return }
    let place = "streams.\(stream.name)"
    func isMissed(_ finding: Finding) -> Bool {
      // `invoice_id` is told after `invoice`.
      guard finding.rule == .unknownPath,
        finding.subject == name
          || finding.suggestions.isEmpty
            && (finding.subject.hasPrefix(name + "_") || finding.subject == name + "Id")
      else { return false }
      return Derivation.Place(finding).mappedStream == stream.name
        || finding.path?.hasPrefix("\(place).") ?? false
    }
    guard let first = report.all.first(where: isMissed) else { return }
    report.removeAll(where: isMissed)
    // What several streams share lacks it once.
    guard told.insert(slice.node.range).inserted else { return }
    let misspelt = slice[SliceFields.carry]?.first {
      !Suggestions.nearest(to: $0.name, among: [name]).isEmpty
    }
    report.add(
      Finding(
        .unknownPath,
        "`\(first.subject)` is in none of the recorded records of \(stream.name), and no `carry` adds it",
        at: misspelt?.nameRange ?? (slice.has("carry") ? slice.keyRange("carry") : slice.home),
        about: first.subject,
        path: "\(place).for_each",
        related: [.init("read here", at: first.range)],
        evidence: misspelt == nil ? [.init("add", "`carry: {\(first.subject): \(name).id}`")] : [],
        suggestions: misspelt == nil ? [] : [name]))
  }

  /// A variable that is called as another stream is comes from that stream.
  private static func checkMissing(
    _ name: String, _ stream: Named<StreamBlock>, _ strange: [Finding], _ context: ConnectorContext,
    _ report: inout FindingList
  ) {
    guard
      let parent = context.streams.first(where: {
        $0.name != stream.name && $0.name.split(separator: "_").contains { $0.hasPrefix(Self.stem(name)) }
      }),
      !stream.value.block.isDamaged,
      // One that an expression itself gives under a similar name is misspelt there.
      strange.allSatisfy(\.suggestions.isEmpty)
    else { return }
    let ranges = Set(strange.map(\.range))
    report.removeAll { $0.rule == .unknownVariable && ranges.contains($0.range) }
    report.add(
      Finding(
        .unknownVariable, "expressions of this stream read `\(name)`, and no `for_each` gives it",
        at: stream.nameRange, about: name, path: "streams.\(stream.name)",
        related: strange.prefix(1).map { .init("read here", at: $0.range) },
        suggestions: ["for_each: {type: parent, stream: \(parent.name), as: \(name)}"]))
  }

  /// What a name has in common with that of many of its kind.
  private static func stem(_ name: String) -> String { name.hasSuffix("y") ? String(name.dropLast()) : name }
}
