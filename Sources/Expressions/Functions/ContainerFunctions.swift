internal import Values

extension FunctionLibrary {
  static let containers = FunctionLibrary(
    "containers", "Lists and maps.", functions: ContainerFunctions.all, macros: ComprehensionMacros.all)
}

private enum ContainerFunctions {
  private static let any = ExpressionType.parameter("T")

  static let all = [size, slice, flatten, range, distinct, reverse, sort, first, last]

  private static let size = Function(
    "size", "How many characters, bytes, elements or entries there are.",
    examples: [Example("size('abc')", "3"), Example("[1, 2].size()", "2")],
    [ExpressionType.string, .bytes, .list(any), .map(.parameter("K"), .parameter("V"))].flatMap { type in
      let count = { @Sendable (value: Value, _: inout CallContext) throws(CallFailure) -> Value in
        switch value {
        case .string(let text): .int(Int64(text.unicodeScalars.count))
        case .bytes(let bytes): .int(Int64(bytes.count))
        case .list(let list): .int(Int64(list.count))
        case .map(let map): .int(Int64(map.count))
        default: .null
        }
      }
      return [Overload.function(type, .int, count), .method(type, .int, count)]
    })

  private static let slice = Function(
    "slice", "The elements from one position up to, not including, another.",
    examples: [Example("[1, 2, 3, 4].slice(1, 3)", "[2, 3]")],
    [
      .method([.list(any), .int, .int], .list(any)) { (arguments, context) throws(CallFailure) in
        guard case .list(let list) = arguments[0], case .int(let start) = arguments[1],
          case .int(let end) = arguments[2]
        else { return .null }
        guard start >= 0, start <= end, end <= Int64(list.count) else {
          throw CallFailure(.indexOutOfRange, "\(start) to \(end) is not inside a list of \(list.count)")
        }
        try context.produce(Int(end - start))
        try context.spend(list.count >> 3)
        return .list(Array(list.values[Int(start)..<Int(end)]))
      }
    ])

  private static let flatten = Function(
    "flatten", "The elements of the lists in a list, one or so many levels deep.",
    examples: [
      Example("[1, [2, [3]]].flatten()", "[1, 2, [3]]"), Example("[1, [2, [3]]].flatten(2)", "[1, 2, 3]"),
    ],
    [
      .method(.list(.dyn), .list(.dyn)) { (list, context) throws(CallFailure) in
        guard case .list(let list) = list else { return .null }
        var result: [Value] = []
        try flatten(list, 1, &result, &context)
        return .list(result)
      },
      .method(.list(.dyn), .int, .list(.dyn)) { (list, depth, context) throws(CallFailure) in
        guard case .list(let list) = list, case .int(let depth) = depth else { return .null }
        if depth < 0 { throw .argument("the depth is \(depth), less than zero") }
        var result: [Value] = []
        try flatten(list, Int(clamping: depth), &result, &context)
        return .list(result)
      },
    ])

  private static func flatten(
    _ list: ListValue, _ depth: Int, _ result: inout [Value], _ context: inout CallContext
  ) throws(CallFailure) {
    for element in list {
      try context.spend(1)
      if depth > 0, case .list(let inner) = element.plain {
        try flatten(inner, depth - 1, &result, &context)
      } else {
        try context.produce(1)
        result.append(element)
      }
    }
  }

  private static let range = Function(
    "lists.range", "The whole numbers from 0 up to, not including, a number.",
    examples: [Example("lists.range(3)", "[0, 1, 2]")],
    [
      .function(.int, .list(.int)) { (count, context) throws(CallFailure) in
        guard case .int(let count) = count else { return .null }
        if count <= 0 { return .list([]) }
        try context.produce(Int(clamping: count))
        return .list((0..<count).map(Value.int))
      }
    ])

  private static let distinct = Function(
    "distinct", "The list without repetitions, each element at its first place.",
    examples: [Example("[1, 2, 1, 1.0].distinct()", "[1, 2]")],
    [
      .method(.list(any), .list(any)) { (list, context) throws(CallFailure) in
        guard case .list(let list) = list else { return .null }
        var kept: [Value] = []
        var keys: Set<MapKey> = []
        var others: [Value] = []
        for element in list {
          try context.spend(1)
          if let key = MapKey(lookingUp: element) {
            if !keys.insert(key).inserted { continue }
          } else {
            if try isKnown(element, others, &context) { continue }
            others.append(element)
          }
          try context.produce(1)
          kept.append(element)
        }
        return .list(kept)
      }
    ])

  private static func isKnown(
    _ element: Value, _ others: [Value], _ context: inout CallContext
  ) throws(CallFailure) -> Bool {
    for other in others where try context.equal(other, element) { return true }
    return false
  }

  private static let reverse = Function(
    "reverse", "The text or list from its end to its beginning.",
    examples: [Example("[1, 2, 3].reverse()", "[3, 2, 1]")],
    [
      .method(.list(any), .list(any)) { (list, context) throws(CallFailure) in
        guard case .list(let list) = list else { return .null }
        try context.produce(list.count)
        return .list(list.values.reversed())
      }
    ])

  private static let sort = Function(
    "sort", "The elements in order; all have one type that has an order.",
    examples: [Example("[3, 1, 2].sort()", "[1, 2, 3]"), Example("['b', 'a'].sort()", "['a', 'b']")],
    [
      .method(.list(any), .list(any)) { (list, context) throws(CallFailure) in
        guard case .list(let list) = list else { return .null }
        try context.produce(list.count)
        return .list(try Sorting.sorted(list.map { (key: $0, value: $0) }, &context).map(\.value))
      }
    ])

  private static let first = Function(
    "first", "The first element as an optional.",
    examples: [Example("[1, 2].first()", "optional.of(1)"), Example("[].first()", "optional.none()")],
    [
      .method(.list(any), .optional(any)) { (list, _) in
        guard case .list(let list) = list else { return .null }
        return .optional(list.element(at: 0))
      }
    ])

  private static let last = Function(
    "last", "The last element as an optional.", examples: [Example("[1, 2].last().value()", "2")],
    [
      .method(.list(any), .optional(any)) { (list, _) in
        guard case .list(let list) = list else { return .null }
        return .optional(list.element(at: list.count - 1))
      }
    ])
}
