internal import Programs
internal import Storage
internal import Values

/// What pages that changed nothing have to say: how far the reading came, and what was counted.
///
/// It is written with the next page that changes something, and at the latest after two seconds or when the run ends. A process that
/// dies before that reads those pages once more and finds them unchanged again; a disk is not waited for two hundred times for
/// nothing.
struct PostponedPages {
  struct Entry {
    var counts = RowCounts()
    var pages = 0
    var checkpoints: [Checkpoint] = []
    /// When the first of them was read.
    let since: Instant

    /// With what one page more says; a later checkpoint of a slice stands for an earlier one.
    func adding(_ page: PageCommit, _ counts: RowCounts) -> Entry {
      var sum = self
      sum.counts += counts
      sum.pages += 1
      for checkpoint in page.checkpoints {
        sum.checkpoints.removeAll { $0.stream == checkpoint.stream && $0.slice == checkpoint.slice }
        sum.checkpoints.append(checkpoint)
      }
      return sum
    }
  }

  struct Key: Hashable {
    let run: Int64
    let stream: String
  }

  private static let longestSeconds: Int64 = 2

  private var entries: [Key: Entry] = [:]

  subscript(lease: RunLease, stream: String) -> Entry? {
    get { entries[Key(run: lease.run.number, stream: stream)] }
    set { entries[Key(run: lease.run.number, stream: stream)] = newValue }
  }

  func entries(of lease: RunLease) -> [(stream: String, entry: Entry)] {
    entries.filter { $0.key.run == lease.run.number }.map { ($0.key.stream, $0.value) }
  }

  func mayWait(_ entry: Entry, at now: Instant) -> Bool {
    now.seconds - entry.since.seconds < Self.longestSeconds
  }

  mutating func forget(run: Int64) { entries = entries.filter { $0.key.run != run } }
}

extension PageCommit {
  /// Nothing but rows, which may all be known already, and where to go on.
  var holdsOnlyRows: Bool {
    deletedKeys.isEmpty && quarantined.isEmpty && healedKeys.isEmpty && parents.isEmpty
      && forgottenSlices.isEmpty
  }
}
