internal import Diagnostics
internal import Expressions
internal import Language
internal import YAML

/// Addresses begin as those of the web do, and neither they nor credentials hold what cannot be sent.
enum WholeAddressCheck: Check {
  static let rules: [Rule] = []

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    if let base = context.file[ConnectorFile.http]?[HTTPBlock.baseURL] {
      if !checkEnd(base.scalar, base.path.description, &report) {
        check(base, &report)
        checkCharacters(base, &report) { $0 <= 0x20 || $0 == 0x7F }
      }
    }
    for request in context.requests {
      let address = request.address
      if !checkEnd(address.scalar, address.path.description, &report) {
        checkCharacters(address, &report, where: isControl)
      }
      for header in request.headers { checkHeader(header.value, &report) }
    }
    for header in context.file[ConnectorFile.http]?[HTTPBlock.headers] ?? [] {
      checkHeader(header.value, &report)
    }
    for proof in context.file.proofs {
      let names = proof.as(APIKeyAuth.self) == nil ? credentials : credentials.union(["key"])
      for entry in proof.node.mapping?.entries ?? [] where names.contains(entry.key.text) {
        guard let scalar = entry.value.scalar else { continue }
        _ = checkEnd(scalar, "\(proof.path).\(entry.key.text)", &report)
      }
    }
    // A path that begins with two slashes is told as such.
    for request in context.requests where !request.address.source.hasPrefix("/") {
      if slippedScheme(request.address.source) != nil { check(request.address, &report) }
    }
  }

  private static let credentials: Set = [
    "token", "username", "password", "client_id", "client_secret", "token_url", "authorize_url",
    "access_key_id",
    "secret_access_key",
  ]

  /// A block of lines ends with a line end, which no address and no header can hold.
  private static func checkEnd(_ scalar: Scalar, _ path: String, _ report: inout FindingList) -> Bool {
    guard scalar.style == .literal || scalar.style == .folded, scalar.text.utf8.last == UInt8(ascii: "\n")
    else {
      return false
    }
    let start = scalar.range.start
    let mark = SourceRange(scalar.range.file, start, start + 1)
    let next = scalar.range.file.bytes.dropFirst(start + 1).first ?? 0
    let isBare = next == UInt8(ascii: "\n") || next == UInt8(ascii: "\r") || next == UInt8(ascii: " ")
    report.add(
      Finding(
        .badValue, "the line end behind this text would be sent as well; `\(mark.text)-` leaves it out",
        at: mark,
        path: path,
        fixes: isBare
          ? [.init("leave the line end out", isSafe: true, replace: mark, with: mark.text + "-")] : []))
    return true
  }

  private static func checkHeader(_ header: Template, _ report: inout FindingList) {
    guard !checkEnd(header.scalar, header.path.description, &report) else { return }
    checkCharacters(header, &report) { isControl($0) && $0 != UInt8(ascii: "\t") }
  }

  private static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F }

  /// What no address or header can hold, written in quotes as an escape or on lines of its own.
  private static func checkCharacters(
    _ text: Template, _ report: inout FindingList, where isWrong: (UInt8) -> Bool
  ) {
    // Nearly all hold none: what is literal is looked for only where there is something to find.
    guard text.source.utf8.contains(where: isWrong), !report.touch(text.range) else { return }
    for case .literal(let words, let range) in TemplateText(text.source).parts
    where words.utf8.count == range.count {
      guard let stray = words.utf8.firstIndex(where: isWrong) else { continue }
      let at = range.lowerBound + words.utf8.distance(from: words.utf8.startIndex, to: stray)
      let what = words.utf8[stray] == UInt8(ascii: " ") ? "a blank" : "a control character"
      report.add(
        Finding(
          .badValue, "\(what) stands in what is sent, and no server takes it",
          at: text.scalar.range(ofInner: at..<at + 1), path: text.path.description))
      return
    }
  }

  private static func check(_ address: Template, _ report: inout FindingList) {
    let source = address.source
    guard !source.hasPrefix("${"), !isWhole(source), !report.touch(address.range) else { return }
    let isBlank = source.allSatisfy(\.isWhitespace)
    let meant = meaning(source)
    let message =
      isBlank
      ? "an address is missing here" : "`\(source)` is not an address that starts with `https://`"
    var finding = Finding(
      .badValue, message, at: address.scalar.range, path: address.path.description, suggestions: meant)
    if let scheme = slippedScheme(source), !isBlank {
      finding.fixes = [
        .init(
          "begin with `https://`", isSafe: false, replace: address.scalar.range(ofInner: 0..<scheme),
          with: "https://")
      ]
    }
    report.add(finding)
  }

  private static func isWhole(_ source: String) -> Bool {
    let start = source.prefix(8).lowercased()
    return start.hasPrefix("https://") || start.hasPrefix("http://")
  }

  /// The address with the beginning that it was to have; none where it is no address in any reading.
  private static func meaning(_ source: String) -> [String] {
    if let scheme = slippedScheme(source) {
      return ["https://" + String(Substring(source.utf8.dropFirst(scheme)))]
    }
    let host = source.prefix { $0 != "/" && $0 != "$" }
    return host.contains(".") && !source.contains(" ") ? ["https://" + source] : []
  }

  /// The length of something like `https://` at the beginning that is not quite that: `htps://`, `https:/`, `//`.
  private static func slippedScheme(_ source: String) -> Int? {
    let bytes = source.utf8
    let letters = bytes.prefix { (0x61...0x7A).contains($0 | 0x20) }.count
    let slash = UInt8(ascii: "/")
    var rest = bytes.dropFirst(letters)
    let hasMark = rest.first == UInt8(ascii: ":") || rest.first == UInt8(ascii: ";")
    if hasMark { rest = rest.dropFirst() }
    let slashes = rest.prefix { $0 == slash }.count
    guard hasMark ? letters > 0 && slashes > 0 : letters == 0 && slashes > 1, slashes < 4, !isWhole(source)
    else { return nil }
    return letters + (hasMark ? 1 : 0) + slashes
  }
}
