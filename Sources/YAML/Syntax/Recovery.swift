internal import Diagnostics

/// Reads what can be read of a file with syntax errors.
enum Recovery {
  static func compose(
    _ bytes: UnsafeBufferPointer<UInt8>, base: Int, after error: SyntaxError, _ reading: Reading
  ) -> Node? {
    reading.report(Syntax.finding(for: error, in: reading.file))
    return nil
  }
}
