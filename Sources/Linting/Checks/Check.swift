internal import Diagnostics

/// Looks at one connector for mistakes of one theme; a file each, gathered in `Checks.all`.
protocol Check: Sendable {
  /// The rules whose findings it makes.
  static var rules: [Rule] { get }
  static func run(_ context: ConnectorContext, _ texts: CheckedTexts, _ report: inout FindingList)
}
