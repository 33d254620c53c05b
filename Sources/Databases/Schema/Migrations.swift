/// Every step of the schema, in order; tables of canonical models are made from the models and are not among them.
enum Migrations {
  static let all: [Migration] = [
    Migration(name: "integrations and runs", sql: integrationsAndRuns),
    Migration(name: "rows and changes", sql: rowsAndChanges),
    Migration(name: "credentials and keys", sql: credentialsAndKeys),
    Migration(name: "deliveries", sql: deliveries),
    Migration(name: "identity", sql: identity),
    Migration(name: "identity of sources", sql: identityOfSources),
    Migration(name: "files", sql: files),
    Migration(name: "aliases of records", sql: aliasesOfRecords),
    Migration(name: "limits of providers", sql: limitsOfProviders),
    Migration(name: "numbers of received files", sql: numbersOfReceivedFiles),
    Migration(name: "packed records", sql: packedRecords),
    Migration(name: "sealed parents", sql: sealedParents),
  ]

  /// Names that no table of a model may have.
  static let tables: Set<String> = [
    "schema_migrations", "organizations", "integrations", "integration_configs", "integration_sync_log",
    "sync_streams", "integration_health_logs", "leases", "checkpoints", "memory", "sources", "source_models",
    "changes", "quarantine", "parent_records", "oauth_tokens", "data_keys", "webhook_events",
    "outgoing_webhooks", "webhook_deliveries", "retry_configuration", "audit_log", "identity_keys",
    "identity_links", "identity_positions", "identity_rows", "record_aliases", "conflict_policies",
    "conflicts", "exchanged_files", "file_numbers", "file_parts", "file_members",
    "provider_limits",
    "received_numbers",
  ]

  private static let integrationsAndRuns = """
    CREATE TABLE schema_migrations(
      version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL
    ) STRICT;

    CREATE TABLE organizations(
      id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL
    ) STRICT;

    CREATE TABLE integrations(
      id INTEGER PRIMARY KEY,
      organization INTEGER NOT NULL REFERENCES organizations(id),
      connector TEXT NOT NULL, name TEXT NOT NULL, created_at TEXT NOT NULL,
      UNIQUE(organization, name)
    ) STRICT;

    -- Settings; a secret one is sealed.
    CREATE TABLE integration_configs(
      integration INTEGER NOT NULL REFERENCES integrations(id) ON DELETE CASCADE,
      setting TEXT NOT NULL,
      organization INTEGER NOT NULL REFERENCES organizations(id),
      value TEXT NOT NULL, is_secret INTEGER NOT NULL, updated_at TEXT NOT NULL,
      PRIMARY KEY(integration, setting)
    ) STRICT, WITHOUT ROWID;

    -- Runs; without an outcome while under way.
    CREATE TABLE integration_sync_log(
      id INTEGER PRIMARY KEY,
      organization INTEGER NOT NULL REFERENCES organizations(id),
      integration INTEGER NOT NULL REFERENCES integrations(id) ON DELETE CASCADE,
      kind TEXT NOT NULL, streams TEXT NOT NULL, started_at TEXT NOT NULL,
      finished_at TEXT, outcome TEXT, problem TEXT
    ) STRICT;
    CREATE INDEX runs_of_integration ON integration_sync_log(integration, id);

    CREATE TABLE sync_streams(
      run INTEGER NOT NULL REFERENCES integration_sync_log(id) ON DELETE CASCADE,
      stream TEXT NOT NULL,
      organization INTEGER NOT NULL REFERENCES organizations(id),
      outcome TEXT,
      read INTEGER NOT NULL DEFAULT 0, filtered INTEGER NOT NULL DEFAULT 0,
      created INTEGER NOT NULL DEFAULT 0, updated INTEGER NOT NULL DEFAULT 0,
      unchanged INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0,
      quarantined INTEGER NOT NULL DEFAULT 0,
      pages INTEGER NOT NULL DEFAULT 0, requests INTEGER NOT NULL DEFAULT 0, seconds REAL NOT NULL DEFAULT 0,
      problems TEXT NOT NULL DEFAULT '[]',
      PRIMARY KEY(run, stream)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE integration_health_logs(
      id INTEGER PRIMARY KEY,
      organization INTEGER NOT NULL REFERENCES organizations(id),
      integration INTEGER NOT NULL REFERENCES integrations(id) ON DELETE CASCADE,
      run INTEGER, at TEXT NOT NULL, status TEXT NOT NULL, message TEXT
    ) STRICT;
    CREATE INDEX health_of_integration ON integration_health_logs(integration, id);

    -- Who may write for an integration; the number grows with every run and never falls.
    CREATE TABLE leases(
      integration INTEGER PRIMARY KEY REFERENCES integrations(id) ON DELETE CASCADE,
      organization INTEGER NOT NULL REFERENCES organizations(id),
      number INTEGER NOT NULL, run INTEGER, holder TEXT, expires_at INTEGER
    ) STRICT;

    CREATE TABLE checkpoints(
      integration INTEGER NOT NULL REFERENCES integrations(id) ON DELETE CASCADE,
      stream TEXT NOT NULL, slice TEXT NOT NULL,
      organization INTEGER NOT NULL REFERENCES organizations(id),
      state TEXT NOT NULL, run INTEGER NOT NULL,
      PRIMARY KEY(integration, stream, slice)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE memory(
      integration INTEGER NOT NULL REFERENCES integrations(id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      organization INTEGER NOT NULL REFERENCES organizations(id),
      value TEXT NOT NULL, updated_at TEXT NOT NULL,
      PRIMARY KEY(integration, name)
    ) STRICT, WITHOUT ROWID;
    """

  private static let rowsAndChanges = """
    -- A stream of an integration, as a number that rows carry.
    CREATE TABLE sources(
      id INTEGER PRIMARY KEY,
      organization INTEGER NOT NULL REFERENCES organizations(id),
      integration INTEGER NOT NULL REFERENCES integrations(id) ON DELETE CASCADE,
      stream TEXT NOT NULL,
      UNIQUE(integration, stream)
    ) STRICT;

    -- Which models have rows of a source.
    CREATE TABLE source_models(
      source INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
      model TEXT NOT NULL,
      organization INTEGER NOT NULL REFERENCES organizations(id),
      PRIMARY KEY(source, model)
    ) STRICT, WITHOUT ROWID;

    -- Every effective change, in order; only appended to.
    CREATE TABLE changes(
      sequence INTEGER PRIMARY KEY,
      organization INTEGER NOT NULL, integration INTEGER NOT NULL, run INTEGER NOT NULL,
      row INTEGER NOT NULL, model TEXT NOT NULL, kind TEXT NOT NULL, cause TEXT NOT NULL,
      source_id TEXT NOT NULL,
      -- {"before": {}, "after": {}} of the fields that changed; a creation and a deletion need none.
      fields TEXT
    ) STRICT;

    CREATE TABLE quarantine(
      id INTEGER PRIMARY KEY,
      organization INTEGER NOT NULL,
      source INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
      record_key TEXT NOT NULL, model TEXT NOT NULL,
      path TEXT NOT NULL, reason TEXT NOT NULL, place TEXT NOT NULL, raw TEXT,
      first_run INTEGER NOT NULL, last_run INTEGER NOT NULL,
      UNIQUE(source, record_key, model)
    ) STRICT;

    CREATE TABLE parent_records(
      id INTEGER PRIMARY KEY,
      organization INTEGER NOT NULL,
      source INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
      record_key TEXT NOT NULL, json TEXT NOT NULL,
      UNIQUE(source, record_key)
    ) STRICT;
    """

  private static let credentialsAndKeys = """
    -- What is known of connected accounts; the content is sealed, the version makes replacing it safe.
    CREATE TABLE oauth_tokens(
      integration INTEGER NOT NULL REFERENCES integrations(id) ON DELETE CASCADE,
      credential TEXT NOT NULL,
      organization INTEGER NOT NULL REFERENCES organizations(id),
      version INTEGER NOT NULL, content TEXT NOT NULL,
      expires_at TEXT, ended_because TEXT, updated_at TEXT NOT NULL,
      PRIMARY KEY(integration, credential)
    ) STRICT, WITHOUT ROWID;

    -- Keys of organizations, wrapped by the master key.
    CREATE TABLE data_keys(
      organization INTEGER NOT NULL REFERENCES organizations(id),
      version INTEGER NOT NULL, wrapped TEXT NOT NULL, created_at TEXT NOT NULL,
      PRIMARY KEY(organization, version)
    ) STRICT, WITHOUT ROWID;

    -- Each row holds the hash of the one before: a row that was edited or taken out shows.
    CREATE TABLE audit_log(
      sequence INTEGER PRIMARY KEY,
      organization INTEGER NOT NULL REFERENCES organizations(id),
      at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL, details TEXT,
      previous_hash BLOB NOT NULL, hash BLOB NOT NULL
    ) STRICT;
    """

  private static let deliveries = """
    -- Deliveries of providers, once each.
    CREATE TABLE webhook_events(
      id INTEGER PRIMARY KEY,
      organization INTEGER NOT NULL REFERENCES organizations(id),
      integration INTEGER NOT NULL REFERENCES integrations(id) ON DELETE CASCADE,
      delivery TEXT NOT NULL, received_at TEXT NOT NULL, headers TEXT NOT NULL, body BLOB NOT NULL,
      status TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next_attempt_at INTEGER,
      run INTEGER, problem TEXT,
      UNIQUE(integration, delivery)
    ) STRICT;
    CREATE INDEX webhook_events_due ON webhook_events(next_attempt_at) WHERE next_attempt_at IS NOT NULL;

    -- Where changes are told to.
    CREATE TABLE outgoing_webhooks(
      id INTEGER PRIMARY KEY,
      organization INTEGER NOT NULL REFERENCES organizations(id),
      url TEXT NOT NULL, events TEXT NOT NULL, secret TEXT NOT NULL,
      is_active INTEGER NOT NULL DEFAULT 1, position INTEGER NOT NULL DEFAULT 0,
      created_at TEXT NOT NULL, ended_because TEXT
    ) STRICT;

    CREATE TABLE webhook_deliveries(
      id INTEGER PRIMARY KEY,
      organization INTEGER NOT NULL REFERENCES organizations(id),
      webhook INTEGER NOT NULL REFERENCES outgoing_webhooks(id) ON DELETE CASCADE,
      sequence INTEGER NOT NULL, status TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
      next_attempt_at INTEGER, answer INTEGER, problem TEXT, finished_at TEXT,
      UNIQUE(webhook, sequence)
    ) STRICT;
    CREATE INDEX webhook_deliveries_due ON webhook_deliveries(next_attempt_at) WHERE next_attempt_at IS NOT NULL;

    CREATE TABLE retry_configuration(
      organization INTEGER NOT NULL REFERENCES organizations(id),
      subject TEXT NOT NULL,
      attempts INTEGER NOT NULL, first_wait_seconds REAL NOT NULL, longest_wait_seconds REAL NOT NULL,
      PRIMARY KEY(organization, subject)
    ) STRICT, WITHOUT ROWID;
    """

  private static let identity = """
    -- Values by which rows of different integrations may be the same thing.
    CREATE TABLE identity_keys(
      organization INTEGER NOT NULL, model TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,
      row INTEGER NOT NULL, integration INTEGER NOT NULL,
      PRIMARY KEY(organization, model, field, value, row)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX identity_keys_of_row ON identity_keys(model, row);

    -- How far the change feed was read for links.
    CREATE TABLE identity_positions(
      organization INTEGER NOT NULL, model TEXT NOT NULL, sequence INTEGER NOT NULL,
      PRIMARY KEY(organization, model)
    ) STRICT, WITHOUT ROWID;

    -- Two rows of one model that show the same thing; the lower row number stands first.
    CREATE TABLE identity_links(
      organization INTEGER NOT NULL, model TEXT NOT NULL,
      first_row INTEGER NOT NULL, second_row INTEGER NOT NULL,
      method TEXT NOT NULL, confidence REAL NOT NULL, status TEXT NOT NULL, made_at TEXT NOT NULL,
      PRIMARY KEY(model, first_row, second_row)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX identity_links_of_second ON identity_links(model, second_row);

    -- Whose value counts where linked rows disagree.
    CREATE TABLE conflict_policies(
      organization INTEGER NOT NULL, model TEXT NOT NULL, field TEXT NOT NULL,
      policy TEXT NOT NULL, integrations TEXT NOT NULL DEFAULT '[]',
      PRIMARY KEY(organization, model, field)
    ) STRICT, WITHOUT ROWID;

    -- What somebody decided by hand: for this field the value of this row counts.
    CREATE TABLE conflicts(
      organization INTEGER NOT NULL, model TEXT NOT NULL, row INTEGER NOT NULL, field TEXT NOT NULL,
      decided_by TEXT NOT NULL, decided_at TEXT NOT NULL,
      PRIMARY KEY(model, row, field)
    ) STRICT, WITHOUT ROWID;
    """

  private static let identityOfSources = """
    -- The fields by which rows of the source are recognised elsewhere, as JSON; what the model says until a run has told.
    ALTER TABLE source_models ADD COLUMN identity TEXT;

    -- Which rows have a value, as 64 bits over field and value.
    DROP TABLE identity_keys;
    CREATE TABLE identity_keys(
      key INTEGER NOT NULL, row INTEGER NOT NULL,
      organization INTEGER NOT NULL, integration INTEGER NOT NULL,
      PRIMARY KEY(key, row)
    ) STRICT, WITHOUT ROWID;

    -- The values of a row: pairs of field and value, 64 bits each.
    CREATE TABLE identity_rows(
      model TEXT NOT NULL, row INTEGER NOT NULL,
      organization INTEGER NOT NULL, integration INTEGER NOT NULL, marks BLOB,
      PRIMARY KEY(model, row)
    ) STRICT, WITHOUT ROWID;

    -- Links are found anew.
    DELETE FROM identity_positions;
    """

  private static let aliasesOfRecords = """
    -- By what else than its key the provider will call a record gone.
    CREATE TABLE record_aliases(
      source INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
      record_key TEXT NOT NULL,
      organization INTEGER NOT NULL, alias TEXT NOT NULL,
      PRIMARY KEY(source, record_key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX record_aliases_by_alias ON record_aliases(source, alias);
    """

  private static let limitsOfProviders = """
    -- What is left of limits that all integrations of a connector share, whoever they belong to.
    CREATE TABLE provider_limits(
      connector TEXT PRIMARY KEY, value TEXT NOT NULL, updated_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """

  private static let sealedParents = """
    -- `json` is sealed, each time in other words: by the hash a record is known that has not changed. Those from before have none, and are
    -- sealed when they come again.
    ALTER TABLE parent_records ADD COLUMN hash TEXT;
    """

  private static let packedRecords = """
    -- Raw records of rows are kept as text or as bytes. No row changes, only what the schema says of the column: the way that SQLite
    -- documents for it, because its ALTER TABLE would write every row anew.
    PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = replace(sql, ', raw TEXT,', ', raw ANY,')
    WHERE type = 'table' AND sql LIKE '%UNIQUE(source, source_id)%';
    PRAGMA writable_schema = RESET;
    """
}
