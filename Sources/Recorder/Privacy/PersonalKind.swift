/// What a replaced value is, which decides what stands in its place.
package enum PersonalKind: String, Sendable, Hashable, CaseIterable {
  case givenName = "a given name"
  case familyName = "a family name"
  case fullName = "a name"
  case email = "an e-mail address"
  case phone = "a telephone number"
  case username = "a user name"
  case street = "a street"
  case city = "a town"
  case postalCode = "a postal code"
  case birthDate = "a day of somebody's life"
  case nationalID = "a number that a state gave"
  case account = "an account number"
  case number = "a person's number"
  case title = "a job title"
  case words = "free text"
  case address = "a web address"
  case amount = "an amount of pay"
  case organization = "a company"
  case secret = "a secret"
  case pageToken = "a page token"
  case other = "a personal value"
}

/// A name of a field taken apart: `workEmail2`, `work_email` and `Work-Email` are `work`, `email`.
struct KeyWords {
  let parts: [String]
  /// The words without anything between them.
  let joined: String
  private let set: Set<String>

  init(_ name: String) {
    var parts: [String] = []
    var part = ""
    var previous: Character = " "
    for character in name {
      let isWord = character.isLetter
      let startsHump = character.isUppercase && previous.isLowercase
      if !isWord || startsHump, !part.isEmpty {
        parts.append(part)
        part = ""
      }
      if isWord { part += character.lowercased() }
      previous = character
    }
    if !part.isEmpty { parts.append(part) }
    self.parts = parts
    joined = parts.joined()
    set = Set(parts)
  }

  var last: String { parts.last ?? "" }

  func has(_ words: String...) -> Bool { words.contains { set.contains($0) } }
  func hasAll(_ words: String...) -> Bool { words.allSatisfy { set.contains($0) } }
  func holds(_ texts: String...) -> Bool { texts.contains { joined.contains($0) } }
  func isOne(of names: Set<String>) -> Bool { names.contains(joined) }
}

extension PersonalKind {
  /// What a key says of its value; nil when it says nothing.
  ///
  /// `isPerson` tells that the key belongs to somebody, so that a plain `name` is a person's.
  static func named(_ key: String, isPerson: Bool) -> PersonalKind? {
    let words = KeyWords(key)
    if isSecret(words) { return .secret }
    if let kind = stateGiven(words) { return kind }
    if words.has("email", "mail", "emails") { return .email }
    if words.has("phone", "mobile", "telephone", "fax", "cell", "cellphone", "phones", "tel") {
      return .phone
    }
    if words.has("username", "login", "handle")
      || words.isOne(of: ["userprincipalname", "samaccountname", "screenname"])
      || words.hasAll("user", "name")
    {
      return words.joined.hasPrefix("last") || words.joined.hasSuffix("at") ? nil : .username
    }
    if let kind = name(words, isPerson) { return kind }
    if let kind = place(words) { return kind }
    if words.has("note", "notes", "comment", "comments", "remark", "remarks", "bio", "biography", "feedback")
    {
      return .words
    }
    if words.has("photo", "avatar", "picture", "headshot", "portrait") { return .address }
    if words.has("salary", "wage", "wages") || words.hasAll("pay", "rate") { return .amount }
    if words.isOne(of: [
      "companyname", "organizationname", "organisationname", "employername", "legalname", "tradename",
    ]) {
      return isPerson && words.joined == "legalname" ? .fullName : .organization
    }
    return nil
  }

  private static func isSecret(_ words: KeyWords) -> Bool {
    if words.has("page", "next", "cursor", "sync", "delta", "continuation", "previous", "prev") {
      return false
    }
    return words.holds(
      "password", "passwd", "secret", "apikey", "accesstoken", "refreshtoken", "idtoken", "privatekey",
      "sessionid",
      "sessiontoken", "authtoken", "bearertoken", "credential")
      || words.isOne(of: ["token", "jwt", "sid", "sig", "signature", "cookie", "otp"])
  }

  private static func stateGiven(_ words: KeyWords) -> PersonalKind? {
    if words.has("birth", "birthday", "birthdate", "dob", "born", "deceased", "death") {
      return words.has("place", "country", "city", "state") ? .city : .birthDate
    }
    if words.has("ssn", "sin", "nino", "passport", "tin", "nationalid")
      || words.holds(
        "socialsecurity", "socialinsurance", "nationalid", "nationalinsurance", "taxid", "driverlicen",
        "driverslicen", "drivinglicen", "governmentid")
    {
      return words.has("type", "country", "state", "region", "expiry", "expires", "date") ? nil : .nationalID
    }
    if words.has("iban") || words.hasAll("account", "number") || words.hasAll("card", "number")
      || words.isOne(of: ["bankaccount", "accountno", "cardno"])
    {
      return .account
    }
    return nil
  }

  /// Words for people who stand in a record under their part in it.
  private static let people: Set<String> = [
    "employee", "manager", "supervisor", "approver", "author", "assignee", "assigned", "creator", "owner",
    "person",
    "reviewer", "recruiter", "interviewer", "candidate", "applicant", "attendee", "organizer", "organiser",
    "spouse",
    "partner", "dependent", "dependant", "beneficiary", "contact", "user", "member", "worker", "reporter",
    "sender",
    "participant", "guardian", "emergency", "mentor", "leader", "customer",
  ]

  /// Whether a key, or one of those beside it, tells that its object is somebody.
  static func tellsPerson(_ keys: some Sequence<String>) -> Bool {
    keys.contains { key in
      let words = KeyWords(key)
      return words.has(
        "email", "firstname", "lastname", "surname", "birth", "birthday", "dob", "mobile", "gender")
        || words.hasAll("first", "name") || words.hasAll("last", "name") || words.hasAll("given", "name")
    }
  }

  /// Whether a key holds somebody: `manager`, `created_by`.
  static func isPersonKey(_ key: String) -> Bool {
    let words = KeyWords(key)
    if words.last == "by" { return true }
    return people.contains(words.last)
      || people.contains(words.last.hasSuffix("s") ? String(words.last.dropLast()) : "")
  }

  private static func name(_ words: KeyWords, _ isPerson: Bool) -> PersonalKind? {
    if words.isOne(of: [
      "firstname", "givenname", "forename", "preferredname", "preferredfirstname", "nickname",
      "middlename", "legalfirstname", "givennames", "secondname", "knownas", "fname",
    ]) || words.hasAll("first", "name")
      || words.hasAll("middle", "name")
    {
      return .givenName
    }
    if words.isOne(of: ["lastname", "familyname", "surname", "maidenname", "birthname", "lname"])
      || words.hasAll("last", "name")
      || words.hasAll("family", "name")
    {
      return .familyName
    }
    if words.isOne(of: ["fullname", "realname", "fullnames"]) { return .fullName }
    if words.isOne(of: ["name", "displayname", "legalname"]) { return isPerson ? .fullName : nil }
    // `managerName`, and `manager` itself where it holds a text.
    if words.last == "name", words.parts.dropLast().contains(where: people.contains) { return .fullName }
    return nil
  }

  private static func place(_ words: KeyWords) -> PersonalKind? {
    if words.has("ip", "web", "site", "url", "mac", "type", "id", "format") { return nil }
    if words.has("street", "addressline", "addressee") || words.hasAll("address", "line")
      || words.isOne(of: ["address", "homeaddress", "line", "lines", "mailingaddress"])
        && !words.isOne(of: ["line", "lines"])
    {
      return .street
    }
    if words.has("city", "town") { return .city }
    if words.has("zip", "zipcode", "postcode", "postal", "postalcode") { return .postalCode }
    return nil
  }
}
