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
}
