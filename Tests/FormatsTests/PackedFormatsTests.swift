import Formats
import Testing

/// Gzip and zip; the packed bytes were made with Python's `gzip` and `zipfile`.
@Suite struct PackedFormatsTests {
  private static let gzipped =
    "1f8b0800000000000203cb4ce132e432e20200d824321207000000"

  private static let archive =
    "504b03041400000008000000215c0fe95bcd07000000050000000b0000002e2e2f2e2e2f612e637376cb4ce132"
    + "e40200504b03041400000000000000215cccba76e605000000050000000c000000666f6c6465722f622e637376"
    + "69640a320a504b03041400000000000000215c86a610360500000005000000080000006e6f74652e7478746865"
    + "6c6c6f504b010214031400000008000000215c0fe95bcd07000000050000000b00000000000000000000008001"
    + "000000002e2e2f2e2e2f612e637376504b010214031400000000000000215cccba76e605000000050000000c00"
    + "00000000000000000000800130000000666f6c6465722f622e637376504b010214031400000000000000215c86"
    + "a61036050000000500000008000000000000000000000080015f0000006e6f74652e747874504b050600000000"
    + "03000300a90000008a0000000000"

  private static let packedBomb =
    "1f8b0800000000000203eddcaf4e427114c0f18b5c37261b622019e4118814061acc06cd8e0720926573260b2f"
    + "41666373b3d27803b4d9fd139c33392fdcfb18bff3f9a4934f3c3bfb9e3d36b2d241fd635dabed87d9fc7ff9d5"
    + "38ca00000080c4cd5eefebe53120eb16dbcbab1b0000002075e3e3565e1d05fe6e4fcfad0300000092f730e8b7"
    + "ab0f81efbb496e1d00000090bcceefdba8ba056c8aa7936bfb00000080e4bd080600000040288201000000108b"
    + "6000000000c4221800000000c10806000000402c8201000000108b6000000000c4221800000000c10806000000"
    + "402c820100000010cb62d0ef968f01ed9f623abc38cc00000088e4b9f9d97b5fed877c073c4cecfae2fe0000"

  private static func bytes(_ hex: String) -> [UInt8] {
    let digits = Array(hex.utf8).map { $0 < 0x3A ? $0 - 0x30 : $0 - 0x57 }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  private static let csvInGzip = "{type: gzip, content: {type: csv}}"

  @Test func `gzip holds another format, in one member or several`() throws {
    let packed = Self.bytes(Self.gzipped)
    #expect(try Decoded.outcome(Self.csvInGzip, packed) == #"[{"id":"1"},{"id":"2"}]"#)
    #expect(try Decoded.outcome(Self.csvInGzip, packed + [0, 0, 0]) == #"[{"id":"1"},{"id":"2"}]"#)
    let twice = try Decoded.outcome("{type: gzip, content: {type: text}}", packed + packed)
    #expect(twice == #""id\n1\n2\nid\n1\n2\n""#)
    #expect(try Decoded.decoder(Self.csvInGzip).isList)
  }

  @Test func `gzip that is cut off is refused, and what is not packed is read as it is`() throws {
    let packed = Self.bytes(Self.gzipped)
    for count in 1..<packed.count {
      let outcome = try Decoded.outcome(Self.csvInGzip, Array(packed.prefix(count)))
      #expect(outcome.contains("gzip"), "\(count): \(outcome)")
    }
    let plain = Array("id\n1\n".utf8)
    #expect(try Decoded.outcome(Self.csvInGzip, plain) == Decoded.outcome("{type: csv}", plain))
    let followed = try Decoded.outcome(Self.csvInGzip, packed + Array("rest".utf8))
    #expect(followed == "something that is not gzip follows the gzip data")
    var damaged = packed
    damaged[packed.count - 6] ^= 1
    #expect(try Decoded.outcome(Self.csvInGzip, damaged) == "the packed data is damaged")
  }

  @Test func `a bomb is refused`() throws {
    let outcome = try Decoded.outcome(
      "{type: gzip, content: {type: gzip, content: {type: text}}}", Self.bytes(Self.packedBomb))
    #expect(outcome == "the data unpacks to more than 300 times its size")
  }

  @Test func `the files of a zip are read one after another`() throws {
    let archive = Self.bytes(Self.archive)
    let block = "{type: zip, files: \"*.csv\", content: {type: csv}}"
    #expect(try Decoded.outcome(block, archive) == #"[{"id":"1"},{"id":"2"}]"#)
    #expect(
      try Decoded.outcome("{type: zip, files: \"note.*\", content: {type: text}}", archive) == #""hello""#)
    #expect(
      try Decoded.outcome("{type: zip, files: \"*.xml\", content: {type: xml}}", archive)
        == "no file of the archive is named `*.xml`: it holds `../../a.csv`, `folder/b.csv`, `note.txt`")
    var portions = try Decoded.decoder(block).batches(archive, rows: 10)
    var count = 0
    while try portions.next() != nil { count += 1 }
    #expect(count == 2)
  }

  @Test func `a damaged zip is refused and nothing traps`() throws {
    let archive = Self.bytes(Self.archive)
    let block = "{type: zip, files: \"*.csv\", content: {type: csv}}"
    for count in 0..<archive.count {
      let outcome = try Decoded.outcome(block, Array(archive.prefix(count)))
      #expect(outcome == "this is not a zip archive", "\(count): \(outcome)")
    }
    let decoder = try Decoded.decoder(block)
    for place in archive.indices {
      var damaged = archive
      damaged[place] ^= 0xFF
      _ = try? decoder.decode(damaged)
    }
  }

  /// The archive with another word of two bytes at a place, counted from the entry of the directory that has this number.
  private static func archive(_ word: Int, at place: Int, ofEntry number: Int) -> [UInt8] {
    var archive = bytes(archive)
    let entries = archive.indices.dropLast(3).filter { Array(archive[$0..<$0 + 4]) == [0x50, 0x4B, 1, 2] }
    let at = entries[number] + place
    archive[at] = UInt8(word & 0xFF)
    archive[at + 1] = UInt8(word >> 8)
    return archive
  }

  @Test func `a file that cannot be read says why, and stands in no other's way`() throws {
    let notes = "{type: zip, files: \"note.*\", content: {type: text}}"
    let all = "{type: zip, files: \"*.csv\", content: {type: csv}}"
    let encrypted = Self.archive(1, at: 8, ofEntry: 0)
    #expect(try Decoded.outcome(notes, encrypted) == #""hello""#)
    #expect(
      try Decoded.outcome(all, encrypted)
        == "the file `../../a.csv` of the archive is encrypted, and cannot be read")
    #expect(
      try Decoded.outcome(all, Self.archive(14, at: 10, ofEntry: 1))
        == "the file `folder/b.csv` of the archive is packed by method 14: only deflate (8) and none (0) can be read"
    )
    // The end of the directory: the part that this is.
    var parts = Self.bytes(Self.archive)
    parts[parts.count - 18] = 2
    #expect(
      try Decoded.outcome(notes, parts)
        == "the zip archive is one of several parts, which cannot be read one by one")
  }

  @Test func `files that share their bytes are refused`() throws {
    var archive = Self.archive(0xFFFF, at: 20, ofEntry: 0)
    #expect(
      try Decoded.outcome("{type: zip, content: {type: csv}}", archive)
        == "the files of the archive overlap")
    archive = Self.archive(0x7FFF, at: 22, ofEntry: 2)
    #expect(
      try Decoded.outcome("{type: zip, content: {type: csv}}", archive)
        == "the files of the archive overlap")
  }

  @Test func `an archive that lies elsewhere is read in stretches`() throws {
    let archive = Self.bytes(Self.archive)
    let decoder = try Decoded.decoder("{type: zip, files: \"*.csv\", content: {type: csv}}")
    var portions = decoder.batches(
      of: archive.count, reading: { offset, count in Array(archive[offset..<offset + count]) })
    var rows: [String] = []
    while let portion = try portions.next() { rows.append(try Decoded.json(portion)) }
    #expect(rows == [#"[{"id":"1"}]"#, #"[{"id":"2"}]"#])
  }
}
