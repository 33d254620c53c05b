/// A guide laid out flat, as the walk through a file needs it.
package struct GuidePlan: Sendable {
  package let guide: Guide
  /// All places of all loops; those of one loop stand together.
  let places: [Place]
  /// The identifiers of the places, which a search reads first.
  let ids: [SegmentID]
  let loops: [LoopPlan]
  /// Segments of the guide with their elements by position.
  package let parts: [PartPlan]

  /// A place in a loop that a segment or a further loop takes.
  ///
  /// A class, as the elements of guides are, because every segment passes over some.
  final class Place: Sendable {
    init(
      id: SegmentID, qualifiers: CodeList?, name: String, isRequired: Bool, limit: Int, rank: Int,
      target: Target
    ) {
      self.id = id
      self.qualifiers = qualifiers
      self.name = name
      self.isRequired = isRequired
      self.limit = limit
      self.rank = rank
      self.target = target
    }

    /// The segment itself, or the one that begins the loop.
    let id: SegmentID
    /// The codes of its first element that tell it from others.
    let qualifiers: CodeList?
    let name: String
    let isRequired: Bool
    let limit: Int
    /// Neighbours of one identifier share a rank, and may come in any order.
    let rank: Int
    let target: Target
  }

  enum Target: Sendable {
    case part(Int)
    case loop(Int)
  }

  struct LoopPlan: Sendable {
    let id: String
    var places: Range<Int>
    /// The segment that begins it.
    let first: Int
  }

  /// A segment of the guide where it stands.
  package final class PartPlan: Sendable {
    package let part: Guide.Part
    package let loop: String
    /// By position; nil where the guide uses no element.
    let elements: [Guide.Element?]

    init(_ part: Guide.Part, loop: String) {
      self.part = part
      self.loop = loop
      var elements = [Guide.Element?](repeating: nil, count: part.size + 1)
      for element in part.elements where element.position < elements.count {
        elements[element.position] = element
      }
      self.elements = elements
    }
  }

  package init(_ guide: Guide) {
    self.guide = guide
    var builder = Builder()
    _ = builder.add(guide.root)
    places = builder.places
    ids = builder.places.map(\.id)
    loops = builder.loops
    parts = builder.parts
  }

  /// Identifiers that occur anywhere in the guide.
  func knows(_ id: SegmentID) -> Bool { parts.contains { $0.part.id == id } }

  /// The plans of all guides, made once.
  package static let all: [GuidePlan] = Guides.all.map(GuidePlan.init)

  package static func plan(_ transaction: String, version: String) -> GuidePlan? {
    all.first { $0.guide.transaction == transaction && $0.guide.version == version }
  }

  /// The loop in which a code tells a segment of this identifier from others.
  func place(of code: Code, in id: SegmentID) -> PartPlan? {
    parts.first {
      $0.part.id == id && $0.part.isQualified && $0.part.elements.first?.codes?.contains(code) == true
    }
  }

  private struct Builder {
    var places: [Place] = []
    var loops: [LoopPlan] = []
    var parts: [PartPlan] = []

    mutating func add(_ loop: Guide.Loop) -> Int {
      let index = loops.count
      loops.append(LoopPlan(id: loop.id, places: 0..<0, first: parts.count))
      var own: [Place] = []
      var rank = 0
      for item in loop.items {
        let place = place(of: item, in: loop.id, rank: 0)
        if let last = own.last, last.id != place.id || own.count == 1 { rank += 1 }
        own.append(place.at(rank))
      }
      loops[index].places = places.count..<places.count + own.count
      places += own
      return index
    }

    private mutating func place(of item: Guide.Item, in loop: String, rank: Int) -> Place {
      switch item {
      case .segment(let part):
        parts.append(PartPlan(part, loop: loop))
        return Place(
          id: part.id, qualifiers: part.isQualified ? part.elements.first?.codes : nil, name: part.name,
          isRequired: part.usage == .required, limit: part.limit, rank: rank, target: .part(parts.count - 1))
      case .loop(let inner):
        let index = add(inner)
        let first = parts[loops[index].first].part
        return Place(
          id: first.id, qualifiers: first.isQualified ? first.elements.first?.codes : nil, name: inner.name,
          isRequired: inner.usage == .required, limit: inner.limit, rank: rank, target: .loop(index))
      }
    }
  }
}

extension GuidePlan.Place {
  func at(_ rank: Int) -> GuidePlan.Place {
    GuidePlan.Place(
      id: id, qualifiers: qualifiers, name: name, isRequired: isRequired, limit: limit, rank: rank,
      target: target)
  }

  /// How a reader would write it: `REF*0F`.
  var spelling: String {
    guard let qualifiers, qualifiers.count == 1 else { return "\(id)" }
    return "\(id)*\(qualifiers.all.joined())"
  }
}
