/// What is written down for good when somebody does it, or when it befalls an account.
package enum AuditAction: String, Sendable, CaseIterable {
  case login = "auth.login"
  case logout = "auth.logout"
  /// A token can no longer be renewed: somebody must sign in again.
  case refreshFailed = "auth.refresh_failed"
  case settingChanged = "setting.changed"
  case settingRemoved = "setting.removed"
  /// A new data key of an organization.
  case keyRotated = "key.rotated"
  /// A data key was wrapped by another master key.
  case keyRewrapped = "key.rewrapped"
  case keyRetired = "key.retired"
  /// A run that a person began.
  case syncBegun = "sync.begun"
  /// More rows were deleted than the connector lets go at once, because somebody allowed it.
  case deletionsAllowed = "sync.deletions_allowed"
  /// Somebody said whether two records are the same.
  case identityDecided = "identity.decided"
  /// Somebody said whose value of a field counts.
  case conflictDecided = "conflict.decided"
}

/// A row of the audit log, as it is read.
package struct AuditRecord: Sendable, Hashable {
  package let sequence: Int64
  package let organization: String
  package let at: String
  package let actor: String
  /// One of `AuditAction`, or a word that a later version knows.
  package let action: String
  /// What it was done to: an integration, a setting of one, a record; never a secret.
  package let subject: String
  package let details: String?
  /// In hexadecimal digits; holds the hash of the row before.
  package let hash: String

  package init(
    sequence: Int64, organization: String, at: String, actor: String, action: String, subject: String,
    details: String?, hash: String
  ) {
    self.sequence = sequence
    self.organization = organization
    self.at = at
    self.actor = actor
    self.action = action
    self.subject = subject
    self.details = details
    self.hash = hash
  }
}

/// Whether the audit log is what was written.
package enum AuditProof: Sendable, Hashable {
  /// Every row follows from the one before; the hash of the last one is to be kept elsewhere, to prove later that none was cut off.
  case intact(rows: Int, head: String)
  /// The first row that is not what was written, or does not follow.
  case broken(at: Int64)
  /// The rows follow, and none of them has the hash that was kept elsewhere: the end was cut off, or all was written anew.
  case unknownHead
}
