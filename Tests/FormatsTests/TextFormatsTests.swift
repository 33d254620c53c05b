import Formats
import Testing
import Values

/// CSV, lines, fixed columns, encodings.
@Suite struct TextFormatsTests {
  static let cases: [(block: String, text: String, gives: String)] = [
    ("{type: csv}", "id,name\n1,Ada\n2,Joe\n", #"[{"id":"1","name":"Ada"},{"id":"2","name":"Joe"}]"#),
    (
      "{type: csv}", "id,name\r\n1,\"a,\"\"b\"\"\r\nc\"\r2,x",
      #"[{"id":"1","name":"a,\"b\"\r\nc"},{"id":"2","name":"x"}]"#
    ),
    ("{type: csv}", "\u{FEFF}id,name\n\n1,é\n\n", #"[{"id":"1","name":"é"}]"#),
    ("{type: csv}", "id;name\n1;a,b\n", "the row has 2 values, and there are 1 columns, at line 2, column 1"),
    ("{type: csv, separator: \";\"}", "id;name\n1;a,b\n", #"[{"id":"1","name":"a,b"}]"#),
    ("{type: csv, separator: \"\\\\t\"}", "id\tname\n1\ta\n", #"[{"id":"1","name":"a"}]"#),
    ("{type: csv, separator: \"||\"}", "id||name\n1||a|b\n", #"[{"id":"1","name":"a|b"}]"#),
    ("{type: csv}", "sep=;\nid;name\n1;a,b\n", #"[{"id":"1","name":"a,b"}]"#),
    ("{type: csv}", "a,a, ,\u{200B}b\n1,2,3,4\n", #"[{"a":"1","a_2":"2","column_3":"3","b":"4"}]"#),
    ("{type: csv}", "a,b\n1\n1,2,\n", #"[{"a":"1"},{"a":"1","b":"2"}]"#),
    ("{type: csv}", "a,b\n1,2,3\n", "the row has 3 values, and there are 2 columns, at line 2, column 1"),
    ("{type: csv}", "a\n\"x\"y\nx\"y\n\"\"\"\"\n", #"[{"a":"xy"},{"a":"x\"y"},{"a":"\""}]"#),
    ("{type: csv}", "a,b\n1,\"x\ny\n", "a quotation mark is not closed, at line 2, column 1"),
    ("{type: csv}", "a,b\n", "[]"), ("{type: csv}", "", "[]"),
    ("{type: csv, empty: [N/A, \"-\"]}", "a,b,c\nN/A,,-\n", #"[{"a":null,"b":"","c":null}]"#),
    ("{type: csv, header: false, columns: [x, y], skip: 2}", "report\n\"\n1,2\n", #"[{"x":"1","y":"2"}]"#),
    (
      "{type: csv, header: false}", "1,2\n3,4\n",
      #"[{"column_1":"1","column_2":"2"},{"column_1":"3","column_2":"4"}]"#
    ),
    ("{type: csv, quote: \"'\"}", "a,b\n'x,y',\"z\n", #"[{"a":"x,y","b":"\"z"}]"#),
    ("{type: csv}", "a\n=1+1\n007\n1E5\n\0\n", #"[{"a":"=1+1"},{"a":"007"},{"a":"1E5"},{"a":"\u0000"}]"#),
    ("{type: jsonl}", "{\"a\":1}\n\n  \n[2]\r\n3", #"[{"a":1},[2],3]"#),
    ("{type: jsonl}", "", "[]"),
    ("{type: text, lines: true}", "a\r\n\"b\"\n\nc", #"["a","\"b\"","","c"]"#),
    ("{type: text}", "a\nb\n", #""a\nb\n""#),
    (
      "{type: fixed_width, columns: {id: {at: 1, width: 4}, name: {at: 5, width: 5, trim: false}}, skip: 1}",
      "HEAD\n0001 Ada \n\n2\nÄÖÜ ß éa\n",
      #"[{"id":"0001","name":" Ada "},{"id":"2","name":""},{"id":"ÄÖÜ","name":"ß éa"}]"#
    ),
  ]

  @Test(arguments: cases.indices) func `rows are taken apart`(_ place: Int) throws {
    let (block, text, gives) = Self.cases[place]
    let outcome = try Decoded.outcome(block, Array(text.utf8))
    #expect(outcome == gives)
  }

  /// Numbers were once looked for from the first for each of them: a line of 200,000 kept a run for hours.
  @Test(.timeLimit(.minutes(1))) func `columns that are all named alike are numbered in one go`() throws {
    let count = 60_000
    let line = Array(repeating: "a", count: count).joined(separator: ",")
    let outcome = try Decoded.outcome("{type: csv}", Array("\(line)\n\(line)\n".utf8))
    #expect(outcome.hasSuffix(#""a_\#(count - 1)":"a","a_\#(count)":"a"}]"#), "\(outcome.suffix(80))")
  }

  @Test func `lines may begin with a mark`() throws {
    let outcome = try Decoded.outcome("{type: jsonl}", [0xEF, 0xBB, 0xBF] + Array("{\"a\":1}\n".utf8))
    #expect(outcome == #"[{"a":1}]"#)
  }

  @Test func `a broken line is told with its place`() throws {
    let outcome = try Decoded.outcome("{type: jsonl}", Array("{\"a\":1}\n{\"a\":}\n".utf8))
    #expect(outcome.hasPrefix("this is not JSON") && outcome.contains("at line 2"), "\(outcome)")
  }

  static let encodings: [(encoding: String, bytes: [UInt8], gives: String)] = [
    ("utf-8", [0xC3, 0xA9], "é"), ("iso-8859-1", [0xE9, 0x80], "é\u{80}"),
    ("windows-1252", [0xE9, 0x80, 0x81], "é€\u{81}"),
    ("utf-16", [0xFF, 0xFE, 0xE9, 0, 0x3D, 0xD8, 0x00, 0xDE], "é😀"),
    ("utf-16", [0xFE, 0xFF, 0, 0xE9, 0xD8, 0x3D], "é\u{FFFD}"),
  ]

  @Test(arguments: encodings.indices) func `text becomes UTF-8`(_ place: Int) throws {
    let (encoding, bytes, gives) = Self.encodings[place]
    let value = try Decoded.decoder("{type: text, encoding: \(encoding)}").decode(bytes)
    guard case .string(let text) = value.plain else {
      Issue.record("no text")
      return
    }
    #expect(Array(text.unicodeScalars) == Array(gives.unicodeScalars))
  }

  static let wrong: [(block: String, bytes: [UInt8], says: String)] = [
    ("{type: csv}", [0x61, 0x0A, 0xE9, 0x0A], "not UTF-8"),
    ("{type: csv}", [0xFF, 0xFE, 0x61, 0], "this is UTF-16"),
    ("{type: text}", [0xE9], "not UTF-8"),
    ("{type: csv, encoding: utf-16}", [0xFF, 0xFE, 0x61, 0, 0x0A, 0, 0x62], "ends within a character"),
    ("{type: text, encoding: utf-16}", [0x61, 0x62, 0x63], "byte order mark"),
    ("{type: text, lines: true}", [0x61, 0x0A, 0xC3, 0x0A], "at line 2"),
    ("{type: native, format: x12_834}", [0x61], "does not begin with an ISA segment"),
  ]

  @Test(arguments: wrong.indices) func `a wrong encoding is told`(_ place: Int) throws {
    let (block, bytes, says) = Self.wrong[place]
    let outcome = try Decoded.outcome(block, bytes)
    #expect(outcome.contains(says), "\(outcome)")
  }

  @Test func `a long list comes in portions`() throws {
    let text = "id\n" + (1...2_500).map { "\($0)\n" }.joined()
    let decoder = try Decoded.decoder("{type: csv}")
    #expect(decoder.isList)
    var portions = decoder.batches(Array(text.utf8), rows: 1_000)
    var counts: [Int] = []
    while let portion = try portions.next() {
      guard case .list(let list) = portion.plain else { break }
      counts.append(list.count)
    }
    #expect(counts == [1_000, 1_000, 500])
  }

  @Test func `a list that lies elsewhere is read in stretches`() throws {
    let block = "{type: csv}"
    let rows = (0..<40_000).map { "\($0),\"n\n\($0)\"\n" }.joined()
    let bytes = Array("id,name\n\(rows)".utf8)
    var portions = try Decoded.decoder(block).batches(
      of: bytes.count, reading: { offset, count in Array(bytes[offset..<offset + count]) },
      rows: 9_000)
    var counts: [Int] = []
    while let portion = try portions.next() {
      guard case .list(let list) = portion.plain else { continue }
      counts.append(list.count)
    }
    #expect(counts == [9_000, 9_000, 9_000, 9_000, 4_000])
    var failing = try Decoded.decoder(block).batches(of: 1, reading: { _, _ in nil })
    #expect(throws: DecodingFailure.self) { try failing.next() }
  }
}
