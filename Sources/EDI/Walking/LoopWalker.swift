/// Finds the place in the guide of each segment of a transaction set, by position and qualifier.
struct LoopWalker {
  let plan: GuidePlan
  private var stack: [Frame] = []
  /// How often each place was taken in the current turn of its loop.
  private var counts: [Int]
  private(set) var problems: [Problem] = []
  /// The last segment has a qualifier that no place has: which one is meant is a guess.
  private(set) var isGuess = false

  private struct Frame {
    let loop: Int
    /// The first place that may still be taken.
    var cursor: Int
    /// The segment that began it.
    let start: Start
  }

  /// Where a loop begins.
  struct Start {
    var offset = 0
    var line = 1
    /// The segment's number in the file; 0 for the transaction set itself.
    var segment = 0
    var id = SegmentID(0)
  }

  /// What is wrong with the order or number of segments.
  enum Problem {
    /// Parts of a loop that began at a segment; nil where this is the transaction set itself.
    case missing([GuidePlan.Place], inLoop: String, since: Start?)
    case tooMany(GuidePlan.Place)
    case outOfOrder(GuidePlan.Place)
    case unexpected
    case unknown
  }

  init(_ plan: GuidePlan) {
    self.plan = plan
    counts = [Int](repeating: 0, count: plan.places.count)
  }

  /// The loop that the last segment belongs to.
  var loop: String { stack.last.map { plan.loops[$0.loop].id } ?? "" }

  /// Begins with the ST segment, which has the first place of all.
  mutating func begin() -> Int {
    stack = []
    problems.removeAll(keepingCapacity: true)
    enter(0, nil)
    return plan.loops[0].first
  }

  /// The part of the guide that a segment is; nil when it is none.
  ///
  /// What is wrong is in `problems`.
  mutating func step(_ segment: Segment) -> Int? {
    if !problems.isEmpty { problems.removeAll(keepingCapacity: true) }
    isGuess = false
    let id = segment.id
    let qualifier = segment.code(1)
    if let (depth, place) = find(id, qualifier) { return take(place, at: depth, segment) }
    if let place = passed(id, qualifier) {
      if let meant = placeHere(id, insteadOf: place) { return take(meant, at: stack.count - 1, segment) }
      problems.append(.outOfOrder(plan.places[place]))
      counts[place] += 1
      if case .part(let part) = plan.places[place].target { return part }
      return nil
    }
    if let place = passedLoop(id, qualifier) {
      if let meant = placeHere(id, insteadOf: place) { return take(meant, at: stack.count - 1, segment) }
      return takeLate(place, segment)
    }
    if let (depth, place) = find(id, nil) {
      isGuess = true
      return take(place, at: depth, segment)
    }
    if let (depth, place) = unbegun(id, qualifier), case .loop(let loop) = plan.places[place].target {
      _ = take(place, at: depth, segment)
      problems.append(.missing([plan.places[place]], inLoop: plan.loops[stack[depth].loop].id, since: nil))
      if let (depth, place) = find(id, qualifier) { return take(place, at: depth, segment) }
      return plan.loops[loop].first
    }
    if let part = mistaken(segment) { return part }
    problems.append(plan.knows(id) ? .unexpected : .unknown)
    return nil
  }

  /// Takes the segment before, which began a loop, for that of another loop whose bracket is missing, because this one stands there.
  private mutating func mistaken(_ segment: Segment) -> Int? {
    guard let last = stack.last, last.start.segment == segment.number - 1, stack.count > 1 else { return nil }
    let (id, qualifier) = (segment.id, segment.code(1))
    for depth in stride(from: stack.count - 2, through: 0, by: -1) {
      let places = plan.loops[stack[depth].loop].places
      for bracket in max(
        stack[depth].cursor, places.lowerBound + 1)..<max(places.upperBound, stack[depth].cursor)
      {
        guard counts[bracket] == 0, case .loop(let outer) = plan.places[bracket].target else { continue }
        for place in plan.loops[outer].places.dropFirst() where plan.ids[place] == last.start.id {
          guard case .loop(let inner) = plan.places[place].target,
            plan.loops[inner].places.dropFirst().contains(where: {
              plan.ids[$0] == id && plan.places[$0].qualifiers?.contains(qualifier) ?? true
            })
          else { continue }
          stack.removeLast()
          _ = take(bracket, at: depth, segment)
          problems.append(
            .missing([plan.places[bracket]], inLoop: plan.loops[stack[depth].loop].id, since: last.start))
          _ = take(place, at: depth + 1, segment)
          return find(id, qualifier).map { take($0.place, at: $0.depth, segment) }
        }
      }
    }
    return nil
  }

  // MARK: Search

  /// The nearest place that is still ahead, from the innermost loop outwards; without a qualifier, one that only looks alike.
  private func find(_ id: SegmentID, _ qualifier: Code?) -> (depth: Int, place: Int)? {
    for depth in stride(from: stack.count - 1, through: 0, by: -1) {
      let frame = stack[depth]
      let places = plan.loops[frame.loop].places
      var alike: Int?
      // The segment that begins a loop begins its next turn, which is for the loop around it to see.
      for index in max(frame.cursor, places.lowerBound + 1)..<max(places.upperBound, frame.cursor) {
        guard plan.ids[index] == id else { continue }
        let place = plan.places[index]
        if let qualifier {
          if place.qualifiers?.contains(qualifier) ?? true { return (depth, index) }
        } else if alike == nil || (place.isRequired && counts[index] == 0) {
          alike = index
        } else if let known = alike, !(plan.places[known].isRequired && counts[known] == 0) {
          alike = index
        }
      }
      if let alike { return (depth, alike) }
    }
    return nil
  }

  /// A segment of an open loop whose turn is over.
  private func passed(_ id: SegmentID, _ qualifier: Code) -> Int? {
    for frame in stack.reversed() {
      let first = plan.loops[frame.loop].places.lowerBound + 1
      for index in first..<max(first, frame.cursor) {
        let place = plan.places[index]
        guard place.id == id, case .part = place.target else { continue }
        if place.qualifiers?.contains(qualifier) ?? true { return index }
      }
    }
    return nil
  }

  /// A loop whose turn is over, and that this segment begins.
  private func passedLoop(_ id: SegmentID, _ qualifier: Code) -> Int? {
    for frame in stack.reversed() {
      let first = plan.loops[frame.loop].places.lowerBound + 1
      for index in first..<max(first, frame.cursor) {
        guard plan.ids[index] == id, case .loop = plan.places[index].target else { continue }
        if plan.places[index].qualifiers?.contains(qualifier) ?? true { return index }
      }
    }
    return nil
  }

  /// A place of the innermost loop that a segment was meant for which has the qualifier of a loop around it: where that one was
  /// there already, or this one has to be.
  private func placeHere(_ id: SegmentID, insteadOf passed: Int) -> Int? {
    guard let frame = stack.last else { return nil }
    let places = plan.loops[frame.loop].places
    if places.contains(passed) { return nil }
    return (max(frame.cursor, places.lowerBound + 1)..<max(places.upperBound, frame.cursor)).first { index in
      let place = plan.places[index]
      guard place.id == id, counts[index] < place.limit else { return false }
      return counts[passed] > 0 || place.isRequired && counts[index] == 0
    }
  }

  /// A loop that is still ahead and has this segment, but was not begun by its first one: one that is required, or the only one in
  /// which this begins a loop of its own.
  private func unbegun(_ id: SegmentID, _ qualifier: Code) -> (depth: Int, place: Int)? {
    var candidates: [(depth: Int, place: Int)] = []
    for depth in stride(from: stack.count - 1, through: 0, by: -1) {
      let frame = stack[depth]
      let places = plan.loops[frame.loop].places
      for index in max(frame.cursor, places.lowerBound + 1)..<max(places.upperBound, frame.cursor) {
        let place = plan.places[index]
        guard counts[index] == 0, case .loop(let loop) = place.target else { continue }
        let held = plan.loops[loop].places.dropFirst().first {
          plan.ids[$0] == id && plan.places[$0].qualifiers?.contains(qualifier) ?? true
        }
        guard let held else { continue }
        if place.isRequired { return (depth, index) }
        if case .loop = plan.places[held].target { candidates.append((depth, index)) }
      }
    }
    return candidates.count == 1 ? candidates.first : nil
  }

  // MARK: Moving

  private mutating func take(_ index: Int, at depth: Int, _ segment: Segment) -> Int {
    while stack.count > depth + 1, let frame = stack.popLast() {
      reportMissing(frame.cursor..<plan.loops[frame.loop].places.upperBound, of: frame)
    }
    let place = plan.places[index]
    advance(to: index, rank: place.rank, at: depth)
    if !isGuess || place.isRequired { counts[index] += 1 }
    if !isGuess, counts[index] == place.limit.addingReportingOverflow(1).partialValue {
      problems.append(.tooMany(place))
    }
    switch place.target {
    case .part(let part): return part
    case .loop(let loop):
      enter(loop, segment)
      return plan.loops[loop].first
    }
  }

  /// Begins a loop after those that should follow it; the one that it breaks into may go on behind it.
  private mutating func takeLate(_ index: Int, _ segment: Segment) -> Int? {
    guard case .loop(let loop) = plan.places[index].target else { return nil }
    counts[index] += 1
    problems.append(.outOfOrder(plan.places[index]))
    enter(loop, segment)
    return plan.loops[loop].first
  }

  /// Leaves the places before a rank behind.
  private mutating func advance(to index: Int, rank: Int, at depth: Int) {
    let frame = stack[depth]
    guard plan.places[frame.cursor].rank != rank else { return }
    var first = index
    let lower = plan.loops[frame.loop].places.lowerBound
    while first > lower, plan.places[first - 1].rank == rank { first -= 1 }
    reportMissing(frame.cursor..<first, of: frame)
    stack[depth].cursor = first
  }

  private mutating func reportMissing(_ range: Range<Int>, of frame: Frame) {
    var missing: [GuidePlan.Place] = []
    for index in range where counts[index] == 0 && plan.places[index].isRequired {
      missing.append(plan.places[index])
    }
    guard !missing.isEmpty else { return }
    problems.append(
      .missing(
        missing, inLoop: plan.loops[frame.loop].id,
        since: frame.start.segment == 0 ? nil : frame.start))
  }

  private mutating func enter(_ loop: Int, _ segment: Segment?) {
    let places = plan.loops[loop].places
    for index in places { counts[index] = 0 }
    counts[places.lowerBound] = 1
    let start = segment.map { Start(offset: $0.offset, line: $0.line, segment: $0.number, id: $0.id) }
    stack.append(Frame(loop: loop, cursor: places.lowerBound, start: start ?? Start()))
  }
}
