internal import Language
internal import Values

/// A zip archive with files of another format inside, read one after another.
struct ZipFormat: BodyFormat {
  private let content: any BodyFormat
  private let pattern: String

  init(_ block: ZipDecoding, listAt list: [String]?, needing columns: [String]) {
    content = Formats.format(of: block[ZipDecoding.content], listAt: list, needing: columns)
    pattern = block[ZipDecoding.files] ?? "*"
  }

  var isTable: Bool { content.isTable }
  var isList: Bool { content.isList }
  var holdsList: Bool { content.holdsList }

  /// Of lists one list, of one file its value, of several files the list of their values.
  func value(of source: any ByteSource) throws(DecodingFailure) -> Value {
    if isList {
      var rows: [Value] = []
      var reader = Reader(format: self, source: source)
      while let portion = try reader.next(.max) {
        guard case .list(let list) = portion.plain else { continue }
        if rows.isEmpty, list.json != nil { rows = list.values } else { rows += list.values }
      }
      return .list(rows)
    }
    return try value(of: archive(source))
  }

  private func value(of archive: ZipArchive) throws(DecodingFailure) -> Value {
    var values: [Value] = []
    for entry in try files(archive) { values.append(try content.value(of: ZipEntryBytes(archive, entry))) }
    return values.count == 1 ? values[0] : .list(values)
  }

  func reader(of source: any ByteSource) -> (any RowReader)? {
    isList || holdsList ? Reader(format: self, source: source) : nil
  }

  private func archive(_ source: any ByteSource) throws(DecodingFailure) -> ZipArchive {
    if let placed = source.placed { return try ZipArchive(placed) }
    var source = source
    return try ZipArchive(PlacedBytes(source.all()))
  }

  private func files(_ archive: ZipArchive) throws(DecodingFailure) -> [ZipArchive.Entry] {
    let files = archive.entries.filter { !$0.name.hasSuffix("/") && !$0.name.hasPrefix("__MACOSX/") }
    let chosen = files.filter { Wildcard.matches($0.name, pattern) }
    if chosen.isEmpty {
      let names = files.prefix(6).map { "`\($0.name.prefix(60))`" }.joined(separator: ", ")
      throw DecodingFailure(
        files.isEmpty
          ? "the archive holds no file" : "no file of the archive is named `\(pattern)`: it holds \(names)")
    }
    var packed = 0
    for file in chosen {
      packed += file.packedSize
      // Files that share their packed bytes are how a small archive is made to hold more than a disk.
      if packed > archive.bytes.count {
        throw DecodingFailure("the files of the archive overlap")
      }
    }
    return chosen
  }

  private struct Reader: RowReader {
    let format: ZipFormat
    let source: any ByteSource
    var archive: ZipArchive?
    var files: [ZipArchive.Entry] = []
    var current: (any RowReader)?

    init(format: ZipFormat, source: any ByteSource) {
      self.format = format
      self.source = source
    }

    mutating func next(_ rows: Int) throws(DecodingFailure) -> Value? {
      let archive: ZipArchive
      if let open = self.archive {
        archive = open
      } else {
        archive = try format.archive(source)
        files = try format.files(archive).reversed()
        self.archive = archive
        // Bodies that hold lists are no lists themselves: of several, all are needed for the one value that they make.
        if !format.isList, files.count > 1 {
          files = []
          return try format.value(of: archive)
        }
      }
      while true {
        if var reader = current {
          if let portion = try reader.next(rows) {
            current = reader
            return portion
          }
          current = nil
        }
        guard let file = files.popLast() else { return nil }
        current = format.content.reader(of: ZipEntryBytes(archive, file))
      }
    }
  }
}

/// Names with `*` for any part.
enum Wildcard {
  static func matches(_ name: String, _ pattern: String) -> Bool {
    let (name, pattern) = (Array(name.utf8), Array(pattern.utf8))
    var (at, place) = (0, 0)
    var star: (place: Int, at: Int)?
    while at < name.count {
      if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
        star = (place, at)
        place += 1
      } else if place < pattern.count, pattern[place] == name[at] {
        at += 1
        place += 1
      } else if let last = star {
        // The star takes one more.
        star = (last.place, last.at + 1)
        (place, at) = (last.place + 1, last.at + 1)
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
