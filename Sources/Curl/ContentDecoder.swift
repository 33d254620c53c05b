internal import CContentCoding

/// Unpacks a body while it comes in.
///
/// libcurl could do this too, but takes a packed body that was cut for a whole one.
protocol ContentDecoder: AnyObject {
  /// Unpacks a piece; `take` gets what comes out and says whether to go on. Throws when the bytes are not packed that way.
  func decode(
    _ piece: UnsafeBufferPointer<UInt8>, _ take: (UnsafeBufferPointer<UInt8>) -> Bool
  ) throws(ContentProblem)
  /// The packed form has come to its end.
  var isComplete: Bool { get }
}

/// The bytes are not packed the way the headers say.
struct ContentProblem: Error {}

/// The codings that are asked for.
enum ContentCoding {
  static let accepted = "gzip, deflate, br"

  /// The decoder for a value of `Content-Encoding`; nil when there is nothing to unpack, which is also what servers mean that name a
  /// character set there.
  static func decoder(for value: String) -> (any ContentDecoder)? {
    switch value.lowercased() {
    case "gzip", "x-gzip": InflateDecoder(.gzip)
    case "deflate": InflateDecoder(.deflate)
    case "br": BrotliDecoder()
    default: nil
    }
  }

  static let scratchSize = 64 << 10
}

/// `gzip` and `deflate`.
final class InflateDecoder: ContentDecoder {
  enum Form { case gzip, deflate }

  private let form: Form
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private let scratch = UnsafeMutablePointer<UInt8>.allocate(capacity: ContentCoding.scratchSize)
  private var isStarted: Bool
  private var hasOutput = false
  private(set) var isComplete = false

  init(_ form: Form) {
    self.form = form
    stream.initialize(to: z_stream())
    // 32 more than the largest window: zlib looks whether it is gzip or zlib.
    isStarted = ccontent_inflate_start(stream, form == .gzip ? 15 + 32 : 15) == Z_OK
  }

  deinit {
    if isStarted { inflateEnd(stream) }
    stream.deallocate()
    scratch.deallocate()
  }

  func decode(
    _ piece: UnsafeBufferPointer<UInt8>, _ take: (UnsafeBufferPointer<UInt8>) -> Bool
  ) throws(ContentProblem) {
    guard isStarted else { throw ContentProblem() }
    stream.pointee.next_in = UnsafeMutablePointer(mutating: piece.baseAddress)
    stream.pointee.avail_in = UInt32(clamping: piece.count)
    repeat {
      // Several packed parts after each other are one body; anything else after the end is refuse that servers leave there.
      if isComplete {
        guard form == .gzip, stream.pointee.avail_in > 0, stream.pointee.next_in.pointee == 0x1F else {
          return
        }
        inflateReset(stream)
        isComplete = false
      }
      stream.pointee.next_out = scratch
      stream.pointee.avail_out = UInt32(ContentCoding.scratchSize)
      let result = inflate(stream, Z_NO_FLUSH)
      if result == Z_DATA_ERROR, form == .deflate, !hasOutput, restartRaw(piece) { continue }
      guard result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR else { throw ContentProblem() }
      isComplete = result == Z_STREAM_END
      let count = ContentCoding.scratchSize - Int(stream.pointee.avail_out)
      hasOutput = hasOutput || count > 0
      if count > 0, !take(UnsafeBufferPointer(start: scratch, count: count)) { return }
    } while stream.pointee.avail_in > 0 || stream.pointee.avail_out == 0 && !isComplete
  }

  /// Some servers leave out the wrapping that `deflate` means.
  private func restartRaw(_ piece: UnsafeBufferPointer<UInt8>) -> Bool {
    inflateEnd(stream)
    stream.pointee = z_stream()
    isStarted = ccontent_inflate_start(stream, -15) == Z_OK
    stream.pointee.next_in = UnsafeMutablePointer(mutating: piece.baseAddress)
    stream.pointee.avail_in = UInt32(clamping: piece.count)
    hasOutput = true
    return isStarted
  }
}

/// `br`.
final class BrotliDecoder: ContentDecoder {
  private let state = BrotliDecoderCreateInstance(nil, nil, nil)
  private let scratch = UnsafeMutablePointer<UInt8>.allocate(capacity: ContentCoding.scratchSize)
  private(set) var isComplete = false

  deinit {
    BrotliDecoderDestroyInstance(state)
    scratch.deallocate()
  }

  func decode(
    _ piece: UnsafeBufferPointer<UInt8>, _ take: (UnsafeBufferPointer<UInt8>) -> Bool
  ) throws(ContentProblem) {
    guard state != nil else { throw ContentProblem() }
    var input = piece.baseAddress
    var left = piece.count
    while !isComplete {
      var output: UnsafeMutablePointer<UInt8>? = scratch
      var room = ContentCoding.scratchSize
      let result = BrotliDecoderDecompressStream(state, &left, &input, &room, &output, nil)
      let count = ContentCoding.scratchSize - room
      if count > 0, !take(UnsafeBufferPointer(start: scratch, count: count)) { return }
      switch result {
      case BROTLI_DECODER_RESULT_SUCCESS: isComplete = true
      case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT: return
      case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT: continue
      default: throw ContentProblem()
      }
    }
  }
}
