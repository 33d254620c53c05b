extension String {
  /// The text as it stands in XML and HTML, between tags and in attributes.
  ///
  /// Apostrophes may stay where every attribute is known to be in double quotes, so that texts stay readable.
  package func escapedForMarkup(apostrophes: Bool = true) -> String {
    var escaped = ""
    escaped.reserveCapacity(utf8.count)
    for scalar in unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'" where apostrophes: escaped += "&apos;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// Whether an element or an attribute of XML can be called so.
  package var isMarkupName: Bool {
    func isLetter(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isAlphabetic || scalar == "_" || scalar == ":"
    }
    guard let first = unicodeScalars.first, isLetter(first) else { return false }
    return unicodeScalars.allSatisfy {
      isLetter($0) || $0.properties.numericType != nil || $0 == "-" || $0 == "."
    }
  }
}
