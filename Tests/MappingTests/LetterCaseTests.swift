import Testing

@testable import Mapping

@Suite struct LetterCaseTests {
  @Test(arguments: [1, 7, 8, 9, 256]) func `only the letters A to Z have another case`(_ width: Int) {
    for first in stride(from: 0, to: 256, by: width) {
      let text = (first..<min(first + width, 256)).map { UInt8($0) }
      let lower = text.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }
      let upper = text.map { (0x61...0x7A).contains($0) ? $0 - 32 : $0 }
      #expect(Self.changed(text, LetterCase.lower) == lower)
      #expect(Self.changed(text, LetterCase.upper) == upper)
    }
  }

  private static func changed(
    _ text: [UInt8], _ change: (UnsafeMutablePointer<UInt8>, Int) -> Void
  ) -> [UInt8] {
    var bytes = text + [UInt8](repeating: 0, count: 8)
    bytes.withUnsafeMutableBufferPointer { bytes in
      if let start = bytes.baseAddress { change(start, text.count) }
    }
    return Array(bytes.prefix(text.count))
  }
}
