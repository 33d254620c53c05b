/// Takes a document apart into its records and what lies around them.
struct XMLSplit: XMLListener {
  private let lists: XMLLists
  private let list: [String]
  private let keepsRecords: Bool
  /// What lies around the records, with a gap where they are.
  private var around: XMLTree
  private var record: XMLTree
  /// How many elements are open, and how many of them lead to the records.
  private var depth = 0
  private var led = 0
  private var count = 0
  /// Elements on the way to the records that were opened.
  private var ways = 0
  private var rows: [UInt8] = []
  private var waiting = 0

  /// What lies around records is told with each portion of them, and so must be small.
  private static let largestFrame = 1 << 20
  /// A portion ends at the record that passes this, however many are wanted.
  private static let largePortion = 16 << 20

  /// `list` leads to the records; those that are not kept are only counted.
  init(_ lists: XMLLists, at list: [String], keepsRecords: Bool) {
    self.lists = lists
    self.list = list
    self.keepsRecords = keepsRecords
    around = XMLTree(lists: lists)
    record = XMLTree(lists: lists)
  }

  private var isInRecord: Bool { led == list.count }

  mutating func open(_ name: String) -> Bool {
    depth += 1
    if isInRecord { return record.open(name) }
    if led == depth - 1, list[led] == name {
      led += 1
      if isInRecord {
        count += 1
        record.removeAll()
        return (count > 1 || keepsRecords || around.openGap(name)) && record.open(name)
      }
      ways += 1
    }
    return keepsRecords || around.open(name)
  }

  mutating func add(attribute name: String, _ value: String, isNil: Bool) {
    if isInRecord {
      if keepsRecords { record.add(attribute: name, value, isNil: isNil) }
    } else if !keepsRecords {
      around.add(attribute: name, value, isNil: isNil)
    }
  }

  mutating func add(text: UnsafePointer<UInt8>) {
    if isInRecord {
      if keepsRecords { record.add(text: text) }
    } else if !keepsRecords {
      around.add(text: text)
    }
  }

  mutating func close() {
    depth -= 1
    guard isInRecord else {
      led = min(led, depth)
      if !keepsRecords { around.close() }
      return
    }
    record.close()
    guard depth < list.count else { return }
    led = depth
    guard keepsRecords else { return }
    if waiting > 0 { rows.append(0x2C) }
    waiting += 1
    rows += record.jsonInside()
  }

  // MARK: What came of it

  /// Whether there are as many records as are wanted at once.
  func isFull(_ wanted: Int) -> Bool { waiting >= wanted || rows.count > Self.largePortion }

  /// The records that are waiting, one after the other; nil when there are none.
  mutating func takeRows() -> [UInt8]? {
    guard waiting > 0 else { return nil }
    defer { (rows, waiting) = ([], 0) }
    return rows
  }

  /// What lies around the records; nil where it cannot stand around a part of them as around all.
  var frame: XMLFrame? {
    // More than one way leads to the records, or there are none: what a path gives then is no list of records.
    guard count > 0, ways == list.count - 1, let name = list.last else { return nil }
    let (text, gap) = around.jsonWithGap()
    guard text.count <= Self.largestFrame else { return nil }
    // Brackets stand around the gap already where one element is a list.
    let (opening, closing): ([UInt8], [UInt8]) =
      count > 1 && !lists.contains(name, in: list.dropLast().last) ? ([0x5B], [0x5D]) : ([], [])
    return XMLFrame(before: text[..<gap] + opening, after: closing + text[gap...])
  }
}

/// The JSON of a document up to its records, and from there on.
struct XMLFrame {
  let before: [UInt8]
  let after: [UInt8]

  func holding(_ rows: [UInt8]) -> [UInt8] { before + rows + after }
}
