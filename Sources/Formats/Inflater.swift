internal import CZlib

/// Unpacks deflated bytes piece by piece; owns the state of zlib.
final class Inflater {
  /// What surrounds the deflated bytes.
  enum Wrapping: Int32 {
    case gzip = 31
    /// As in zip archives.
    case none = -15
  }

  /// Nothing that is meant to be read unpacks to more than so many times its size.
  private static let largestRatio = 300
  /// What unpacks to less is never held against the ratio.
  private static let harmless = 32 << 20
  private static let pieceSize = 256 << 10

  private let stream: UnsafeMutablePointer<z_stream>
  private var input: [UInt8] = []
  private var at = 0
  private var taken = 0
  private var made = 0

  init(_ wrapping: Wrapping) throws(DecodingFailure) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard czlib_inflate_init(stream, wrapping.rawValue) == Z_OK else {
      throw DecodingFailure("there is no memory to unpack with")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// What was given and not yet taken.
  var rest: ArraySlice<UInt8> { input[at...] }
  var isHungry: Bool { at >= input.count }

  func feed(_ bytes: [UInt8]) {
    input = isHungry ? bytes : Array(rest) + bytes
    at = 0
  }

  /// Begins anew with the bytes that are left, for another member of the same file.
  func restart() { inflateReset(stream) }

  enum Step {
    case piece([UInt8])
    case hungry
    /// The last piece.
    case end([UInt8])
  }

  /// Unpacks a piece of what was given.
  func step() throws(DecodingFailure) -> Step {
    var status = Z_OK
    let offered = input.count - at
    let output = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { output, count in
      input.withUnsafeMutableBufferPointer { input in
        stream.pointee.next_in = input.baseAddress.map { $0 + at }
        stream.pointee.avail_in = UInt32(clamping: offered)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(clamping: output.count)
        let given = stream.pointee.avail_in
        status = inflate(stream, Z_NO_FLUSH)
        let used = Int(given - stream.pointee.avail_in)
        at += used
        taken += used
        count = output.count - Int(stream.pointee.avail_out)
      }
    }
    made += output.count
    if made > Self.harmless, made / Self.largestRatio > taken {
      throw DecodingFailure("the data unpacks to more than \(Self.largestRatio) times its size")
    }
    switch status {
    case Z_STREAM_END: return .end(output)
    case Z_OK: return output.isEmpty ? .hungry : .piece(output)
    case Z_BUF_ERROR: return .hungry
    default: throw DecodingFailure("the packed data is damaged")
    }
  }
}

/// The checksum of zip archives.
struct Checksum {
  private(set) var value: UInt32 = 0

  mutating func add(_ bytes: [UInt8]) {
    value = bytes.withUnsafeBufferPointer {
      UInt32(truncatingIfNeeded: crc32_z(UInt(value), $0.baseAddress, $0.count))
    }
  }
}
