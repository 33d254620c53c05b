internal import Diagnostics
internal import Expressions
internal import JSON
internal import Language
internal import YAML

extension ConnectorContext {
  /// The environment of an expression at a place of the connector's own file.
  func environment(_ scope: Scope, at path: DocumentPath) -> Environment {
    let place = Place(path)
    let key = KnownTypes.EnvironmentKey(
      scope: scope, owner: place.owner, isErrorPlace: place.isErrorPlace, statuses: statuses(of: place),
      isPage: place.isPage, isOne: place.isOne, isDeletion: place.isDeletion, isFeed: place.isFeed,
      isOuter: place.isOuter, isProof: place.isProof, signIn: place.signIn)
    if let environment = known.environments[key] { return environment }
    let environment = makeEnvironment(scope, place)
    known.environments[key] = environment
    return environment
  }

  /// What of a place decides which variables an expression has and what they hold.
  struct Place {
    let owner: [String]
    /// Where replies that are errors are read as well.
    let isErrorPlace: Bool
    /// The position of the error rule around the place, in the list of its owner.
    let errorRule: Int?
    /// Where the reply is a page of the stream, not that of a job or of a discovering request.
    let isPage: Bool
    /// Where the reply holds one record that was read anew.
    let isOne: Bool
    /// Records of the stream that tells of deletions, not of the stream itself.
    let isDeletion: Bool
    /// Replies and elements of the feed that tells of changes, not of the stream itself.
    let isFeed: Bool
    /// Where the proof of a delivery is found, which tests leave to be made.
    let isProof: Bool
    /// Where `record` is what holds the records: an element of the reply that is taken apart.
    let isOuter: Bool
    /// The path of the place itself, where it is below `auth`.
    let signIn: [String]?

    init(_ path: DocumentPath) {
      let components = path.components
      var (isDeletion, isErrorPlace, isPage) = (false, false, true)
      var errors: Int?
      for (position, component) in components.enumerated() {
        switch component {
        case "deletions": isDeletion = true
        case "errors":
          isErrorPlace = true
          if errors == nil { errors = position }
        case "throttled", "restart_when", "quota": isErrorPlace = true
        case "job", "discovered", "for_each", "lists", "begin": isPage = false
        case "from" where position > 0 && components[position - 1] == "fields": isPage = false
        default: break
        }
      }
      // A block of another kind has no such keys below `changes`.
      isFeed =
        components.count > 3 && components[2] == "changes"
        && ["read", "records", "keep", "record", "gone", "pages", "follow"].contains(components[3])
      isOuter = zip(components, components.dropFirst()).contains { $0 == "records" && $1 == "carry" }
      isProof =
        components.count > 2 && components[0] == "webhooks" && components[1] == "signature"
        && components.last == "value" && !components.contains("timestamp")
      isOne = components.count > 2 && components[0] == "streams" && components[2] == "one"
      signIn = components.first == "auth" ? components : nil
      let isNamed = components.first == "streams" || components.first == "actions"
      owner = Array(components.prefix(isNamed ? 2 : 1))
      errorRule = errors.flatMap { position in
        components.indices.contains(position + 1) ? Int(components[position + 1].dropFirst().dropLast()) : nil
      }
      (self.isDeletion, self.isErrorPlace, self.isPage) = (isDeletion, isErrorPlace, isPage)
    }
  }

  private func makeEnvironment(_ scope: Scope, _ place: Place) -> Environment {
    let stream = place.owner.first == "streams" && place.owner.count > 1 ? self.stream(place.owner[1]) : nil
    let known = scope.variables
    var variables: [String: Environment.Variable] = [:]
    variables.reserveCapacity(known.count)
    for variable in known where isAvailable(variable, stream, place) {
      variables[variable.name] = .init(type(of: variable, stream, place), documentation: variable.summary)
    }
    if let stream, scope == .request || scope == .response || scope == .record {
      for (name, type) in sliceVariables(of: stream) { variables[name] = .init(type) }
    }
    return environments.environment(variables)
  }

  /// The environment of a mapping's expression, whose bare names are fields of `root`.
  func mappingEnvironment(root: String, rootType: ExpressionType, outer: [String: ExpressionType])
    -> Environment
  {
    var variables: [String: Environment.Variable] = [
      "settings": .init(.object(settings)), "account": .init(.object(account)),
    ]
    for (name, type) in outer { variables[name] = .init(type) }
    variables[root] = .init(rootType)
    return environments.environment(variables, implicitRoot: root)
  }

  /// The type of a stream's records: what recordings show, else what the file declares, else anything.
  func recordType(of stream: String) -> ExpressionType {
    if let type = known.records[stream] { return type }
    let type = makeRecordType(of: stream)
    known.records[stream] = type
    return type
  }

  private func makeRecordType(of stream: String) -> ExpressionType {
    let carried = carriedFields(of: stream)
    if let seen = evidence.of(stream), !seen.records.isEmpty {
      let type = seen.record.type(ShapeName.record(of: stream), isClosed: true)
      guard case .object(let shape) = type, !carried.isEmpty else { return type }
      let fields = shape.fields.merging(carried.map { ($0, .init(.dyn)) }) { known, _ in known }
      return .object(
        ObjectShape(name: shape.name, fields: fields, total: shape.total, isClosed: shape.isClosed))
    }
    if let form = self.stream(stream)?.value.recordForm {
      let shape = ObservedShape()
      shape.admit(form)
      return shape.type(ShapeName.record(of: stream), isClosed: true)
    }
    guard let declared = self.stream(stream)?.value[StreamBlock.record] else { return .dyn }
    return .object(Self.declaredShape(declared, ShapeName.record(of: stream), carried))
  }

  /// Names that the stream itself adds to its records.
  func carriedFields(of stream: String) -> Set<String> {
    guard let block = self.stream(stream)?.value else { return [] }
    var names = Set((block[StreamBlock.records]?[RecordsBlock.carry] ?? []).map(\.name))
    if let key = block[StreamBlock.records]?[RecordsBlock.keyedBy] { names.insert(key) }
    for slice in block[StreamBlock.each] ?? [] {
      names.formUnion((slice[SliceFields.carry] ?? []).map(\.name))
    }
    return names
  }

  /// A name that a stream adds to its records, if it is another one's slip and the other one is known.
  func addedName(like name: String, in stream: Named<StreamBlock>) -> (name: String, range: SourceRange)? {
    let block = stream.value
    let added =
      (block[StreamBlock.records]?[RecordsBlock.carry] ?? []).map { ($0.name, $0.nameRange) }
      + (block[StreamBlock.each] ?? []).flatMap { $0[SliceFields.carry] ?? [] }.map {
        ($0.name, $0.nameRange)
      }
    guard let best = Suggestions.nearest(to: name, among: added.map(\.0)).first else { return nil }
    let mapped = connector.mapping(of: stream.name)?.document.file.bytes[...]
    let isMapped = mapped.map { $0.holdsWords(name) && !$0.holdsWords(best) } ?? false
    guard isMapped || FileWords(connector).prefer(name, used: 1, over: best) else { return nil }
    return added.first { $0.0 == best }
  }

  private static func declaredShape(_ fields: [Named<ShapeBlock>], _ title: String, _ more: Set<String> = [])
    -> ObjectShape
  {
    var known: [String: ObjectShape.Field] = Dictionary(uniqueKeysWithValues: more.map { ($0, .init(.dyn)) })
    for field in fields {
      known[field.name] = .init(
        declaredType(field.value, "\(title).\(field.name)"), note: field.value[ShapeBlock.notes])
    }
    return ObjectShape(name: title, fields: known, isClosed: true)
  }

  private static func declaredType(_ block: ShapeBlock, _ title: String) -> ExpressionType {
    func plain(_ type: ShapeType?) -> ExpressionType {
      switch type {
      case .text: .string
      case .integer: .int
      case .number: .double
      case .boolean: .bool
      case .object: block[ShapeBlock.object].map { .object(declaredShape($0, title)) } ?? .dyn
      case .list, .any, nil: .dyn
      }
    }
    let type = block[ShapeBlock.type]
    if type == .list {
      return .list(plain(block[ShapeBlock.items] ?? (block.block.has("fields") ? .object : nil)))
    }
    let base = plain(type)
    switch base {
    case .string, .int, .double, .bool: return block[ShapeBlock.optional] == true ? .wrapper(base) : base
    default: return base
    }
  }

  // MARK: Variables

  private func isAvailable(_ variable: ContextVariable, _ stream: Named<StreamBlock>?, _ place: Place) -> Bool
  {
    switch variable.name {
    case "account": return !account.fields.isEmpty || isDamaged
    case "since": return isChanges(stream, SinceChanges.self, place)
    case "window": return isChanges(stream, WindowChanges.self, place)
    case "fields": return stream?.value.block.has("fields") ?? false
    case "job": return stream?.value.block.has("job") ?? false
    case "page":
      guard let stream else { return place.owner.first == "http" }
      let style = stream.value[StreamBlock.pages]
      return style == nil || style?.as(WholePages.self) == nil || isChanges(stream, TokenChanges.self, place)
        || feed(stream) != nil
    case "with": return !(stream?.value[StreamBlock.with] ?? []).isEmpty
    case "assertion":
      return isDamaged || file.proofs.contains { $0.as(SessionAuth.self)?.block.has("assertion") ?? false }
    case "computed": return true
    default: return true
    }
  }

  private func feed(_ stream: Named<StreamBlock>?) -> FeedChanges? {
    stream?.value[StreamBlock.changes]?.as(FeedChanges.self)
  }

  private func isChanges<C: Construct>(_ stream: Named<StreamBlock>?, _ type: C.Type, _ place: Place) -> Bool
  {
    guard let stream else { return false }
    if let feed = feed(stream) { return place.isFeed && feed[FeedChanges.follow]?.as(type) != nil }
    guard let block = stream.value[StreamBlock.changes] else { return stream.value.block.has("changes") }
    return block.as(type) != nil
  }

  private func type(
    of variable: ContextVariable, _ stream: Named<StreamBlock>?, _ place: Place
  ) -> ExpressionType {
    switch variable.content {
    case .settings: .object(settings)
    case .account: .object(account)
    case .instant: .timestamp
    case .text: .string
    case .integer: .int
    case .textByName:
      switch variable.name {
      case "headers": headersType(place)
      case "callback":
        place.signIn.map { signIns.callbackType(at: $0) } ?? .map(.string, .string)
      default: .map(.string, .string)
      }
    case .anything: anythingType(variable, stream, place)
    case .listOfRecords: .list(recordType(stream, place, isOfPage: true))
    case .record: recordType(stream, place, isOfPage: variable.name == "last")
    case .page: Self.pageType
    case .window: Self.windowType
    case .textList: .list(.string)
    case .input: inputType(place)
    case .job: Self.jobType
    case .outgoingRequest: Self.outgoingType
    case .askedRequest: Self.askedType
    case .file: Self.outgoingFileType
    case .pattern:
      .object(
        ObjectShape(
          name: "with",
          fields: Dictionary((stream?.value[StreamBlock.with] ?? []).map { ($0.name, .init(.string)) }) {
            a, _ in a
          },
          isClosed: true))
    }
  }

  /// `isOfPage` is true of what the page under the eyes holds, which may be another one than the stream's.
  private func recordType(
    _ stream: Named<StreamBlock>?, _ place: Place, isOfPage: Bool
  ) -> ExpressionType {
    guard let stream, place.isPage || !isOfPage else { return .dyn }
    if place.isOuter { return outerType(of: stream, place) }
    if place.isFeed, feed(stream) != nil { return recordType(of: Evidence.feed(of: stream.name)) }
    let other = place.isDeletion ? stream.value[StreamBlock.deletions]?.as(StreamedDeletions.self) : nil
    return recordType(of: other?[StreamedDeletions.stream]?.value ?? stream.name)
  }

  /// What the expression for the records gives the elements of, before each is taken apart.
  private func outerType(of stream: Named<StreamBlock>, _ place: Place) -> ExpressionType {
    let records = place.isFeed ? feed(stream)?[FeedChanges.records] : stream.value[StreamBlock.records]
    guard place.isPage, let from = records?[RecordsBlock.from],
      case .list(let element) = CheckedExpression.check(
        from.source, in: environment(.response, at: from.path)
      ).type
    else { return .dyn }
    return element
  }

  private func anythingType(
    _ variable: ContextVariable, _ stream: Named<StreamBlock>?, _ place: Place
  ) -> ExpressionType {
    switch variable.name {
    case "body":
      if let path = place.signIn {
        return place.isErrorPlace ? .dyn : signIns.replyType(at: path)
      }
      if place.isErrorPlace { return errorReplyType(statuses(of: place)) }
      if place.owner.first == "webhooks" { return .dyn }
      if place.owner.first == "check" { return replyType(to: file[ConnectorFile.check]?.block, "check") }
      if place.owner.first == "actions", place.owner.count > 1 {
        let action = file[ConnectorFile.actions]?.named(place.owner[1])
        return replyType(to: action?.value[ActionBlock.request]?.block, place.owner[1])
      }
      if place.isOne { return replyType(to: stream?.value[StreamBlock.one]?.block, "\(place.owner[1]).one") }
      guard place.isPage, let stream else { return .dyn }
      return replyType(of: place.isFeed && feed(stream) != nil ? Evidence.feed(of: stream.name) : stream.name)
    case "payload":
      return deliveries.payload.count > 0 ? deliveries.payload.type(ShapeName.delivery, isClosed: true) : .dyn
    case "event":
      return deliveries.event.count > 0 ? deliveries.event.type(ShapeName.event, isClosed: true) : .dyn
    default: return .dyn
    }
  }

  /// The statuses that the error rule around a place is about; none when it is about any.
  private func statuses(of place: Place) -> [ClosedRange<Int>] {
    guard let position = place.errorRule else { return [] }
    let name = place.owner.count > 1 ? place.owner[1] : ""
    let rules: [ErrorRule]? =
      switch place.owner.first {
      case "http": file[ConnectorFile.http]?[HTTPBlock.errors]
      case "streams": stream(name)?.value[StreamBlock.errors]
      case "actions": file[ConnectorFile.actions]?.named(name)?.value[ActionBlock.errors]
      default: nil
      }
    guard let rules, rules.indices.contains(position) else { return [] }
    return (rules[position][ErrorRule.status] ?? []).map(\.value.bounds)
  }

  /// What an error rule may read: anything until a reply of its statuses was recorded, because others prove nothing about it; then
  /// what any reply has, because providers write one error in several ways and not each is recorded with each status.
  private func errorReplyType(_ statuses: [ClosedRange<Int>]) -> ExpressionType {
    statuses.isEmpty || evidence.hasBody(of: statuses) ? anyReplyType : .dyn
  }

  private var anyReplyType: ExpressionType {
    if let type = known.anyReply { return type }
    let body = evidence.anyBody
    let type = body.count > 0 ? body.type(ShapeName.anyReply, isClosed: true) : .dyn
    known.anyReply = type
    return type
  }

  private func replyType(of stream: String) -> ExpressionType {
    if let type = known.replies[stream] { return type }
    var type = ExpressionType.dyn
    if let seen = evidence.of(stream), seen.body.count > 0 {
      type = seen.body.type(ShapeName.reply(of: stream), isClosed: true)
    }
    known.replies[stream] = type
    return type
  }

  /// What successful replies to a request were recorded as.
  private func replyType(to request: Block?, _ title: String) -> ExpressionType {
    guard let pattern = request.flatMap({ RequestPattern($0) }) else { return .dyn }
    let seen = ObservedShape()
    for recorded in evidence.exchanges
    where (200..<300).contains(recorded.exchange.status) && pattern.fit(recorded.exchange) != nil {
      if let json = recorded.exchange.json, pattern.isAnswer(json.root) { seen.add(json.root) }
    }
    return seen.count > 0 ? seen.type(ShapeName.reply(of: title), isClosed: true) : .dyn
  }

  private func headersType(_ place: Place) -> ExpressionType {
    let names = place.owner.first == "webhooks" ? deliveries.headers : evidence.anyHeaders
    guard !place.isProof,
      place.owner.first == "webhooks" ? deliveries.payload.count > 0 : !evidence.exchanges.isEmpty
    else {
      return .map(.string, .string)
    }
    let fields = Dictionary(uniqueKeysWithValues: names.map { ($0, ObjectShape.Field(.string)) })
    return .object(ObjectShape(name: ShapeName.headers, fields: fields, isClosed: true))
  }

  private func inputType(_ place: Place) -> ExpressionType {
    guard place.owner.count > 1, let action = file[ConnectorFile.actions]?.named(place.owner[1]),
      !action.value.block.damagedKeys.contains("inputs")
    else { return .dyn }
    var fields: [String: ObjectShape.Field] = [:]
    for input in action.value[ActionBlock.inputs] ?? [] {
      let type: ExpressionType =
        switch input.value[InputBlock.type] {
        case .text: .string
        case .integer: .int
        case .number: .double
        case .boolean: .bool
        case .date: .date
        case .instant: .timestamp
        case .list: .list(.string)
        case .map: .map(.string, .string)
        case .file: Self.uploadType
        case .any, nil: .dyn
        }
      let isPlain = [.string, .int, .double, .bool].contains(type)
      let isOptional = input.value[InputBlock.optional] ?? false
      fields[input.name] = .init(isOptional ? (isPlain ? .wrapper(type) : .dyn) : type)
    }
    return .object(ObjectShape(name: ShapeName.input, fields: fields, isClosed: true))
  }

  private func sliceVariables(of stream: Named<StreamBlock>) -> [(String, ExpressionType)] {
    (stream.value[StreamBlock.each] ?? []).map { slice in
      let name = SliceFields.variable(of: slice)
      if let parent = slice.as(ParentSlice.self) { return (name, parentType(parent)) }
      if slice.as(TreeSlice.self) != nil { return (name, recordType(of: stream.name)) }
      return (name, slice.as(BatchSlice.self) != nil ? .list(.dyn) : .dyn)
    }
  }

  /// A record of the other stream, or an element of the list in it.
  private func parentType(_ slice: ParentSlice) -> ExpressionType {
    guard let stream = slice[ParentSlice.stream]?.value else { return .dyn }
    guard let path = slice[ParentSlice.each] else { return recordType(of: stream) }
    let element = evidence.of(stream)?.record.shape(at: path)?.element
    return element?.type("\(ShapeName.record(of: stream)).\(path)[]", isClosed: true) ?? .dyn
  }

  private static let pageType = ExpressionType.object(
    ObjectShape(
      name: "page",
      fields: [
        "number": .init(.int), "offset": .init(.int), "size": .init(.int), "token": .init(.dyn),
        "index": .init(.int),
      ], isClosed: true))
  private static let uploadType = ExpressionType.object(
    ObjectShape(
      name: "file", fields: ["name": .init(.string), "type": .init(.string), "content": .init(.string)],
      isClosed: true))
  private static let windowType = ExpressionType.object(
    ObjectShape(
      name: "window", fields: ["start": .init(.timestamp), "end": .init(.timestamp)], isClosed: true))
  private static let jobType = ExpressionType.object(
    ObjectShape(
      name: "job", fields: ["id": .init(.dyn), "body": .init(.dyn), "done": .init(.dyn)], isClosed: true))
  private static let outgoingFileType = ExpressionType.object(
    ObjectShape(
      name: "file",
      fields: [
        "day": .init(.string), "time": .init(.string), "number": .init(.string), "kind": .init(.string),
        "members": .init(.int), "rows": .init(.int),
      ], isClosed: true))
  private static let askedType = ExpressionType.object(
    ObjectShape(
      name: "request",
      fields: [
        "method": .init(.string), "path": .init(.string), "query": .init(.map(.string, .string)),
        "body": .init(.dyn),
      ], isClosed: true))
  private static let outgoingType = ExpressionType.object(
    ObjectShape(
      name: "request",
      fields: Dictionary(
        uniqueKeysWithValues: [
          "method", "url", "host", "path", "query", "body", "body_sha256", "timestamp", "nonce", "canonical",
        ].map { ($0, .init(.string)) }), isClosed: true))
}
