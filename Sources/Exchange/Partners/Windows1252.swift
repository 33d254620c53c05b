internal import Language
internal import Programs

/// Text in the encoding that programs on Windows have used in Western Europe and the Americas.
enum Windows1252 {
  /// What stands at 0x80 to 0x9F; 0 where nothing does.
  private static let special: [UInt32] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
    0x017D,
    0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,
    0x017E,
    0x0178,
  ]

  /// Fails on what the encoding lacks: a name that is written wrong is somebody else's.
  static func bytes(of text: String) throws(RunFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for scalar in composed(text) {
      if scalar < 0x80 || (0xA0...0xFF).contains(scalar) {
        bytes.append(UInt8(truncatingIfNeeded: scalar))
      } else if let place = special.firstIndex(of: scalar), scalar != 0 {
        bytes.append(UInt8(truncatingIfNeeded: 0x80 + place))
      } else {
        let letter = Unicode.Scalar(scalar).map { String($0) } ?? "?"
        throw RunFailure(.not_found, "`\(letter)` cannot be written in windows-1252, which the partner wants")
      }
    }
    return bytes
  }

  /// Scalars, a letter and the accent behind it as one where there is one for both.
  private static func composed(_ text: String) -> [UInt32] {
    var scalars: [UInt32] = []
    for character in text {
      if character.unicodeScalars.count == 1, let only = character.unicodeScalars.first {
        scalars.append(only.value)
      } else if let known = accented[character] {
        scalars.append(known)
      } else {
        scalars += character.unicodeScalars.map(\.value)
      }
    }
    return scalars
  }

  /// Characters are equal however they are composed.
  private static let accented: [Character: UInt32] = Dictionary(
    (UInt32(0xC0)...0xFF).compactMap { number in Unicode.Scalar(number).map { (Character($0), number) } }
  ) { first, _ in first }
}
