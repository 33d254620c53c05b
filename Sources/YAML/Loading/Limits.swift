/// How much one YAML file may ask for.
///
/// Every limit is far beyond what a person writes and small enough that a file made to hurt costs next to nothing.
package enum Limits {
  /// The largest connector files in use have some 200 KB; 4 MB of YAML is generated, and then it belongs elsewhere.
  package static let bytes = 4 << 20
  /// Values and keys, counting what an alias repeats; as many comments are kept.
  package static let nodes = 100_000
  /// Nobody reads deeper, and recursion over the tree stays safe on the smallest stack.
  package static let depth = 64
  /// As many anchors, and as many aliases: a few share a block of headers, hundreds are a program.
  package static let aliases = 64
  /// The length of a key, in bytes, that the parser accepts; also what fits on a screen.
  package static let keyBytes = 1024
  /// Findings of one rule in one file; the last one says how many more there are.
  static let findingsPerRule = 50
  /// Attempts to read the rest of a file around its syntax errors.
  static let recoveryAttempts = 1000
  /// Bytes read in all such attempts together.
  static let recoveryBytes = 2 << 20
}
