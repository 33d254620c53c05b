/// What one pass over a file tells before anything in it is checked.
package struct FileOutline: Sendable, Hashable {
  /// What a file is, by its first transaction.
  package enum Kind: Sendable, Hashable {
    case enrolment
    /// A 999, a 997 or a TA1 alone.
    case acknowledgement
    /// Another transaction, by its number.
    case other(String)
    /// No interchange at all.
    case none
  }

  /// An interchange, as its sender numbers it.
  package struct Interchange: Sendable, Hashable {
    /// ISA05 and ISA06: `ZZ:ACME`.
    package let sender: String
    /// ISA13.
    package let number: Int
  }

  package private(set) var kind = Kind.none
  /// The last segment ends an interchange: a file without that is still being written, or was cut.
  package private(set) var isComplete = false
  /// It begins as files of segments do, perhaps behind a mark or blanks.
  package private(set) var beginsInterchange = false
  package private(set) var interchanges: [Interchange] = []

  /// Reads all of it; fails only where its bytes cannot be had.
  package init(_ feed: ByteFeed) throws(ScanFailure) {
    var reader = SegmentReader(feed)
    var segment = Segment()
    var hasNote = false
    var transaction: String?
    do throws(ScanFailure) {
      while try reader.next(into: &segment) {
        switch segment.id {
        case "ISA":
          beginsInterchange = true
          // A file with more is refused.
          if interchanges.count < FileCheck.mostEnvelopes, let number = segment[13].flatMap({ Int($0) }) {
            let sender = "\(segment[5] ?? ""):\(InterchangeReceipt.trimmed(segment[6] ?? ""))"
            interchanges.append(Interchange(sender: sender, number: number))
          }
        case "TA1": hasNote = true
        case "ST": if transaction == nil { transaction = segment[1] ?? "" }
        default: break
        }
      }
      isComplete = segment.id == "IEA"
    } catch {
      switch error {
      case .unreadable: throw error
      case .unfinished(let offset, _, let start):
        if offset <= 3 { beginsInterchange = start.starts(with: Array("ISA".utf8)) }
      case .notAnInterchange, .tooLong: break
      }
    }
    kind = Self.kind(of: transaction, hasNote: hasNote, isInterchange: beginsInterchange)
  }

  private static func kind(of transaction: String?, hasNote: Bool, isInterchange: Bool) -> Kind {
    switch transaction {
    case "834": .enrolment
    case "999", "997": .acknowledgement
    case let other?: .other(other)
    case nil where hasNote: .acknowledgement
    case nil: isInterchange ? .other("") : .none
    }
  }
}
