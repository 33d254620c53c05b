package import HTTP
package import Values

extension HeaderFields {
  /// `headers` as expressions see it: values by lower-case name; several of one name are joined, as they could have been sent.
  package var value: Value {
    var entries = MapValue.Entries()
    for field in fields {
      let name = MapKey.string(field.name.lowercased())
      if case .string(let before)? = entries.value(for: name) {
        entries.set(name, to: .string("\(before), \(field.value)"))
      } else {
        entries.set(name, to: .string(field.value))
      }
    }
    return .map(MapValue(entries))
  }
}
