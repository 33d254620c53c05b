extension Migrations {
  /// Files that were exchanged with partners.
  static let files = """
    -- The last number that was given in a series; numbers only grow, also those of files that were never sent.
    CREATE TABLE file_numbers(
      organization INTEGER NOT NULL REFERENCES organizations(id),
      series TEXT NOT NULL, last INTEGER NOT NULL,
      PRIMARY KEY(organization, series)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE exchanged_files(
      id INTEGER PRIMARY KEY,
      organization INTEGER NOT NULL REFERENCES organizations(id),
      integration INTEGER NOT NULL REFERENCES integrations(id) ON DELETE CASCADE,
      direction TEXT NOT NULL, content TEXT NOT NULL, name TEXT NOT NULL,
      hash TEXT NOT NULL, size INTEGER NOT NULL, archived_as TEXT NOT NULL,
      state TEXT NOT NULL, control_number INTEGER,
      answers INTEGER REFERENCES exchanged_files(id),
      -- Which changes of the feed it tells.
      tells_after INTEGER, tells_up_to INTEGER,
      attempts INTEGER NOT NULL DEFAULT 0, problem TEXT,
      created_at TEXT NOT NULL, sent_at TEXT, settled_at TEXT
    ) STRICT;
    -- A content that came in is worked on once.
    CREATE UNIQUE INDEX received_files ON exchanged_files(integration, hash) WHERE direction = 'received';
    CREATE INDEX files_of_integration ON exchanged_files(integration, direction, state);

    -- Functional groups and transaction sets of files that were sent.
    CREATE TABLE file_parts(
      file INTEGER NOT NULL REFERENCES exchanged_files(id) ON DELETE CASCADE,
      group_number TEXT NOT NULL, set_number TEXT NOT NULL,
      organization INTEGER NOT NULL REFERENCES organizations(id),
      state TEXT NOT NULL, reasons TEXT,
      PRIMARY KEY(file, group_number, set_number)
    ) STRICT, WITHOUT ROWID;

    -- What each file told of whom.
    CREATE TABLE file_members(
      integration INTEGER NOT NULL REFERENCES integrations(id) ON DELETE CASCADE,
      member TEXT NOT NULL,
      file INTEGER NOT NULL REFERENCES exchanged_files(id) ON DELETE CASCADE,
      organization INTEGER NOT NULL REFERENCES organizations(id),
      digest TEXT NOT NULL, is_ended INTEGER NOT NULL, set_number TEXT NOT NULL,
      PRIMARY KEY(integration, member, file)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX file_members_of_file ON file_members(file);
    """

  /// Which numbers a partner has used.
  static let numbersOfReceivedFiles = """
    CREATE TABLE received_numbers(
      integration INTEGER NOT NULL REFERENCES integrations(id) ON DELETE CASCADE,
      sender TEXT NOT NULL, number INTEGER NOT NULL,
      file INTEGER NOT NULL REFERENCES exchanged_files(id) ON DELETE CASCADE,
      organization INTEGER NOT NULL REFERENCES organizations(id),
      PRIMARY KEY(integration, sender, number, file)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX numbers_of_received_file ON received_numbers(file);
    """
}
