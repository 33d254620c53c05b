internal import Synchronization

/// The fields of a construct, laid out once for looking up the keys of its blocks.
final class FieldTable: Sendable {
  let fields: [any AnyField]
  /// Those that must be there.
  let required: [any AnyField]
  private let marks: [FieldMark]

  private init(_ type: any Construct.Type) {
    fields = type.fields
    required = fields.filter(\.isRequired)
    marks = fields.map(\.mark)
  }

  private static let known = Mutex<[ObjectIdentifier: FieldTable]>([:])

  static func of(_ type: any Construct.Type) -> FieldTable {
    known.withLock { known in
      let id = ObjectIdentifier(type as Any.Type)
      if let table = known[id] { return table }
      let table = FieldTable(type)
      known[id] = table
      return table
    }
  }

  /// The field of that key.
  func field(_ key: String) -> (any AnyField)? {
    let mark = FieldMark(key)
    for place in marks.indices where marks[place] == mark && fields[place].key == key { return fields[place] }
    return nil
  }
}
