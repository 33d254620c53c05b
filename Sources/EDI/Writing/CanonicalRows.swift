internal import JSON
internal import Values

/// Members, coverages and plans as `--output jsonl` writes them, gathered by member.
package struct CanonicalRows: Sendable {
  /// A row of a model.
  package struct Row: Sendable {
    package let id: String
    let fields: MapValue
    /// The row is gone; what it said when it went is still here.
    package var isDeleted = false

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

    func map(_ name: String) -> Row? {
      guard case .map(let inner) = fields.value(for: .string(name))?.plain else { return nil }
      return Row(id: "", fields: inner)
    }

    func list(_ name: String) -> [Row] {
      guard case .list(let list) = fields.value(for: .string(name))?.plain else { return [] }
      return list.values.compactMap { value in
        guard case .map(let inner) = value.plain else { return nil }
        return Row(id: "", fields: inner)
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

  /// In the order of the file.
  package private(set) var members: [Row] = []
  package private(set) var coverages: [String: [Row]] = [:]
  package private(set) var plans: [String: Row] = [:]

  /// Why rows cannot be read.
  package struct Failure: Error, Sendable {
    package let line: Int
    package let message: String
  }

  /// Rows that are gone are left out, unless they are kept because a partner must be told.
  package init(_ bytes: [UInt8], keepingDeleted: Bool = false) throws(Failure) {
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      guard line.contains(where: { $0 > 0x20 }) else { continue }
      let document: JSONDocument
      do {
        document = try JSONDocument(Array(line))
      } catch {
        throw Failure(line: index + 1, message: "this is no JSON: \(error.message)")
      }
      guard case .map(let fields) = Value.json(document.root).plain else {
        throw Failure(line: index + 1, message: "a row is a JSON object")
      }
      let nameless = Row(id: "", fields: fields)
      guard let model = nameless["model"], let id = nameless["id"] else {
        throw Failure(line: index + 1, message: "a row needs `model` and `id`")
      }
      let isDeleted = nameless["deleted"] == "true"
      if isDeleted, !keepingDeleted { continue }
      add(Row(id: id, fields: fields, isDeleted: isDeleted), model)
    }
  }

  private mutating func add(_ row: Row, _ model: String) {
    switch model {
    case "member": members.append(row)
    case "coverage": coverages[row["member_id"] ?? "", default: []].append(row)
    case "plan": plans[row.id] = row
    default: break
    }
  }
}
