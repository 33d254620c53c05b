internal import Diagnostics

enum TooDeep {
  static let rule = Rule(
    "yaml/too-deep", .error, .proven, "values are nested more than \(Limits.depth) levels deep",
    page: """
      Nothing in a connector needs more than a dozen levels. A file nested deeper than \(Limits.depth) is a mistake of a generator, or an \
      attempt to exhaust the reader; it is not read further.
      """,
    failing: Example(nested(Limits.depth + 6) + marker(Limits.depth, "yaml/too-deep")),
    passing: "title: Acme HR\n")

  private static func nested(_ levels: Int) -> String {
    "title: " + String(repeating: "[", count: levels) + String(repeating: "]", count: levels) + "\n"
  }

  private static func marker(_ limit: Int, _ id: String) -> String {
    "#" + String(repeating: " ", count: limit + 5) + "^ \(id)\n"
  }

  static func finding(at range: SourceRange) -> Finding {
    Finding(
      rule, "this is nested more than \(Limits.depth) levels deep", at: range, label: "not read from here on")
  }
}

enum TooManyNodes {
  static let rule = Rule(
    "yaml/too-many-nodes", .error, .proven, "a file holds more than \(Limits.nodes) keys and values",
    page: """
      Keys and values are counted, what an alias repeats included, and comments by themselves. A file with more than \(Limits.nodes) of \
      either is not read to its end. Split it, or leave the data where it comes from: a connector describes how to read data, it does not hold it.
      """,
    failing: "", passing: "title: Acme\n")

  static func finding(at range: SourceRange) -> Finding {
    Finding(
      rule, "the file holds more than \(Limits.nodes) keys and values, or comments", at: range,
      label: "not read from here on")
  }
}

enum TooLarge {
  static let rule = Rule(
    "yaml/too-large", .error, .proven, "a file is larger than \(Limits.bytes >> 20) MB",
    page: """
      A file above \(Limits.bytes >> 20) MB is not read at all, so that no file can cost more than a moment. The largest connectors in use \
      have a few hundred kilobytes; split the file, or move recorded data into recordings.
      """,
    failing: "", passing: "title: Acme\n")

  static func finding(_ file: SourceFile) -> Finding {
    Finding(
      rule, "the file has \(file.bytes.count) bytes, more than the \(Limits.bytes) that are read",
      at: SourceRange(file, 0, 0))
  }
}

enum EmptyFile {
  static let rule = Rule(
    "yaml/empty-file", .error, .proven, "a file holds nothing but blanks and comments",
    page: """
      The file has no value in it. It was probably saved before it was written, or everything in it is commented out. Write its content, \
      or delete the file.
      """,
    failing: """
      --- connectors/acme/connector.yaml (whole)
      # not written yet
      # ^ yaml/empty-file connectors/acme/connector.yaml:1:1
      """, passing: "title: Acme\n")

  static func finding(_ file: SourceFile) -> Finding {
    Finding(rule, "the file is empty", at: SourceRange(file, 0, 0))
  }
}
