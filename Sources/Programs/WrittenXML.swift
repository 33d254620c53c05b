package import Values

/// XML of the values that it is read into: `@name` is an attribute, `#text` the text beside elements, a list an element many times.
package struct WrittenXML {
  /// What cannot be the name of an element or an attribute.
  package struct BadName: Error {
    package let name: String
  }

  private let leavesOutNulls: Bool
  private var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

  private init(leavesOutNulls: Bool) { self.leavesOutNulls = leavesOutNulls }

  /// The document of a map with one member, its outermost element.
  ///
  /// A null is an element without content unless it is left out.
  package static func text(of document: Value, leavingOutNulls: Bool = false) throws(BadName) -> String {
    var written = WrittenXML(leavesOutNulls: leavingOutNulls)
    if case .map(let map) = document.plain { try written.addMembers(of: map) }
    return written.text
  }

  private mutating func addMembers(of map: MapValue) throws(BadName) {
    for (key, value) in map.pairs {
      guard case .string(let name) = key, !name.hasPrefix("@") else { continue }
      if name == "#text" {
        addText(value)
      } else if case .list(let list) = value.plain {
        for element in list.values { try add(name, element) }
      } else {
        try add(name, value)
      }
    }
  }

  private mutating func add(_ name: String, _ value: Value) throws(BadName) {
    if leavesOutNulls, value.isNull { return }
    guard name.isMarkupName else { throw BadName(name: name) }
    text += "<\(name)"
    if case .map(let map) = value.plain {
      try addAttributes(of: map)
      text += ">"
      try addMembers(of: map)
    } else {
      text += ">"
      addText(value)
    }
    text += "</\(name)>"
  }

  private mutating func addAttributes(of map: MapValue) throws(BadName) {
    for (key, value) in map.pairs {
      guard case .string(let key) = key, key.hasPrefix("@"), !(leavesOutNulls && value.isNull) else {
        continue
      }
      let name = String(key.dropFirst())
      guard name.isMarkupName else { throw BadName(name: key) }
      text += " \(name)=\""
      addText(value)
      text += "\""
    }
  }

  private mutating func addText(_ value: Value) {
    text += (value.templateText ?? "").escapedForMarkup(apostrophes: false)
  }
}
