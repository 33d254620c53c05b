package import Expressions
internal import Programs
package import Values

extension StreamProgram {
  /// What changed is told by a feed, whose elements are no records.
  package var hasFeed: Bool { changes is FeedChangeStyle }

  /// Whether a record that was taken out of its page is one of the stream; nil where nobody can tell.
  package func keeps(_ record: Value, _ variables: Activation) -> Bool? {
    var variables = variables
    variables["with"] = pattern
    variables["record"] = record
    do throws(RunFailure) {
      if let flag, try flag.when.isTrue(variables) { return false }
      guard let keep else { return true }
      return try keep.truth(variables)
    } catch {
      return nil
    }
  }
}
