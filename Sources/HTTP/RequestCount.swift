internal import Synchronization

/// How many requests go out while a task works, on its own behalf or by tasks that it begins: repetitions, redirects and calls for tokens
/// are counted as well.
package final class RequestCount: Sendable {
  @TaskLocal private static var current: RequestCount?
  private let count = Atomic(0)

  package init() {}

  package var value: Int { count.load(ordering: .relaxed) }

  /// A request is about to go out.
  package static func note() { current?.count.add(1, ordering: .relaxed) }

  /// Counts what goes out during `body`.
  package func during<Result>(_ body: () async -> Result) async -> Result {
    await Self.$current.withValue(self) { await body() }
  }
}
