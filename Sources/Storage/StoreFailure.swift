/// Why the store did not do what was asked of it; nothing of it was done.
package struct StoreFailure: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Kind: Sendable, Hashable {
    /// Somebody else holds the store for longer than we wait.
    case busy
    case diskFull
    /// The file is no store, damaged, or written by a newer version.
    case unusable
    /// Another run of the integration is under way.
    case alreadyRunning
    /// The lease of this run went to another one: nothing may be written any more.
    case leaseLost
    /// A sealed value cannot be opened: the master key is missing or another one.
    case sealed
    case notFound
    case failed
  }

  package let kind: Kind
  /// One sentence without a full stop.
  package let message: String

  package init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  package var description: String { message }
}
