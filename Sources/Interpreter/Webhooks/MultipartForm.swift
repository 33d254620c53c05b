/// A form in parts (RFC 7578), as some providers send their notifications.
enum MultipartForm {
  /// More parts than a notification has.
  private static let mostParts = 100

  /// Names and values of the parts that have a name; what is not well formed is left out.
  static func pairs(_ body: [UInt8], _ contentType: String) -> [(String, String)] {
    guard let boundary = parameter("boundary", of: contentType), !boundary.isEmpty else { return [] }
    let text = String(decoding: body, as: UTF8.self)
    var pairs: [(String, String)] = []
    for part in text.split(separator: "--" + boundary).prefix(mostParts) {
      // A part begins on the line after its boundary; what follows the last boundary is no part.
      guard part.hasPrefix("\r\n"), let blank = part.firstRange(of: "\r\n\r\n") else { continue }
      let head = part[..<blank.lowerBound]
      var value = part[blank.upperBound...]
      if value.hasSuffix("\r\n") { value.removeLast() }
      let disposition = head.split(separator: "\r\n").first {
        $0.lowercased().hasPrefix("content-disposition:")
      }
      guard let disposition, let name = parameter("name", of: String(disposition)) else { continue }
      pairs.append((name, String(value)))
    }
    return pairs
  }

  /// `name="x"` or `name=x` among parameters after semicolons.
  private static func parameter(_ name: String, of text: String) -> String? {
    for piece in text.split(separator: ";").dropFirst() {
      let trimmed = piece.drop { $0 == " " }
      guard trimmed.lowercased().hasPrefix("\(name)=") else { continue }
      var value = trimmed.dropFirst(name.count + 1)
      if value.hasPrefix("\""), value.hasSuffix("\""), value.count >= 2 {
        value = value.dropFirst().dropLast()
      }
      return String(value)
    }
    return nil
  }
}
