package import Values

extension EnrolledMember {
  /// The member as a record, with its coverages inside; the names that mappings use.
  ///
  /// Codes stay codes: which value of a model they mean is for a mapping to say.
  package var value: Value {
    .map(
      MapValue(
        Self.present([
          ("subscriber", .bool(isSubscriber)), ("relationship", text(relationship)),
          ("maintenance", text(maintenance)), ("reason", text(reason)),
          ("benefit_status", text(benefitStatus)),
          ("employment_status", text(employmentStatus)), ("student_status", text(studentStatus)),
          ("handicap", hasHandicap.map(Value.bool)), ("death_date", day(deathDate)),
          ("subscriber_number", text(subscriberNumber)), ("policy_number", text(policyNumber)),
          ("references", table(references)), ("dates", days(dates)), ("key", .string(key)),
          ("last_name", text(lastName)), ("first_name", text(firstName)), ("middle_name", text(middleName)),
          ("name_prefix", text(prefix)), ("name_suffix", text(suffix)), ("number_kind", text(number?.code)),
          ("number", text(number?.value)), ("contacts", list(contacts)), ("home", value(of: home)),
          ("mailing", value(of: mailing)), ("birth_date", day(birthDate)), ("gender", text(gender)),
          ("marital_status", text(maritalStatus)), ("language", text(language)),
          ("coverages", coverages.isEmpty ? nil : .list(coverages.map(value(of:)))),
          ("others", others.isEmpty ? nil : .list(others.map(Value.string))),
        ])))
  }

  /// Every key that `value` can have.
  package static let form = RecordForm.object(
    texts([
      "relationship", "maintenance", "reason", "benefit_status", "employment_status", "student_status",
      "death_date", "subscriber_number", "policy_number", "key", "last_name", "first_name", "middle_name",
      "name_prefix", "name_suffix", "number_kind", "number", "birth_date", "gender", "marital_status",
      "language",
    ]) + [
      .init("subscriber", .truth), .init("handicap", .truth), .init("references", .table),
      .init("dates", .table), .init("contacts", .list(.object(texts(["kind", "value"])))),
      .init("home", addressForm), .init("mailing", addressForm),
      .init("coverages", .list(coverageForm)), .init("others", .list(.text)),
    ])

  private static let addressForm = RecordForm.object(
    texts(["city", "region", "postal_code", "country"]) + [.init("lines", .list(.text))])

  private static let coverageForm = RecordForm.object(
    texts(["maintenance", "line", "plan", "level"])
      + ["dates", "amounts", "references"].map { .init($0, .table) })

  private static func texts(_ names: [String]) -> [RecordForm.Field] { names.map { .init($0, .text) } }

  private func value(of coverage: Coverage) -> Value {
    .map(
      MapValue(
        Self.present([
          ("maintenance", text(coverage.maintenance)), ("line", text(coverage.line)),
          ("plan", text(coverage.plan)),
          ("level", text(coverage.level)), ("dates", days(coverage.dates)),
          ("amounts", table(coverage.amounts)),
          ("references", table(coverage.references)),
        ])))
  }

  private func value(of address: Address) -> Value? {
    guard !address.isEmpty else { return nil }
    return .map(
      MapValue(
        Self.present([
          ("lines", .list(address.lines.map(Value.string))), ("city", text(address.city)),
          ("region", text(address.region)), ("postal_code", text(address.postalCode)),
          ("country", text(address.country)),
        ])))
  }

  private static func present(_ pairs: [(String, Value?)]) -> [(String, Value)] {
    pairs.compactMap { name, value in value.map { (name, $0) } }
  }

  private func text(_ text: String?) -> Value? { text.flatMap { $0.isEmpty ? nil : .string($0) } }

  /// `2026-01-31`; what is no day stays as it was written.
  private func day(_ text: String?) -> Value? {
    guard let text else { return nil }
    let bytes = Array(text.utf8)
    return .string(ValueCheck.day(bytes, 0..<bytes.count)?.description ?? text)
  }

  /// By qualifier; the first of each counts.
  private func table(_ list: [Coded]) -> Value? { table(list) { .string($0) } }

  private func days(_ list: [Coded]) -> Value? { table(list) { day($0) ?? .null } }

  private func table(_ list: [Coded], _ value: (String) -> Value) -> Value? {
    guard !list.isEmpty else { return nil }
    var seen: Set<String> = []
    return .map(MapValue(list.filter { seen.insert($0.code).inserted }.map { ($0.code, value($0.value)) }))
  }

  private func list(_ list: [Coded]) -> Value? {
    guard !list.isEmpty else { return nil }
    return .list(
      list.map { .map(MapValue([("kind", .string($0.code)), ("value", .string($0.value))])) })
  }
}
