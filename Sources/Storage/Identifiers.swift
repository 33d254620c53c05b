/// An organization in the store.
package struct OrganizationID: Sendable, Hashable {
  package let number: Int64
  package init(_ number: Int64) { self.number = number }
}

/// An organization's configured use of a connector.
package struct IntegrationID: Sendable, Hashable {
  package let number: Int64
  package init(_ number: Int64) { self.number = number }
}

/// One run of an integration.
package struct RunID: Sendable, Hashable {
  package let number: Int64
  package init(_ number: Int64) { self.number = number }
}
