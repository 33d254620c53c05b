extension String {
  /// The text as it may stand in a message: one line, and no longer than a reader wants.
  var excerpt: String {
    var result = ""
    var count = 0
    for scalar in unicodeScalars {
      if count == 60 { return result + "..." }
      let isControl = scalar.value < 0x20 || scalar.value == 0x7F
      result.unicodeScalars.append(isControl ? " " : scalar)
      count += 1
    }
    return result
  }
}
