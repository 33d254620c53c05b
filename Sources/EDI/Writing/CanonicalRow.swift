internal import JSON
internal import Values

/// A member, coverage or plan as `--output jsonl` writes it.
package struct CanonicalRow: Sendable {
  package let model: String
  package let id: String
  let fields: MapValue
  /// The row is gone; what it said when it went is still here.
  package let isDeleted: Bool

  /// Reads one line; fails with the reason.
  package init(line: [UInt8]) throws(Failure) {
    let document: JSONDocument
    do {
      document = try JSONDocument(line)
    } catch {
      throw Failure(message: "this is no JSON: \(error.message)")
    }
    guard case .map(let fields) = Value.json(document.root).plain else {
      throw Failure(message: "a row is a JSON object")
    }
    let row = CanonicalRow(fields)
    guard let model = row["model"], let id = row["id"] else {
      throw Failure(message: "a row needs `model` and `id`")
    }
    self.init(model: model, id: id, fields: fields, isDeleted: row["deleted"] == "true")
  }

  /// A part of a row.
  private init(_ fields: MapValue) { self.init(model: "", id: "", fields: fields, isDeleted: false) }

  private init(model: String, id: String, fields: MapValue, isDeleted: Bool) {
    self.model = model
    self.id = id
    self.fields = fields
    self.isDeleted = isDeleted
  }

  /// Why a line is no row.
  package struct Failure: Error, Sendable, Hashable {
    package let message: String
  }

  /// Somebody who is enrolled through somebody else.
  package var isDependent: Bool { self["role"] == "dependent" }

  /// Whose row it is: of a coverage the member, of a member the subscriber, who may be the member.
  package var owner: String {
    if model == "coverage" { return self["member_id"] ?? "" }
    return isDependent ? self["subscriber_id"] ?? id : id
  }

  subscript(name: String) -> String? {
    // Amounts keep their digits.
    if case .json(let view) = fields.value(named: name), let digits = view.numberText { return digits }
    return switch fields.value(named: name)?.plain {
    case .string(let text): text.isEmpty ? nil : text
    case .int(let number): "\(number)"
    case .decimal(let number): "\(number)"
    case .double(let number): "\(number)"
    case .bool(let isTrue): "\(isTrue)"
    default: nil
    }
  }

  func map(_ name: String) -> CanonicalRow? {
    guard case .map(let inner) = fields.value(for: .string(name))?.plain else { return nil }
    return CanonicalRow(inner)
  }

  func list(_ name: String) -> [CanonicalRow] {
    guard case .list(let list) = fields.value(for: .string(name))?.plain else { return [] }
    return list.values.compactMap { value in
      guard case .map(let inner) = value.plain else { return nil }
      return CanonicalRow(inner)
    }
  }

  /// Texts of a list of texts.
  func texts(_ name: String) -> [String] {
    guard case .list(let list) = fields.value(for: .string(name))?.plain else { return [] }
    return list.values.compactMap { value in
      guard case .string(let text) = value.plain else { return nil }
      return text
    }
  }
}

/// A subscriber with the dependents, and the coverages of all: what is told together and never torn apart.
package struct Family: Sendable {
  /// The subscriber first, where the rows have one.
  package let members: [CanonicalRow]
  private let coverages: [String: [CanonicalRow]]

  package init(_ members: [CanonicalRow], coverages: [CanonicalRow]) {
    self.members = members
    self.coverages = Dictionary(grouping: coverages, by: \.owner)
  }

  func coverages(of member: CanonicalRow) -> [CanonicalRow] { coverages[member.id] ?? [] }

  /// The number that all of them are known by.
  func subscriberNumber(of member: CanonicalRow) -> String {
    guard let subscriber = members.first(where: { $0.id == member.owner }) else { return member.owner }
    return subscriber["certificate_number"] ?? subscriber["member_number"] ?? subscriber.id
  }
}
