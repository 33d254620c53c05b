internal import JSON

/// The elements of an XML document on their way to become JSON.
struct XMLTree: XMLListener {
  private struct Element {
    let name: String
    var attributes: [(name: String, value: String)] = []
    var text: [UInt8] = []
    /// Positions in `elements`.
    var children: [Int] = []
    var isNull = false
  }

  private static let mostElements = 5_000_000
  private static let deepest = 200

  private let lists: XMLLists
  private var elements: [Element] = [Element(name: "")]
  private var open = [0]
  /// The element in whose place something else is to be written.
  private var gap: Int?

  init(lists: XMLLists) { self.lists = lists }

  /// Opens an element; false when there are too many of them.
  mutating func open(_ name: String) -> Bool {
    guard elements.count < Self.mostElements, open.count < Self.deepest, let parent = open.last else {
      return false
    }
    elements[parent].children.append(elements.count)
    open.append(elements.count)
    elements.append(Element(name: name))
    return true
  }

  /// Opens an element in whose place something else is to be written.
  mutating func openGap(_ name: String) -> Bool {
    gap = elements.count
    defer { close() }
    return open(name)
  }

  /// Makes room for another document.
  mutating func removeAll() {
    elements.removeSubrange(1...)
    elements[0].children.removeAll(keepingCapacity: true)
    open = [0]
    gap = nil
  }

  mutating func close() { if open.count > 1 { open.removeLast() } }

  mutating func add(text: UnsafePointer<UInt8>) {
    guard let element = open.last, element > 0 else { return }
    var at = text
    while at.pointee != 0 {
      elements[element].text.append(at.pointee)
      at += 1
    }
  }

  mutating func add(attribute name: String, _ value: String, isNil: Bool) {
    guard let element = open.last else { return }
    if isNil {
      elements[element].isNull = value == "true" || value == "1"
    } else {
      elements[element].attributes.append((name, value))
    }
  }

  // MARK: JSON

  /// The document as a map with the root's name.
  func json() -> [UInt8] { jsonWithGap().text }

  /// The same without the element that is the gap, and where it would stand.
  func jsonWithGap() -> (text: [UInt8], gap: Int) {
    var json = JSON()
    write(0, to: &json)
    return (json.bytes, json.gap ?? json.bytes.count)
  }

  /// What stands in the outermost element, without its name.
  func jsonInside() -> [UInt8] {
    var json = JSON()
    if let outermost = elements[0].children.first { write(outermost, to: &json) }
    return json.bytes
  }

  private struct JSON {
    var bytes: [UInt8] = []
    var gap: Int?

    mutating func append(_ byte: UInt8) { bytes.append(byte) }

    /// The text of an element; nothing where there is none.
    mutating func append(text: ArraySlice<UInt8>) {
      if text.isEmpty {
        bytes.append(contentsOf: "null".utf8)
      } else {
        text.withUnsafeBufferPointer { JSONText.append($0, to: &bytes) }
      }
    }
  }

  private func write(_ place: Int, to json: inout JSON) {
    if place == gap {
      json.gap = json.bytes.count
      return
    }
    let element = elements[place]
    let text = element.children.isEmpty ? element.text[...] : Self.trimmed(element.text)
    if element.isNull || place > 0 && element.attributes.isEmpty && element.children.isEmpty {
      return json.append(text: element.isNull ? [] : text)
    }
    json.append(0x7B)
    var isFirst = true
    func name(_ name: String, to json: inout JSON) {
      if !isFirst { json.append(0x2C) }
      isFirst = false
      JSONText.append(name, to: &json.bytes)
      json.append(0x3A)
    }
    for attribute in element.attributes {
      name("@" + attribute.name, to: &json)
      JSONText.append(attribute.value, to: &json.bytes)
    }
    for (child, places) in groups(element.children) {
      name(child, to: &json)
      write(places, named: child, in: element.name, to: &json)
    }
    if !text.isEmpty {
      name("#text", to: &json)
      json.append(text: text)
    }
    json.append(0x7D)
  }

  private func write(_ places: [Int], named name: String, in parent: String, to json: inout JSON) {
    if places.count == 1, !lists.contains(name, in: parent) { return write(places[0], to: &json) }
    json.append(0x5B)
    for (number, place) in places.enumerated() {
      if number > 0 { json.append(0x2C) }
      write(place, to: &json)
    }
    json.append(0x5D)
  }

  /// Children with one name together, in the order in which the names came.
  private func groups(_ children: [Int]) -> [(name: String, places: [Int])] {
    var groups: [(name: String, places: [Int])] = []
    var positions: [String: Int] = [:]
    for child in children {
      let name = elements[child].name
      if let position = positions[name] {
        groups[position].places.append(child)
      } else {
        positions[name] = groups.count
        groups.append((name, [child]))
      }
    }
    return groups
  }

  private static func trimmed(_ text: [UInt8]) -> ArraySlice<UInt8> {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    var text = text[...]
    while let first = text.first, isBlank(first) { text.removeFirst() }
    while let last = text.last, isBlank(last) { text.removeLast() }
    return text
  }
}

/// The elements that are lists even when there is one.
struct XMLLists {
  private let names: Set<String>
  private let namesParents: Bool

  /// `value` is meant wherever it stands, `data.value` only inside of `data`.
  init(_ names: [String]) {
    self.names = Set(names)
    namesParents = names.contains { $0.contains(".") }
  }

  func contains(_ name: String, in parent: String?) -> Bool {
    if names.contains(name) { return true }
    guard namesParents, let parent else { return false }
    return names.contains("\(parent).\(name)")
  }
}
