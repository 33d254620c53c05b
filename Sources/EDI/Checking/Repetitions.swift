internal import Values

/// Finds members and coverages that are there a second time.
struct Repetitions {
  /// A member who was there before.
  struct Repeated {
    let title: String
    let place: Issue.Place
  }

  /// Those that are there again.
  private(set) var members: [Repeated] = []
  /// Hashes of all members so far.
  private var seen: Set<Int> = []
  private var identity = Hasher()
  /// How much of the identity is known.
  private var parts = 0
  private var isSubscriber = false
  private var place: Issue.Place?
  private var number: String?
  /// Hashes of the coverages of the member at hand.
  private var coverages: [Int] = []
  private var coverage: Hasher?

  /// Beyond so many the question is given up, because memory must stay flat.
  private static let mostKnown = 200_000
  private static let mostTold = 100

  mutating func beginMember(isSubscriber: Bool, at place: Issue.Place) {
    endMember()
    identity = Hasher()
    identity.combine(isSubscriber)
    parts = 0
    self.isSubscriber = isSubscriber
    self.place = place
    number = nil
    coverages.removeAll(keepingCapacity: true)
  }

  mutating func take(number: String) {
    self.number = number
    parts += 1
    identity.combine(number)
  }

  /// What tells a dependent from others of the same subscriber: first name, birth date.
  mutating func take(_ segment: Segment, _ element: Int) {
    // Of subscribers the number says it all.
    if isSubscriber { return }
    let range = segment.range(element)
    guard !range.isEmpty else { return }
    parts += 1
    segment.bytes.withUnsafeBytes { identity.combine(bytes: UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  mutating func endMember() {
    guard let place, let number, parts >= (isSubscriber ? 1 : 3), seen.count < Self.mostKnown else { return }
    self.place = nil
    if !seen.insert(identity.finalize()).inserted, members.count < Self.mostTold {
      let title = isSubscriber ? "subscriber \(number)" : "a dependent of subscriber \(number)"
      members.append(Repeated(title: title, place: place))
    }
  }

  /// Without the name of a plan (HD04), segments after it may tell two coverages apart.
  mutating func beginCoverage(_ segment: Segment) {
    coverage = nil
    guard !segment.isEmpty(4) else { return }
    var hasher = Hasher()
    for byte in segment.bytes { hasher.combine(byte) }
    coverage = hasher
  }

  /// Whether the coverage is one that the member had before.
  mutating func endCoverage(_ begin: CivilDate?, _ end: CivilDate?) -> Bool {
    guard var coverage else { return false }
    coverage.combine(begin)
    coverage.combine(end)
    let hash = coverage.finalize()
    if coverages.contains(hash) { return true }
    coverages.append(hash)
    return false
  }
}
