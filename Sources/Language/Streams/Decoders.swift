/// How a reply is read.
package enum Decoders: UnionDeclaration {
  package static let about = About(
    "stream/decode", "How a reply is read.", example: "type: csv\nheader: true")
  package static let discriminator: String? = "type"
  package static let variants = [
    Variant("json", JSONDecoding.self), Variant("jsonl", JSONLinesDecoding.self),
    Variant("csv", CSVDecoding.self),
    Variant("xml", XMLDecoding.self), Variant("text", TextDecoding.self),
    Variant("fixed_width", FixedWidthDecoding.self),
    Variant("gzip", GzipDecoding.self), Variant("zip", ZipDecoding.self),
    Variant("native", NativeDecoding.self),
  ]
}

/// JSON.
package struct JSONDecoding: Construct {
  package static let about = About("decode/json", "JSON; numbers keep their digits.", example: "type: json")
  package static let fields: [any AnyField] = []
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A JSON value on each line.
package struct JSONLinesDecoding: Construct {
  package static let about = About(
    "decode/jsonl", "A JSON value on each line; `body` is the list of them, read as a stream.",
    example: "type: jsonl")
  package static let fields: [any AnyField] = []
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Comma-separated values.
package struct CSVDecoding: Construct {
  package static let about = About(
    "decode/csv", "Rows of separated values; `body` is the list of rows, each a map of text by column.",
    example: "type: csv\nseparator: \";\"\nencoding: windows-1252")
  package static let separator = Field<String>.defaulted(
    "separator", .text, ",", shown: "\",\"", "What stands between values; `\\t` for a tab.",
    aka: ["delimiter"])
  package static let quote = Field<String>.defaulted(
    "quote", .text, "\"", shown: "'\"'", "The quotation mark.")
  package static let header = Field<Bool>.defaulted(
    "header", .boolean, true, shown: "true", "The first row names the columns.")
  package static let columns = Field<[Placed<String>]>.optional(
    "columns", .list(.placed(.text), atLeast: 1), "The columns' names, when there is no header.")
  package static let skip = Field<Int>.defaulted(
    "skip", .integer(0...1000), 0, shown: "0", "Lines before the header or the first row.")
  package static let encoding = Field<TextEncoding>.defaulted(
    "encoding", .choice(), .utf8, shown: "utf-8", "How the text is encoded.")
  package static let empty = Field<[Placed<String>]>.defaulted(
    "empty", .list(.placed(.text)), [], shown: "[]", "Texts that stand for no value, `N/A` for instance.",
    aka: ["nulls", "set_values_to_none"])
  package static let fields: [any AnyField] = [separator, quote, header, columns, skip, encoding, empty]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// How text is encoded.
package enum TextEncoding: String, ChoiceValue {
  case utf8 = "utf-8"
  case utf16 = "utf-16"
  case latin1 = "iso-8859-1"
  case windows1252 = "windows-1252"
  package var summary: String {
    switch self {
    case .utf8: "UTF-8; a byte order mark is skipped"
    case .utf16: "UTF-16 with a byte order mark"
    case .latin1: "Latin 1"
    case .windows1252: "Windows, Western Europe"
    }
  }
}

/// XML.
package struct XMLDecoding: Construct {
  package static let about = About(
    "decode/xml",
    "XML without entities or network; elements become maps, attributes `@name`, text `#text`, repeated elements lists.",
    example: "type: xml\nlists: [employee]")
  package static let lists = Field<[Placed<String>]>.defaulted(
    "lists", .list(.placed(.text)), [], shown: "[]",
    "Elements that are lists even when there is one, or none where the records sit; `data.value` is a `value` inside of `data` only.",
    aka: ["force_list"])
  package static let namespaces = Field<Bool>.defaulted(
    "namespaces", .boolean, false, shown: "false", "Keep the prefixes of names.")
  package static let fields: [any AnyField] = [lists, namespaces]
  package let block: Block

  /// The elements that are lists, where a stream's `decode` is XML.
  package static func lists(of decode: Block?) -> Set<String> {
    let names = (decode?.as(XMLDecoding.self)?[lists] ?? []).map(\.value)
    return Set(names.compactMap { $0.split(separator: ".").last.map(String.init) } + names)
  }

  package init(_ block: Block) { self.block = block }
}

/// Text.
package struct TextDecoding: Construct {
  package static let about = About(
    "decode/text", "Text as it is; `body` is one text, or the list of its lines.",
    example: "type: text\nlines: true")
  package static let lines = Field<Bool>.defaulted(
    "lines", .boolean, false, shown: "false", "`body` is the list of lines.")
  package static let encoding = CSVDecoding.encoding
  package static let fields: [any AnyField] = [lines, encoding]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Columns of fixed width.
package struct FixedWidthDecoding: Construct {
  package static let about = About(
    "decode/fixed_width",
    "Lines with values at fixed columns; `body` is the list of lines, each a map of text by column.",
    example: "type: fixed_width\ncolumns:\n  member_id: {at: 1, width: 10}\n  name: {at: 11, width: 30}")
  package static let columns = Field<[Named<FixedColumn>]>.required(
    "columns", .map(.block()), "The columns by name.")
  package static let skip = Field<Int>.defaulted(
    "skip", .integer(0...1000), 0, shown: "0", "Lines before the first row.")
  package static let encoding = CSVDecoding.encoding
  package static let fields: [any AnyField] = [columns, skip, encoding]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A column of fixed width.
package struct FixedColumn: Construct {
  package static let about = About("decode/fixed_width/column", "A column.", example: "at: 1\nwidth: 10")
  package static let at = Field<Int>.required(
    "at", .integer(1...100_000), "The first character, counted from 1.", aka: ["start", "position"])
  package static let width = Field<Int>.required(
    "width", .integer(1...100_000), "How many characters.", aka: ["length"])
  package static let trim = Field<Bool>.defaulted(
    "trim", .boolean, true, shown: "true", "Take blanks around the value away.")
  package static let fields: [any AnyField] = [at, width, trim]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Something compressed.
package struct GzipDecoding: Construct {
  package static let about = About(
    "decode/gzip", "A gzip file with another format inside; one that is not packed is read as it is.",
    details: "Many providers pack only long files, and recordings hold the text that is inside.",
    example: "type: gzip\ncontent: {type: jsonl}")
  package static let content = Field<Block>.required(
    "content", .union(Decoders.self), "The format inside.", aka: ["decoder", "inner"])
  package static let fields: [any AnyField] = [content]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// An archive.
package struct ZipDecoding: Construct {
  package static let about = About(
    "decode/zip", "A zip archive with files of another format inside, read one after another.",
    details: "A recording holds the text of one such file, in a reply with `Content-Type: application/zip`.",
    example: "type: zip\nfiles: \"*.csv\"\ncontent: {type: csv}")
  package static let content = Field<Block>.required(
    "content", .union(Decoders.self), "The format inside.", aka: ["decoder", "inner"])
  package static let files = Field<String>.defaulted(
    "files", .text, "*", shown: "\"*\"", "Which files of the archive, `*` for any part.")
  package static let fields: [any AnyField] = [content, files]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A decoder written in Swift.
package struct NativeDecoding: Construct {
  package static let about = About(
    "decode/native", "A format that the runtime reads with code of its own.",
    example: "type: native\nformat: x12_834")
  package static let format = Field<NativeFormat>.required("format", .choice(), "The format.")
  package static let fields: [any AnyField] = [format]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Formats with code of their own.
package enum NativeFormat: String, ChoiceValue {
  case x12_834
  package var summary: String { "X12 834 benefit enrolment and maintenance" }
}
