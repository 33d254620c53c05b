/// Remembers the files that were exchanged with partners: what each held, under which numbers, and what became of it.
///
/// A partner is an integration. Every method is one transaction.
package protocol FileLedger: Sendable {
  /// The next number of a series, or the first of several in a row: never given before and never again, whoever asks and
  /// whatever becomes of it.
  func nextNumber(
    _ integration: IntegrationID, series: String, atLeast first: Int, count: Int
  ) async throws(StoreFailure) -> Int
  /// Notes a file to be sent together with who is told what in it; refused once the lease is lost.
  func prepare(
    _ file: NewFile, telling members: some ToldMembers, lease: RunLease
  ) async throws(StoreFailure) -> Int64
  /// Notes that a file is about to be handed over; a second time makes it one that was sent again.
  func beginSending(_ file: Int64) async throws(StoreFailure) -> ExchangedFile
  /// Notes why a file was not handed over; it counts as never sent when it cannot have arrived.
  func markUnsent(_ file: Int64, problem: String, mayHaveArrived: Bool) async throws(StoreFailure)
  /// Notes that a file was handed over.
  func markSent(_ file: Int64) async throws(StoreFailure)

  /// Notes a file that came in; the one that is there already when its content is known, with another arrival if that counts.
  func receive(
    _ file: NewFile, countsAgain: Bool
  ) async throws(StoreFailure) -> (file: ExchangedFile, isNew: Bool)
  /// The numbers of interchanges in a received file that its sender used before, in a file that was not rejected.
  func repeatedNumbers(of file: Int64) async throws(StoreFailure) -> [RepeatedNumber]
  /// Ends the work on a file that came in, and notes the answer that is to be sent, both or neither.
  func settle(
    _ file: Int64, _ state: ExchangedFile.State, problem: String?, answer: NewFile?
  ) async throws(StoreFailure)
  /// Notes what a partner answered to a file that was sent, and ends the work on the file that held the answer.
  func settle(_ answers: [FileAnswer], of answer: Int64?) async throws(StoreFailure)

  /// The files of an organization, newest first; of one partner when it is named.
  func files(
    organization: String, integration: String?, limit: Int
  ) async throws(StoreFailure) -> [ExchangedFile]
  func file(_ id: Int64, organization: String) async throws(StoreFailure) -> ExchangedFile?
  /// Files of a partner that are in one of these states, oldest first.
  func files(
    _ integration: IntegrationID, in states: [ExchangedFile.State], _ direction: ExchangedFile.Direction
  ) async throws(StoreFailure) -> [ExchangedFile]

  /// What the partner was last told of some members by files that it did not reject.
  func told(
    _ integration: IntegrationID, of members: [String]
  ) async throws(StoreFailure) -> [String: ToldMember]
  /// How many members the partner was last told of as enrolled.
  func activeTold(_ integration: IntegrationID) async throws(StoreFailure) -> Int
  /// Up to which position of the change feed the partner knows everything; 0 when it was told nothing.
  func toldUpTo(_ integration: IntegrationID) async throws(StoreFailure) -> Int64
}

extension FileLedger {
  package func nextNumber(
    _ integration: IntegrationID, series: String, atLeast first: Int
  ) async throws(StoreFailure) -> Int {
    try await nextNumber(integration, series: series, atLeast: first, count: 1)
  }
}

/// A file that was exchanged with a partner.
package struct ExchangedFile: Sendable, Hashable {
  package enum Direction: String, Sendable {
    case sent, received
  }

  package enum State: String, Sendable, CaseIterable {
    /// Made and noted; perhaps handed over when a process died before it could say so.
    case prepared
    /// Handed over; no answer yet, or none is expected.
    case sent
    case accepted
    case acceptedWithErrors = "accepted with errors"
    case rejected
    /// Safe in the archive, not yet worked on to the end.
    case received
    case processed

    /// Whether the partner took what the file says; true also while that is not known.
    package var holds: Bool { self != .rejected }
  }

  package enum Content: String, Sendable {
    /// Everybody.
    case full
    case changes
    case acknowledgement
    /// What was received and is not an acknowledgement.
    case enrolment
  }

  /// A functional group, or a transaction set in it, of a file that was sent.
  package struct Part: Sendable, Hashable {
    /// GS06.
    package let group: String
    /// ST02; nil for the group itself.
    package let set: String?
    package var state: State
    /// Why, in the codes of the acknowledgement.
    package var reasons: String?

    package init(group: String, set: String?, state: State = .sent, reasons: String? = nil) {
      self.group = group
      self.set = set
      self.state = state
      self.reasons = reasons
    }
  }

  package let id: Int64
  package let integration: IntegrationRecord
  package let direction: Direction
  package let content: Content
  package let name: String
  /// SHA-256 of what it says, before it is encrypted, in hexadecimal.
  package let hash: String
  package let size: Int
  /// Where its bytes are kept, as they went over the wire.
  package let archivedAs: String
  package let state: State
  /// ISA13; the number of the file in other forms.
  package let controlNumber: Int?
  package let parts: [Part]
  /// The file that this one acknowledges.
  package let answers: Int64?
  /// How often it was handed over, or begun to be, or came: more than once means again.
  package let attempts: Int
  package let problem: String?
  package let createdAt: String
  package let sentAt: String?
  /// When it was answered or worked on to the end.
  package let settledAt: String?

  package init(
    id: Int64, integration: IntegrationRecord, direction: Direction, content: Content, name: String,
    hash: String, size: Int, archivedAs: String, state: State, controlNumber: Int?, parts: [Part],
    answers: Int64?, attempts: Int, problem: String?, createdAt: String, sentAt: String?, settledAt: String?
  ) {
    self.id = id
    self.integration = integration
    self.direction = direction
    self.content = content
    self.name = name
    self.hash = hash
    self.size = size
    self.archivedAs = archivedAs
    self.state = state
    self.controlNumber = controlNumber
    self.parts = parts
    self.answers = answers
    self.attempts = attempts
    self.problem = problem
    self.createdAt = createdAt
    self.sentAt = sentAt
    self.settledAt = settledAt
  }
}

/// The number of an interchange as its sender gave it.
package struct SenderNumber: Sendable, Hashable {
  /// ISA05 and ISA06.
  package let sender: String
  /// ISA13.
  package let number: Int

  package init(sender: String, number: Int) {
    self.sender = sender
    self.number = number
  }
}

/// A number that was used before.
package struct RepeatedNumber: Sendable, Hashable {
  package let number: Int
  /// The file that had it first, and its name.
  package let file: Int64
  package let name: String

  package init(number: Int, file: Int64, name: String) {
    self.number = number
    self.file = file
    self.name = name
  }
}

/// A file that is to be noted.
package struct NewFile: Sendable {
  package var integration: IntegrationID
  package var content: ExchangedFile.Content
  package var name: String
  package var hash: String
  package var size: Int
  package var archivedAs: String
  package var controlNumber: Int?
  /// Of the interchanges in a file that came in.
  package var numbers: [SenderNumber] = []
  package var parts: [ExchangedFile.Part] = []
  package var answers: Int64?
  /// The changes it tells: those after the first position up to the second; nil when it tells none.
  package var tells: (after: Int64, upTo: Int64)?

  package init(
    integration: IntegrationID, content: ExchangedFile.Content, name: String, hash: String, size: Int,
    archivedAs: String
  ) {
    self.integration = integration
    self.content = content
    self.name = name
    self.hash = hash
    self.size = size
    self.archivedAs = archivedAs
  }
}

/// What a partner was told of one member.
package struct ToldMember: Sendable, Hashable {
  package let member: String
  /// A hash of all that was said.
  package let digest: String
  package let isEnded: Bool
  /// The transaction set in which it was said.
  package let set: String?

  package init(member: String, digest: String, isEnded: Bool, set: String? = nil) {
    self.member = member
    self.digest = digest
    self.isEnded = isEnded
    self.set = set
  }
}

/// What a file tells of its members, who may be too many to be held.
package protocol ToldMembers: Sendable {
  func forEach(_ body: (ToldMember) throws(StoreFailure) -> Void) throws(StoreFailure)
}

extension [ToldMember]: ToldMembers {
  package func forEach(_ body: (ToldMember) throws(StoreFailure) -> Void) throws(StoreFailure) {
    for member in self { try body(member) }
  }
}

/// What became of a file that was sent.
package struct FileAnswer: Sendable, Hashable {
  package let file: Int64
  package let state: ExchangedFile.State
  /// All parts of the file, each with its verdict.
  package let parts: [ExchangedFile.Part]
  package let problem: String?

  package init(file: Int64, state: ExchangedFile.State, parts: [ExchangedFile.Part], problem: String?) {
    self.file = file
    self.state = state
    self.parts = parts
    self.problem = problem
  }
}
