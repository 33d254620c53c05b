/// The language compares text by code points, as its definition says; Swift's `==` would also unite different
/// spellings of one accented letter.
extension String {
  /// Whether both texts are the same code points.
  package func hasSameScalars(as other: String) -> Bool {
    if utf8.count != other.utf8.count { return false }
    return utf8.elementsEqual(other.utf8)
  }

  /// The order of code points, which is the order of the UTF-8 bytes.
  package func precedesByScalars(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
