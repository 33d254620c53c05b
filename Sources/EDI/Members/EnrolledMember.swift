/// One member of an enrolment file, in the codes of the file.
package struct EnrolledMember: Sendable, Hashable {
  /// A value with the code that says what it is.
  package struct Coded: Sendable, Hashable {
    package var code: String
    package var value: String

    package init(_ code: String, _ value: String) {
      self.code = code
      self.value = value
    }
  }

  /// A postal address.
  package struct Address: Sendable, Hashable {
    package var lines: [String] = []
    package var city: String?
    package var region: String?
    package var postalCode: String?
    package var country: String?

    package init() {}
    package var isEmpty: Bool { lines.isEmpty && city == nil }
  }

  /// One HD loop.
  package struct Coverage: Sendable, Hashable {
    package var maintenance: String
    package var line: String
    package var plan: String?
    package var level: String?
    package var dates: [Coded] = []
    package var amounts: [Coded] = []
    package var references: [Coded] = []

    package init(maintenance: String, line: String, plan: String? = nil, level: String? = nil) {
      self.maintenance = maintenance
      self.line = line
      self.plan = plan
      self.level = level
    }

    package func date(_ code: String) -> String? { dates.first { $0.code == code }?.value }
  }

  package var isSubscriber = false
  /// INS02.
  package var relationship = ""
  /// INS03.
  package var maintenance = ""
  /// INS04.
  package var reason: String?
  /// INS05.
  package var benefitStatus: String?
  /// INS08.
  package var employmentStatus: String?
  /// INS09.
  package var studentStatus: String?
  /// INS10 says yes.
  package var hasHandicap: Bool?
  /// INS12.
  package var deathDate: String?
  /// REF*0F.
  package var subscriberNumber: String?
  /// REF*1L.
  package var policyNumber: String?
  /// Other REF segments.
  package var references: [Coded] = []
  /// DTP segments.
  package var dates: [Coded] = []
  package var lastName: String?
  package var firstName: String?
  package var middleName: String?
  package var prefix: String?
  package var suffix: String?
  /// NM108 and NM109.
  package var number: Coded?
  package var contacts: [Coded] = []
  package var home = Address()
  package var mailing = Address()
  package var birthDate: String?
  /// DMG03.
  package var gender: String?
  /// DMG04.
  package var maritalStatus: String?
  /// LUI02 or LUI03.
  package var language: String?
  package var coverages: [Coverage] = []
  /// Segments of loops that no field above holds, as they are.
  package var others: [String] = []

  package init() {}

  package func date(_ code: String) -> String? { dates.first { $0.code == code }?.value }

  /// What tells members of two files apart or together: a subscriber's number, and what a dependent has beside it.
  ///
  /// A social security number never becomes part of a key, because keys are shown and kept.
  package var key: String {
    let subscriber = subscriberNumber ?? ""
    if isSubscriber, !subscriber.isEmpty { return subscriber }
    let own = references.first { $0.code == "23" }?.value ?? (number?.code == "34" ? nil : number?.value)
    if let own { return "\(subscriber)/\(own)" }
    return "\(subscriber)/\(relationship)/\(firstName ?? "")/\(birthDate ?? "")"
  }

  /// `Tremblay, Léa`.
  package var name: String {
    [lastName, firstName].compactMap { $0 }.joined(separator: ", ")
  }

  package static func == (a: EnrolledMember, b: EnrolledMember) -> Bool { a.allParts == b.allParts }

  package func hash(into hasher: inout Hasher) { hasher.combine(key) }

  private var allParts: [String] {
    EnrolmentText.segments(of: self).map { $0.joined(separator: "*") } + others
  }
}
