internal import CYAML

/// The events of libyaml over a stretch of memory, one at a time, with byte offsets instead of its character counts.
///
/// Owns the C parser and the current event. The memory must outlive the value; ``YAMLLoader`` sees to that.
struct Events: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let isReady: Bool
  private let characters: CharacterOffsets
  /// Added to every offset: where the memory stands in its file.
  private let base: Int
  private let event: UnsafeMutablePointer<yaml_event_t>
  private var place = CharacterOffsets.Place()

  init(_ bytes: UnsafeBufferPointer<UInt8>, base: Int) {
    self.base = base
    characters = CharacterOffsets(bytes)
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    event = .allocate(capacity: 1)
    event.initialize(to: yaml_event_t())
    isReady = yaml_parser_initialize(parser) == 1
    guard isReady else { return }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    if isReady {
      yaml_event_delete(event)
      yaml_parser_delete(parser)
    }
    event.deinitialize(count: 1)
    event.deallocate()
    parser.deinitialize(count: 1)
    parser.deallocate()
  }

  /// Moves on to the next event; after the stream's end or an error there must be no further call.
  mutating func next() throws(SyntaxError) {
    guard isReady else {
      throw SyntaxError(problem: "out of memory", context: nil, at: base, contextAt: base)
    }
    yaml_event_delete(event)
    if yaml_parser_parse(parser, event) == 1 { return }
    throw syntaxError()
  }

  /// The event that `next()` produced last, valid until it is called again.
  ///
  /// A pointer, because the event is large and most of it is not looked at.
  var current: UnsafePointer<yaml_event_t> { UnsafePointer(event) }

  var type: yaml_event_type_t { event.pointee.type }

  /// The file offset at which the current event starts.
  mutating func start() -> Int { offset(event.pointee.start_mark) }

  /// The file offset at which the current event ends.
  mutating func end() -> Int { offset(event.pointee.end_mark) }

  private mutating func offset(_ mark: yaml_mark_t) -> Int {
    base + characters.byteOffset(of: Int(mark.index), from: &place)
  }

  private mutating func syntaxError() -> SyntaxError {
    let error = parser.pointee
    return SyntaxError(
      problem: error.problem.map { String(cString: $0) } ?? "out of memory",
      context: error.context.map { String(cString: $0) },
      at: offset(error.problem_mark),
      contextAt: offset(error.context_mark))
  }
}

/// What libyaml says about text that it cannot read.
struct SyntaxError: Error {
  let problem: String
  let context: String?
  /// Where it gave up.
  let at: Int
  /// Where the thing begins that it was reading; meaningful with a context only.
  let contextAt: Int
}

/// Turns libyaml's character counts into byte offsets.
///
/// Counts come in almost ascending order, so walking from the last one asked for costs one pass over the file in all.
struct CharacterOffsets {
  /// The character count and byte offset of one place.
  struct Place {
    var character = 0
    var byte = 0
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let isASCII: Bool

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    isASCII = bytes.allSatisfy { $0 < 0x80 }
  }

  func byteOffset(of character: Int, from place: inout Place) -> Int {
    if isASCII { return min(character, bytes.count) }
    while place.character < character, place.byte < bytes.count {
      place.byte += 1
      while place.byte < bytes.count, isContinuation(place.byte) { place.byte += 1 }
      place.character += 1
    }
    while place.character > character, place.byte > 0 {
      place.byte -= 1
      while place.byte > 0, isContinuation(place.byte) { place.byte -= 1 }
      place.character -= 1
    }
    return place.byte
  }

  private func isContinuation(_ offset: Int) -> Bool { bytes[offset] & 0xC0 == 0x80 }
}
