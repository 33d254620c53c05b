internal import Expressions
internal import Language
internal import Programs
internal import Values

/// Field names that a provider must be told, compiled.
struct FieldNamesProgram: Sendable {
  private let names: [String]?
  let discovery: (call: CallProgram, items: ExpressionProgram)?
  private let send: Placement?
  private let separator: String
  private let atOnce: Int?
  private let longest: Int?

  init?(_ block: FieldNamesBlock?, _ surroundings: Surroundings) throws(RunFailure) {
    guard let block else { return nil }
    names = block[FieldNamesBlock.names]?.map(\.value)
    if let from = block[FieldNamesBlock.from] {
      let items = try from.demand(FieldNamesRequest.items)
      discovery = (try CallProgram(from.block, surroundings), ExpressionProgram(items, surroundings))
    } else {
      discovery = nil
    }
    send = block.placement(FieldNamesBlock.send)
    separator = block[FieldNamesBlock.separator] ?? ","
    atOnce = block[FieldNamesBlock.atOnce]
    longest = block[FieldNamesBlock.longest]
  }

  /// The names in portions that fit into a request each; in one where there is no bound.
  func portions(_ discovered: [String]) -> [[String]] {
    var portions: [[String]] = []
    var portion: [String] = []
    var length = 0
    for name in names ?? discovered {
      let added = name.unicodeScalars.count + (portion.isEmpty ? 0 : separator.unicodeScalars.count)
      let isFull = portion.count == atOnce ?? .max || length + added > longest ?? .max
      if isFull, !portion.isEmpty {
        portions.append(portion)
        portion = []
        length = 0
      }
      length += added
      portion.append(name)
    }
    portions.append(portion)
    return portions
  }

  /// All names in one list, for reading a single record.
  func whole(_ discovered: [String]) -> [String] { names ?? discovered }

  func put(_ names: [String], into draft: inout RequestDraft) throws(RunFailure) {
    guard let send, !names.isEmpty else { return }
    let isList = if case .json = send.kind { true } else { false }
    try draft.put(
      isList ? .list(names.map(Value.string)) : .string(names.joined(separator: separator)), at: send)
  }
}
