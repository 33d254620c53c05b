internal import JSON

/// The elements of an XML document on their way to become JSON.
struct XMLTree {
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

  private let lists: Set<String>
  private var elements: [Element] = [Element(name: "")]
  private var open = [0]

  init(lists: Set<String>) { self.lists = lists }

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
  func json() -> [UInt8] {
    var bytes: [UInt8] = []
    write(0, to: &bytes)
    return bytes
  }

  private func write(_ place: Int, to bytes: inout [UInt8]) {
    let element = elements[place]
    let text = element.children.isEmpty ? element.text[...] : Self.trimmed(element.text)
    if element.isNull || place > 0 && element.attributes.isEmpty && element.children.isEmpty {
      return writeText(element.isNull ? [] : text, to: &bytes)
    }
    bytes.append(0x7B)
    var isFirst = true
    func name(_ name: String, to bytes: inout [UInt8]) {
      if !isFirst { bytes.append(0x2C) }
      isFirst = false
      JSONText.append(name, to: &bytes)
      bytes.append(0x3A)
    }
    for attribute in element.attributes {
      name("@" + attribute.name, to: &bytes)
      JSONText.append(attribute.value, to: &bytes)
    }
    for (child, places) in groups(element.children) {
      name(child, to: &bytes)
      write(places, named: child, to: &bytes)
    }
    if !text.isEmpty {
      name("#text", to: &bytes)
      writeText(text, to: &bytes)
    }
    bytes.append(0x7D)
  }

  private func write(_ places: [Int], named name: String, to bytes: inout [UInt8]) {
    if places.count == 1, !lists.contains(name) { return write(places[0], to: &bytes) }
    bytes.append(0x5B)
    for (number, place) in places.enumerated() {
      if number > 0 { bytes.append(0x2C) }
      write(place, to: &bytes)
    }
    bytes.append(0x5D)
  }

  private func writeText(_ text: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
    if text.isEmpty {
      bytes.append(contentsOf: "null".utf8)
    } else {
      text.withUnsafeBufferPointer { JSONText.append($0, to: &bytes) }
    }
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
