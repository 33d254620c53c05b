/// Closes texts that must not be readable on the disk, and opens them again.
///
/// A sealed text opens only at the place it was sealed for: moved to another row it is worthless.
package protocol Sealing: Sendable {
  func seal(_ text: String, at place: SealedPlace) async throws(StoreFailure) -> String
  func open(_ sealed: String, at place: SealedPlace) async throws(StoreFailure) -> String
}

/// What a sealed text is bound to.
package struct SealedPlace: Sendable, Hashable {
  package let organization: OrganizationID
  package let integration: IntegrationID
  /// `settings/api_key`, `tokens/main`, `raw/employee`.
  package let field: String

  package init(organization: OrganizationID, integration: IntegrationID, field: String) {
    self.organization = organization
    self.integration = integration
    self.field = field
  }
}
