internal import EDI
internal import Values

/// X12 834: the body is the list of members, each with its coverages inside.
struct EnrolmentFormat: RowFormat {
  func rows(of source: any ByteSource) -> any RowReader { Reader(source) }

  private struct Reader: RowReader {
    private let pieces: Pieces
    private var members: MemberReader

    init(_ source: any ByteSource) {
      let pieces = Pieces(source)
      self.pieces = pieces
      members = MemberReader(.pieces { pieces.next() })
    }

    mutating func next(_ rows: Int) throws(DecodingFailure) -> Value? {
      var values: [Value] = []
      do throws(MemberReadFailure) {
        while values.count < rows, let member = try members.next() { values.append(member.value) }
      } catch {
        // A source that failed looks like a file that ends early; its own words say more.
        if let failure = pieces.failure { throw failure }
        throw DecodingFailure(error.message, at: .init(line: error.line, column: 1))
      }
      return values.isEmpty ? nil : .list(values)
    }
  }

  /// Hands the bytes of a source on, and keeps what went wrong with it.
  private final class Pieces {
    private var source: any ByteSource
    private(set) var failure: DecodingFailure?

    init(_ source: any ByteSource) { self.source = source }

    func next() -> [UInt8]? {
      do throws(DecodingFailure) {
        return try source.next()
      } catch {
        failure = error
        return nil
      }
    }
  }
}
