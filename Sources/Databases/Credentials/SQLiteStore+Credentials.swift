package import Storage
internal import Values

extension SQLiteStore: CredentialStore {
  package func settings(_ integration: IntegrationID) async throws(StoreFailure) -> [String: String] {
    let (organization, kept) = try await writer.use { (database) throws(StoreFailure) in
      (try database.organization(of: integration), try database.settings(of: integration))
    }
    var settings: [String: String] = [:]
    for setting in kept {
      settings[setting.name] =
        setting.isSecret
        ? try await keys().open(setting.value, for: .setting(organization, integration, setting.name))
        : setting.value
    }
    return settings
  }

  package func set(
    _ integration: IntegrationID, setting: String, to value: String?, isSecret: Bool
  ) async throws(StoreFailure) {
    let organization = try await organization(of: integration)
    var kept = value
    if isSecret, let value {
      kept = try await keys().seal(value, for: .setting(organization, integration, setting))
    }
    let text = kept
    try await writer.use { (database) throws(StoreFailure) in
      try database.set(
        KeptSetting(name: setting, value: text ?? "", isSecret: isSecret), isRemoved: text == nil,
        integration,
        organization)
    }
  }

  package func token(
    _ integration: IntegrationID, _ credential: String
  ) async throws(StoreFailure) -> StoredToken? {
    let row = try await writer.use { (database) throws(StoreFailure) in
      try database.token(integration, credential)
    }
    guard let row else { return nil }
    let text = try await keys().open(row.content, for: .token(row.organization, integration, credential))
    return StoredToken(content: try TokenText.content(of: text), version: row.version)
  }

  package func replaceToken(
    _ integration: IntegrationID, _ credential: String, _ token: TokenContent?, ifVersion version: Int64?
  ) async throws(StoreFailure) -> Bool {
    let organization = try await organization(of: integration)
    var content = ""
    if let token {
      content = try await keys().seal(
        TokenText.text(of: token), for: .token(organization, integration, credential))
    }
    let row = KeptToken(
      organization: organization, version: version ?? 0, content: content,
      expiresAt: token?.expiresAt?.description, endedBecause: token?.endedBecause)
    return try await writer.use { (database) throws(StoreFailure) in
      try database.replaceToken(integration, credential, row, isFirst: version == nil)
    }
  }

  /// Takes all tokens of an integration away, whatever they were for; how many there were.
  package func forgetTokens(of integration: IntegrationID) async throws(StoreFailure) -> Int {
    try await writer.use { (database) throws(StoreFailure) in
      try database.rows(
        """
        UPDATE oauth_tokens SET content = '', version = version + 1, expires_at = NULL, ended_because = NULL,
          updated_at = ? WHERE integration = ? AND content <> '' RETURNING version
        """, [.text(database.now), .integer(integration.number)]
      ) { $0.integer(0) }.count
    }
  }

  private func organization(of integration: IntegrationID) async throws(StoreFailure) -> OrganizationID {
    try await writer.use { (database) throws(StoreFailure) in try database.organization(of: integration) }
  }

  private func keys() throws(StoreFailure) -> any Sealing {
    guard let sealing = options.sealing else {
      throw StoreFailure(.sealed, "there is no master key to seal secrets with, or to open them")
    }
    return sealing
  }
}

/// A setting as it lies in the file: sealed when it is secret.
struct KeptSetting: Sendable {
  let name: String
  let value: String
  let isSecret: Bool
}

/// A token row as it lies in the file.
struct KeptToken: Sendable {
  let organization: OrganizationID
  let version: Int64
  /// Sealed; empty when the token was taken away, so that its version goes on counting.
  let content: String
  let expiresAt: String?
  let endedBecause: String?
}

extension Database {
  func settings(of integration: IntegrationID) throws(StoreFailure) -> [KeptSetting] {
    try rows(
      "SELECT setting, value, is_secret FROM integration_configs WHERE integration = ?",
      [.integer(integration.number)]
    ) { KeptSetting(name: $0.text(0), value: $0.text(1), isSecret: $0.integer(2) != 0) }
  }

  func set(
    _ setting: KeptSetting, isRemoved: Bool, _ integration: IntegrationID, _ organization: OrganizationID
  ) throws(StoreFailure) {
    try transaction { () throws(StoreFailure) in
      try audit(
        isRemoved ? .settingRemoved : .settingChanged,
        "\(try integrationName(integration)) \(setting.name)", organization.number)
      if isRemoved {
        try run(
          "DELETE FROM integration_configs WHERE integration = ? AND setting = ?",
          [.integer(integration.number), .text(setting.name)])
        return
      }
      try run(
        """
        INSERT INTO integration_configs(integration, setting, organization, value, is_secret, updated_at)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT(integration, setting) DO UPDATE SET
          value = excluded.value, is_secret = excluded.is_secret, updated_at = excluded.updated_at
        """,
        [
          .integer(integration.number), .text(setting.name), .integer(organization.number),
          .text(setting.value), .integer(setting.isSecret ? 1 : 0), .text(now),
        ])
    }
  }

  func token(_ integration: IntegrationID, _ credential: String) throws(StoreFailure) -> KeptToken? {
    try row(
      """
      SELECT organization, version, content, expires_at, ended_because FROM oauth_tokens
      WHERE integration = ? AND credential = ? AND content <> ''
      """, [.integer(integration.number), .text(credential)]
    ) {
      KeptToken(
        organization: OrganizationID($0.integer(0)), version: $0.integer(1), content: $0.text(2),
        expiresAt: $0.textOrNil(3), endedBecause: $0.textOrNil(4))
    }
  }

  /// False when the row is no longer the one that `token` was made for.
  func replaceToken(
    _ integration: IntegrationID, _ credential: String, _ token: KeptToken, isFirst: Bool
  ) throws(StoreFailure) -> Bool {
    try transaction { () throws(StoreFailure) in
      let known = try self.token(integration, credential)
      guard isFirst ? known == nil : known?.version == token.version else { return false }
      if let reason = token.endedBecause, known?.endedBecause == nil {
        try audit(
          .refreshFailed, "\(try integrationName(integration)) \(credential)", token.organization.number,
          details: reason)
      }
      try run(
        """
        INSERT INTO oauth_tokens(
          integration, credential, organization, version, content, expires_at, ended_because, updated_at)
        VALUES (?, ?, ?, 1, ?, ?, ?, ?)
        ON CONFLICT(integration, credential) DO UPDATE SET
          version = version + 1, content = excluded.content, expires_at = excluded.expires_at,
          ended_because = excluded.ended_because, updated_at = excluded.updated_at
        """,
        [
          .integer(integration.number), .text(credential), .integer(token.organization.number),
          .text(token.content), SQLValue(token.expiresAt), SQLValue(token.endedBecause), .text(now),
        ])
      return true
    }
  }
}
