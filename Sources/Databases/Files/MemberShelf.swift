internal import Programs
package import Storage

/// Rows of members and coverages, brought into the order of families outside of memory: in a file that the system forgets with this
/// process, however it ends.
package struct MemberShelf: Sendable {
  /// A row that is put in, as a line of JSON.
  package struct Row: Sendable {
    let id: String
    /// Of a coverage its member, of a member the subscriber.
    let owner: String
    let kind: Kind
    let line: [UInt8]

    package enum Kind: Int64, Sendable {
      case subscriber = 0, dependent = 1, coverage = 2
    }

    package init(_ kind: Kind, id: String, owner: String, line: [UInt8]) {
      self.kind = kind
      self.id = id
      self.owner = owner
      self.line = line
    }
  }

  /// The lines of a family: the subscriber first, and everything in the order in which it was put in.
  package struct Family: Sendable {
    package fileprivate(set) var members: [[UInt8]] = []
    package fileprivate(set) var coverages: [[UInt8]] = []
  }

  /// Where the last portion ended.
  package struct Place: Sendable {
    /// Of the last subscriber that was given; nil once all were.
    fileprivate var subscriber: Int64?
    /// Whose dependents were given last, of those who have no subscriber here.
    fileprivate var owner = ""

    package static let beginning = Place(subscriber: 0)
  }

  /// Something noted about a member, for later.
  package struct Note: Sendable {
    package let member: String
    package let text: String
    package let isEnded: Bool

    package init(member: String, text: String, isEnded: Bool) {
      self.member = member
      self.text = text
      self.isEnded = isEnded
    }
  }

  private let thread: DatabaseThread

  package init() async throws(StoreFailure) {
    thread = try DatabaseThread()
    try await thread.openNameless(
      """
      CREATE TABLE members(
        position INTEGER PRIMARY KEY, id TEXT NOT NULL, owner TEXT NOT NULL, is_dependent INTEGER NOT NULL, line BLOB NOT NULL);
      CREATE TABLE coverages(position INTEGER PRIMARY KEY, member TEXT NOT NULL, line BLOB NOT NULL);
      CREATE TABLE notes(member TEXT PRIMARY KEY, text TEXT NOT NULL, is_ended INTEGER NOT NULL) WITHOUT ROWID;
      """)
  }

  package func put(_ rows: [Row]) async throws(StoreFailure) {
    try await thread.use { (database) throws(StoreFailure) in
      try database.transaction { () throws(StoreFailure) in
        for row in rows { try database.put(row) }
      }
    }
  }

  /// Everything is in: what finds it again is made once, which is faster than row by row.
  package func finish() async throws(StoreFailure) {
    try await thread.use { (database) throws(StoreFailure) in
      try database.script(
        """
        CREATE INDEX families ON members(owner, is_dependent);
        CREATE INDEX coverages_of_member ON coverages(member);
        CREATE INDEX member_ids ON members(id);
        """)
    }
  }

  /// The next families: subscribers in the order in which they came, and then those who have none here; empty at the end.
  package func families(
    after place: Place, atMost limit: Int
  ) async throws(StoreFailure) -> (families: [Family], place: Place) {
    try await thread.use { (database) throws(StoreFailure) in
      var place = place
      if let subscriber = place.subscriber {
        let found = try database.families(afterSubscriber: subscriber, limit)
        if let last = found.last { return (found.map(\.family), Place(subscriber: last.position)) }
        place.subscriber = nil
      }
      let owners = try database.ownersWithoutRow(after: place.owner, limit)
      var families: [Family] = []
      for owner in owners { families.append(try database.family(of: owner, firstMember: nil)) }
      return (families, Place(subscriber: nil, owner: owners.last ?? place.owner))
    }
  }

  /// Which of these members are here.
  package func present(among members: [String]) async throws(StoreFailure) -> Set<String> {
    try await thread.use { (database) throws(StoreFailure) in
      var present: Set<String> = []
      for id in members
      where try database.row("SELECT 1 FROM members WHERE id = ? LIMIT 1", [.text(id)], read: { _ in true })
        != nil
      {
        present.insert(id)
      }
      return present
    }
  }

  package func note(_ notes: [Note]) async throws(StoreFailure) {
    try await thread.use { (database) throws(StoreFailure) in
      try database.transaction { () throws(StoreFailure) in
        for note in notes {
          try database.run(
            "INSERT OR IGNORE INTO notes VALUES (?, ?, ?)",
            [.text(note.member), .text(note.text), .integer(note.isEnded ? 1 : 0)])
        }
      }
    }
  }

  package func notes(of members: [String]) async throws(StoreFailure) -> [Note] {
    try await thread.use { (database) throws(StoreFailure) in
      var notes: [Note] = []
      for member in members {
        notes += try database.rows("SELECT text, is_ended FROM notes WHERE member = ?", [.text(member)]) {
          Note(member: member, text: $0.text(0), isEnded: $0.integer(1) != 0)
        }
      }
      return notes
    }
  }
}

extension Database {
  /// The path of a file that has no name and is gone with the connection.
  static let nameless = ""

  fileprivate func put(_ row: MemberShelf.Row) throws(StoreFailure) {
    let isCoverage = row.kind == .coverage
    let statement = try statement(
      isCoverage
        ? "INSERT INTO coverages(member, line) VALUES (?1, ?2)"
        : "INSERT INTO members(owner, line, id, is_dependent) VALUES (?1, ?2, ?3, ?4)")
    statement.bind(1, row.owner)
    if !isCoverage {
      statement.bind(3, row.id)
      statement.bind(4, row.kind.rawValue)
    }
    var failure: StoreFailure?
    row.line.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      statement.bindKept(2, bytes: start, count: bytes.count)
      do throws(StoreFailure) {
        try statement.run()
      } catch {
        failure = error
      }
    }
    statement.clear()
    if let failure { throw failure }
  }

  fileprivate func families(
    afterSubscriber position: Int64, _ limit: Int
  ) throws(StoreFailure) -> [(family: MemberShelf.Family, position: Int64)] {
    let subscribers = try rows(
      """
      SELECT position, owner, line,
        position = (SELECT min(position) FROM members f WHERE f.owner = m.owner AND f.is_dependent = 0)
      FROM members m WHERE position > ? AND is_dependent = 0 ORDER BY position LIMIT ?
      """, [.integer(position), SQLValue(limit)]
    ) { row in
      (position: row.integer(0), id: row.text(1), line: row.line(2), isFirst: row.integer(3) != 0)
    }
    var families: [(family: MemberShelf.Family, position: Int64)] = []
    for subscriber in subscribers {
      // A subscriber who is there twice has the dependents once.
      let family =
        subscriber.isFirst
        ? try family(of: subscriber.id, firstMember: subscriber.line)
        : MemberShelf.Family(members: [subscriber.line], coverages: try coverages(of: subscriber.id))
      families.append((family, subscriber.position))
    }
    return families
  }

  /// The dependents of somebody, behind the row of that somebody where there is one.
  fileprivate func family(
    of owner: String, firstMember: [UInt8]?
  ) throws(StoreFailure) -> MemberShelf.Family {
    var family = MemberShelf.Family()
    var ids: [String] = []
    if let firstMember {
      family.members.append(firstMember)
      ids.append(owner)
    }
    let dependents = try rows(
      "SELECT id, line FROM members WHERE owner = ? AND is_dependent = 1 ORDER BY position", [.text(owner)]
    ) { row in (id: row.text(0), line: row.line(1)) }
    var known = Set(ids)
    for dependent in dependents {
      family.members.append(dependent.line)
      if known.insert(dependent.id).inserted { ids.append(dependent.id) }
    }
    for id in ids { family.coverages += try coverages(of: id) }
    return family
  }

  private func coverages(of member: String) throws(StoreFailure) -> [[UInt8]] {
    try rows("SELECT line FROM coverages WHERE member = ? ORDER BY position", [.text(member)]) { $0.line(0) }
  }

  fileprivate func ownersWithoutRow(after owner: String, _ limit: Int) throws(StoreFailure) -> [String] {
    try rows(
      """
      SELECT DISTINCT owner FROM members m WHERE is_dependent = 1 AND owner > ?
        AND NOT EXISTS(SELECT 1 FROM members s WHERE s.owner = m.owner AND s.is_dependent = 0)
      ORDER BY owner LIMIT ?
      """, [.text(owner), SQLValue(limit)]
    ) { $0.text(0) }
  }
}

extension Statement {
  /// The bytes of a column.
  fileprivate func line(_ index: Int) -> [UInt8] { withBytes(index) { Array($0) } }
}
