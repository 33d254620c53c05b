internal import Diagnostics
internal import Language
internal import YAML

/// The address that paths are appended to begins as addresses of the web do.
enum WholeAddressCheck: Check {
  static let rules: [Rule] = []

  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList) {
    if let base = context.file[ConnectorFile.http]?[HTTPBlock.baseURL] { check(base, &report) }
    // A path that begins with two slashes is told as such.
    for request in context.requests where !request.address.source.hasPrefix("/") {
      if slippedScheme(request.address.source) != nil { check(request.address, &report) }
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
