internal import Diagnostics

/// Checks the elements of one segment against its part of the guide.
struct ElementCheck {
  let segment: Segment
  let plan: GuidePlan.PartPlan
  private(set) var faults: [ElementFault] = []
  /// Elements that something was already found in; nothing else is said about them.
  private var suspicious: [Int] = []
  private var isShifted = false
  /// The last required elements in a row that are empty.
  private var missing: [(position: Int, title: String)] = []

  init(_ segment: Segment, _ plan: GuidePlan.PartPlan) {
    self.segment = segment
    self.plan = plan
  }

  mutating func run() {
    let count = segment.count
    let size = plan.part.size
    if count > 0, segment.isEmpty(count) {
      let last = (1...count).last { !segment.isEmpty($0) } ?? 0
      report(.trailingSeparator, "3", last + 1, "segment \(segment.id) ends with an empty element")
    } else if count > size {
      report(.tooManyElements, "3", size + 1, "\(segment.id) has \(count) elements, not \(size) at most")
    }
    for position in 1...max(size, 1) where position < plan.elements.count {
      check(position)
      if isShifted { return }
    }
    for note in plan.part.notes { check(note) }
  }

  /// The first element alone, where it is a guess which segment is meant.
  mutating func runQualifier() {
    if plan.elements.count > 1 { check(1) }
  }

  private mutating func check(_ position: Int) {
    let range = segment.range(position)
    guard let element = plan.elements[position] else {
      if !range.isEmpty { reportUnused(position) }
      return
    }
    if range.isEmpty {
      if element.usage == .required { reportMissing(element) }
      return
    }
    let delimiters = segment.delimiters
    guard let repetition = delimiters.repetition, segment.bytes[range].contains(repetition) else {
      return checkOne(element, range, repetition: nil)
    }
    let parts = segment.parts(of: range, at: repetition)
    guard parts.count <= element.limit else {
      let message =
        element.limit == 1
        ? "\(name(position)), the \(element.name), is repeated, which it may not be"
        : "\(name(position)), the \(element.name), is repeated \(parts.count) times, not \(element.limit) at most"
      return report(.repetition, "12", position, message, number: element.number, range: range)
    }
    for (index, part) in parts.enumerated() { checkOne(element, part, repetition: index + 1) }
  }

  /// Neighbours that are missing together are one mistake: the party has no number, the person no birth date.
  private mutating func reportMissing(_ element: Guide.Element) {
    let title = "\(name(element.position)), the \(element.name),"
    suspicious.append(element.position)
    if let last = missing.last, last.position == element.position - 1,
      let index = faults.lastIndex(where: \.isMissing)
    {
      missing.append((element.position, title))
      faults[index].message = missing.map(\.title).joined(separator: " and ") + " are missing"
      faults[index].suggestions = []
      return
    }
    missing = [(element.position, title)]
    suspicious.removeLast()
    report(
      .requiredElement, "1", element.position, "\(title) is missing",
      number: element.number, suggestions: element.codes.map { $0.count <= 4 ? $0.all : [] } ?? [])
    if let last = faults.indices.last { faults[last].isMissing = true }
  }

  /// Elements that are moved by one are one mistake, whatever else they break.
  private mutating func reportUnused(_ position: Int) {
    if position + 1 < plan.elements.count, let next = plan.elements[position + 1], let codes = next.codes,
      codes.contains(segment.code(position)), !codes.contains(segment.code(position + 1))
    {
      isShifted = true
      return report(
        .unusedElement, "I10", position,
        "\(name(position)) has what belongs into \(name(position + 1)), the \(next.name): a separator is missing before it"
      )
    }
    // The first one stands for those after it.
    guard !faults.contains(where: { $0.rule.id == Rule.unusedElement.id }) else { return }
    let others = (position + 1..<plan.elements.count).filter {
      plan.elements[$0] == nil && !segment.isEmpty($0)
    }
    report(
      .unusedElement, "I10", position,
      "the guide does not use \(names([position] + others, "and")) in \(plan.part.name)")
  }

  /// One repetition of an element.
  private mutating func checkOne(_ element: Guide.Element, _ range: Range<Int>, repetition: Int?) {
    let separator = segment.delimiters.component
    guard element.kind == .composite else {
      if segment.bytes[range].contains(separator) {
        return report(
          .components, "13", element.position,
          "\(name(element.position)), the \(element.name), has components, which it may not have",
          number: element.number, range: range)
      }
      checkValue(element, range, at: ElementPlace(element.position, nil, repetition))
      return
    }
    let parts = segment.parts(of: range, at: separator)
    guard parts.count <= element.components.count else {
      return report(
        .components, "13", element.position,
        "\(name(element.position)), the \(element.name), has \(parts.count) components, not \(element.components.count) at most",
        number: element.number, range: range)
    }
    for component in element.components {
      let part =
        component.position <= parts.count
        ? parts[component.position - 1] : range.upperBound..<range.upperBound
      let place = ElementPlace(element.position, component.position, repetition)
      if part.isEmpty {
        guard component.usage == .required else { continue }
        report(
          .requiredElement, "1", place, "\(name(place)), the \(component.name), is missing",
          number: component.number)
      } else {
        checkValue(component, part, at: place)
      }
    }
  }

  private mutating func checkValue(_ element: Guide.Element, _ range: Range<Int>, at place: ElementPlace) {
    if let problem = ValueCheck.problem(element, segment, range) {
      if hasShift(element, at: place) {
        return report(
          problem.rule, problem.code, place,
          "\(name(place.element - 1)) has what belongs into \(name(place)), the \(element.name): a separator is missing before it",
          number: element.number, range: range)
      }
      report(
        problem.rule, problem.code, place, "\(name(place)), the \(element.name), \(problem.message)",
        number: element.number, range: range, suggestions: suggestions(problem, element, range))
      guard let last = faults.indices.last else { return }
      faults[last].allowed = problem.allowed
      faults[last].isSmallCode = problem.isSmallCode
    }
  }

  /// Whether the element before has the code that is wanted here, so that all from there on are moved by one.
  private mutating func hasShift(_ element: Guide.Element, at place: ElementPlace) -> Bool {
    guard let codes = element.codes, place.component == nil, place.element > 1,
      let before = plan.elements[place.element - 1], before.kind == .text,
      codes.contains(segment.code(place.element - 1)), segment.isEmpty(place.element + 1)
    else { return false }
    isShifted = true
    return true
  }

  /// A province that is spelt out is longer than its code, which all the same is known.
  private func suggestions(
    _ problem: ValueCheck.Problem, _ element: Guide.Element, _ range: Range<Int>
  ) -> [String] {
    guard problem.rule.id == Rule.elementLength.id, range.count <= 8, segment.id == "N4" else {
      return problem.suggestions
    }
    let code = Code(ByteText.text(segment.bytes[range]).uppercased())
    switch element.number {
    case 156: return ExternalCodes.provincesByOtherName[code].map { [$0] } ?? []
    case 26: return ExternalCodes.countriesByOtherName[code].map { [$0] } ?? []
    default: return problem.suggestions
    }
  }

  // MARK: Elements together

  private mutating func check(_ note: Guide.SyntaxNote) {
    if isKept(note) { return }
    if !suspicious.isEmpty, note.positions.contains(where: suspicious.contains) { return }
    let filled = note.positions.filter { !segment.isEmpty($0) }
    guard let first = note.positions.first else { return }
    let hasFirst = filled.first == first
    switch note.kind {
    case .paired:
      guard !filled.isEmpty, let empty = note.positions.first(where: { !filled.contains($0) }) else { return }
      report(.relatedElements, "2", empty, "\(name(empty)) is empty although \(name(filled[0])) is not")
    case .oneOf:
      guard filled.isEmpty else { return }
      report(.relatedElements, "2", first, "\(names(note.positions, "and")) are all empty")
    case .exclusive:
      guard filled.count > 1 else { return }
      report(.relatedElements, "10", filled[1], "\(names(filled, "and")) exclude each other")
    case .conditional:
      guard hasFirst, filled.count < note.positions.count,
        let empty = note.positions.first(where: { !filled.contains($0) })
      else { return }
      report(.relatedElements, "2", empty, "\(name(empty)) is empty although \(name(first)) is not")
    case .listConditional:
      guard hasFirst, filled.count == 1 else { return }
      report(
        .relatedElements, "2", note.positions[1],
        "\(name(first)) needs \(names(Array(note.positions.dropFirst()), "or"))")
    }
  }

  /// Without making a list, because nearly all segments keep their notes.
  private func isKept(_ note: Guide.SyntaxNote) -> Bool {
    var filled = 0
    for position in note.positions where !segment.isEmpty(position) { filled += 1 }
    switch note.kind {
    case .paired: return filled == 0 || filled == note.positions.count
    case .oneOf: return filled > 0
    case .exclusive: return filled <= 1
    case .conditional, .listConditional: return filled == 0 || filled == note.positions.count
    }
  }

  private func names(_ positions: [Int], _ word: String) -> String {
    positions.map(name).joined(separator: " \(word) ")
  }

  private func name(_ position: Int) -> String { name(ElementPlace(position, nil, nil)) }

  private func name(_ place: ElementPlace) -> String {
    let number = place.element < 10 ? "0\(place.element)" : "\(place.element)"
    return "\(segment.id)\(number)" + (place.component.map { "-\($0)" } ?? "")
  }

  // MARK: Reporting

  private mutating func report(
    _ rule: Rule, _ code: String, _ position: Int, _ message: String, number: Int? = nil,
    range: Range<Int>? = nil,
    suggestions: [String] = []
  ) {
    report(
      rule, code, ElementPlace(position, nil, nil), message, number: number, range: range,
      suggestions: suggestions)
  }

  private mutating func report(
    _ rule: Rule, _ code: String, _ place: ElementPlace, _ message: String, number: Int? = nil,
    range: Range<Int>? = nil, suggestions: [String] = []
  ) {
    guard !suspicious.contains(place.element) || place.repetition != nil else { return }
    suspicious.append(place.element)
    let range = range ?? segment.range(place.element)
    let known = place.element < plan.elements.count ? plan.elements[place.element]?.number : nil
    faults.append(
      ElementFault(
        rule: rule, message: message, range: range, suggestions: suggestions,
        fault: .element(
          code,
          Issue.Spot(
            element: place.element, component: place.component, repetition: place.repetition,
            number: number ?? known ?? 0,
            value: range.isEmpty ? nil : ByteText.text(segment.bytes[range].prefix(99))))))
  }
}

/// Where in a segment.
struct ElementPlace {
  let element: Int
  let component: Int?
  let repetition: Int?

  init(_ element: Int, _ component: Int?, _ repetition: Int?) {
    self.element = element
    self.component = component
    self.repetition = repetition
  }
}

/// A mistake in one element, with the bytes it stands in.
struct ElementFault {
  let rule: Rule
  var message: String
  let range: Range<Int>
  var suggestions: [String]
  let fault: Issue.Fault
  /// What a code may be, where there are too many for suggestions.
  var allowed: [String] = []
  /// A code that would be right in capital letters; whoever writes one so writes all so.
  var isSmallCode = false
  /// A required value is not there.
  var isMissing = false
}
