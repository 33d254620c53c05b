internal import Storage

extension Database {
  func memory(_ integration: IntegrationID, _ name: String) throws(StoreFailure) -> String? {
    try row(
      "SELECT value FROM memory WHERE integration = ? AND name = ?",
      [.integer(integration.number), .text(name)]
    ) { $0.text(0) }
  }

  func remember(_ integration: IntegrationID, _ name: String, _ value: String?) throws(StoreFailure) {
    try transaction { () throws(StoreFailure) in try keep(value, as: name, of: integration) }
  }

  func amend(
    memory name: String, of integration: IntegrationID, _ body: (String?) -> String?
  ) throws(StoreFailure) {
    try transaction { () throws(StoreFailure) in
      let old = try memory(integration, name)
      let new = body(old)
      if new != old { try keep(new, as: name, of: integration) }
    }
  }

  func limits(of connector: String) throws(StoreFailure) -> String? {
    try row("SELECT value FROM provider_limits WHERE connector = ?", [.text(connector)]) { $0.text(0) }
  }

  func amend(limitsOf connector: String, _ body: (String?) -> String?) throws(StoreFailure) {
    try transaction { () throws(StoreFailure) in
      let old = try limits(of: connector)
      let new = body(old)
      if new == old { return }
      guard let new else {
        try run("DELETE FROM provider_limits WHERE connector = ?", [.text(connector)])
        return
      }
      try run(
        """
        INSERT INTO provider_limits(connector, value, updated_at) VALUES (?, ?, ?)
        ON CONFLICT(connector) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at
        """, [.text(connector), .text(new), .text(now)])
    }
  }

  private func keep(
    _ value: String?, as name: String, of integration: IntegrationID
  ) throws(StoreFailure) {
    let key: [SQLValue] = [.integer(integration.number), .text(name)]
    guard let value else {
      try run("DELETE FROM memory WHERE integration = ? AND name = ?", key)
      return
    }
    let organization = try organization(of: integration)
    try run(
      """
      INSERT INTO memory(integration, name, organization, value, updated_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT(integration, name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at
      """, key + [.integer(organization.number), .text(value), .text(now)])
  }
}
