internal import Expressions
internal import HTTP
internal import JSON
internal import Language
internal import Programs
internal import Values
internal import WebServer

/// The paging of a stream, seen from the provider's side: which stretch is asked for, and what a reply says about the next one.
struct PretendPages: Sendable {
  /// A stretch of the records.
  struct Cut: Sendable {
    let range: Range<Int>
    let number: Int
    let size: Int
    let isLast: Bool

    /// The stretch before it; itself where it is the first.
    var before: Cut {
      if range.isEmpty || range.lowerBound == 0 { return self }
      return Cut(
        range: max(0, range.lowerBound - size)..<range.lowerBound, number: number, size: size, isLast: false)
    }
  }

  private enum Style: Sendable {
    case whole
    case numbered(Placement?, start: Int, last: ExpressionProgram?)
    case offset(Placement?, start: Int, last: ExpressionProgram?)
    case cursor(Placement?, token: ExpressionProgram, more: ExpressionProgram?)
    case address(ExpressionProgram)
    case link(String)
    case keyset(Placement?, more: ExpressionProgram?)
    case relay(ExpressionProgram, variable: String)
    case untilEmpty
  }

  private let style: Style
  private let size: Int
  private let sizePlacement: Placement?
  private let total: ExpressionProgram?

  init(_ block: Block) {
    let surroundings = Surroundings()
    func program(_ field: Field<ExpressionText>) -> ExpressionProgram? {
      block[field].map { ExpressionProgram($0, surroundings) }
    }
    func placement(_ field: Field<Block>) -> Placement? { block[field].flatMap { Placement($0) } }
    size = block[PageGuards.size]?[PageSize.value] ?? 100
    sizePlacement = block[PageGuards.size]?[PageSize.send].flatMap { Placement($0) }
    total = program(PageGuards.total)
    if block.as(NumberedPages.self) != nil {
      style = .numbered(
        placement(NumberedPages.send), start: block[NumberedPages.start] ?? 1,
        last: program(NumberedPages.last))
    } else if block.as(OffsetPages.self) != nil {
      style = .offset(
        placement(OffsetPages.send), start: block[OffsetPages.start] ?? 0, last: program(OffsetPages.last))
    } else if block.as(CursorPages.self) != nil, let token = program(CursorPages.token) {
      style = .cursor(placement(CursorPages.send), token: token, more: program(CursorPages.more))
    } else if block.as(ContinuedPages.self) != nil, let token = program(ContinuedPages.token) {
      style = .cursor(nil, token: token, more: program(ContinuedPages.more))
    } else if block.as(NextURLPages.self) != nil, let url = program(NextURLPages.url) {
      style = .address(url)
    } else if block.as(LinkHeaderPages.self) != nil {
      style = .link(block[LinkHeaderPages.rel] ?? "next")
    } else if block.as(KeysetPages.self) != nil {
      style = .keyset(placement(KeysetPages.send), more: program(KeysetPages.more))
    } else if block.as(RelayPages.self) != nil, let connection = program(RelayPages.connection) {
      style = .relay(connection, variable: block[RelayPages.variable] ?? "after")
    } else if block.as(UntilEmptyPages.self) != nil {
      style = .untilEmpty
    } else {
      style = .whole
    }
  }

  var isQueue: Bool { if case .untilEmpty = style { true } else { false } }

  /// The name of the query value that addresses made here carry their place in.
  private static let place = "mock_from"

  /// Reads which stretch a request asks for.
  func cut(
    _ request: WebRequest, _ values: [String: String], count: Int, place: (String) -> Int?
  ) -> Cut {
    func given(_ placement: Placement?, _ sources: String...) -> String? {
      placement.flatMap { RequestValue.read($0, request) } ?? sources.lazy.compactMap { values[$0] }.first
    }
    let asked = given(sizePlacement, "page.size").flatMap { Int($0) } ?? size
    let size = min(max(asked, 1), 100_000)
    var from = 0
    var number = 1
    switch style {
    case .whole: return Cut(range: 0..<count, number: 1, size: max(count, 1), isLast: true)
    case .numbered(let placement, let start, _):
      number = given(placement, "page.number").flatMap { Int($0) } ?? start
      from = max(number - start, 0).multipliedReportingOverflow(by: size).partialValue
    case .offset(let placement, let start, _):
      from = max((given(placement, "page.offset").flatMap { Int($0) } ?? start) - start, 0)
    case .cursor(let placement, _, _):
      let token = given(placement, "page.token") ?? Self.token(in: request)
      from = token.flatMap(Self.place(inToken:)) ?? 0
    case .address, .link:
      from = request.queryValues.first { $0.name == Self.place }.flatMap { Int($0.value) } ?? 0
    case .keyset(let placement, _):
      if let last = given(placement, "page.token") { from = (place(last) ?? count - 1) + 1 }
    case .relay(_, let variable):
      from = RequestValue.read(Placement(.variable(variable)), request).flatMap(Self.place(inToken:)) ?? 0
    case .untilEmpty: from = 0
    }
    let start = min(max(from, 0), count)
    let end = min(start + size, count)
    return Cut(range: start..<end, number: number, size: size, isLast: end >= count)
  }

  /// A token of ours anywhere in the request: where the connector puts it in a way that cannot be read backwards.
  private static func token(in request: WebRequest) -> String? {
    let text = request.query + " " + String(decoding: request.body, as: UTF8.self)
    let mark = "mock-from-"
    guard let start = text.utf8.indices.first(where: { text.utf8[$0...].starts(with: mark.utf8) }) else {
      return nil
    }
    let digits = text.utf8[start...].dropFirst(mark.utf8.count).prefix { (0x30...0x39).contains($0) }
    return mark + String(decoding: digits, as: UTF8.self)
  }

  private static func place(inToken text: String) -> Int? {
    text.hasPrefix("mock-from-") ? Int(text.dropFirst(10)) : nil
  }

  /// Says in a body, or in headers, what comes after the stretch.
  func finish(
    _ given: Value, _ cut: Cut, total count: Int, address: String, records: [Value],
    _ reply: inout WebReply
  ) -> Value {
    var body = given
    if let total, let path = ValuePath(total) { body = path.putting(.int(Int64(count)), into: body) }
    let token = Value.string("mock-from-\(cut.range.upperBound)")
    func set(_ program: ExpressionProgram?, _ value: Value?) {
      guard let program else { return }
      guard let path = ValuePath(program) else {
        if let path = ValuePath(program, below: "headers"), case .field(let name)? = path.steps.first,
          let value
        {
          reply.headers.append(name, value.templateText ?? "")
        }
        return
      }
      body = value.map { path.putting($0, into: body) } ?? path.putting(.null, into: body)
    }
    let next = cut.isLast ? nil : nextAddress(address, cut.range.upperBound)
    switch style {
    case .whole, .untilEmpty: break
    case .numbered(_, _, let end), .offset(_, _, let end):
      if let end { body = satisfying(end, body, cut, count, records, next) }
    case .cursor(_, let program, let more):
      set(more, .bool(!cut.isLast))
      set(program, cut.isLast && more == nil ? nil : token)
    case .address(let program): set(program, next.map(Value.string))
    case .link(let rel):
      if let next { reply.headers.append("Link", "<\(next)>; rel=\"\(rel)\"") }
    case .keyset(_, let more): set(more, .bool(!cut.isLast))
    case .relay(let connection, _):
      guard let path = ValuePath(connection) else { break }
      body = ValuePath(path.steps + [.field("pageInfo"), .field("hasNextPage")]).putting(
        .bool(!cut.isLast), into: body)
      body = ValuePath(path.steps + [.field("pageInfo"), .field("endCursor")]).putting(token, into: body)
    }
    return body
  }

  private func nextAddress(_ address: String, _ from: Int) -> String {
    let mark = address.firstIndex(of: "?") ?? address.endIndex
    let kept = address[mark...].dropFirst().split(separator: "&").filter { !$0.hasPrefix(Self.place + "=") }
    return address[..<mark] + "?" + (kept + ["\(Self.place)=\(from)"]).joined(separator: "&")
  }

  /// A body for which `last` has the right answer: numbers and addresses that it reads are set until it has.
  private func satisfying(
    _ last: ExpressionProgram, _ body: Value, _ cut: Cut, _ count: Int, _ records: [Value], _ next: String?
  ) -> Value {
    func isRight(_ body: Value) -> Bool {
      var variables = Activation()
      variables["body"] = body
      variables["records"] = .list(records)
      variables["last"] = records.last ?? .null
      variables["status"] = .int(200)
      variables["headers"] = .map(MapValue())
      variables["page"] = .map(
        MapValue([
          ("number", .int(Int64(cut.number))), ("size", .int(Int64(cut.size))),
          ("offset", .int(Int64(cut.range.lowerBound))),
        ]))
      return (try? last.isTrue(variables)) == cut.isLast
    }
    if isRight(body) { return body }
    let pages = Int64((count + cut.size - 1) / cut.size)
    let left = Int64(count - cut.range.upperBound)
    let values: [Value] = [
      .int(pages), .int(Int64(count)), .bool(!cut.isLast), .bool(cut.isLast),
      .int(Int64(cut.number + (cut.isLast ? 0 : 1))),
      next.map(Value.string) ?? .null, cut.isLast ? .null : .int(Int64(cut.number + 1)), .int(left),
      // In XML every number is a text.
      .string(String(left)), .string(String(pages)), .string(String(count)),
      .string(cut.isLast ? "false" : "true"),
      .string(cut.isLast ? "true" : "false"),
    ]
    let paths = last.bodyPaths
    for value in values {
      var tried = body
      for path in paths { tried = path.putting(value, into: tried) }
      if isRight(tried) { return tried }
    }
    return body
  }
}
