internal import Values

extension FunctionLibrary {
  static let choices = FunctionLibrary(
    "choices", "Tables of codes, and the first value there is.",
    functions: [
      Function(
        "lookup", "What a table has under a key; without a third value a key that is not in it is an error.",
        examples: [
          Example("lookup({'A': 'active'}, 'A')", "'active'"),
          Example("lookup({'A': 'active'}, 'X', 'unknown')", "'unknown'"),
        ],
        [
          Overload.function(.map(key, value), key, value) { (map, key, _) throws(CallFailure) in
            guard case .map(let map) = map.plain else { return .null }
            if let found = MapKey(lookingUp: key).flatMap(map.value(for:)) { return found }
            throw CallFailure(.noMatch, "the table has no entry for \(ValueText.short(key))")
          },
          .function([.map(key, value), key, value], value) { (arguments, _) throws(CallFailure) in
            guard case .map(let map) = arguments[0] else { return .null }
            return MapKey(lookingUp: arguments[1]).flatMap(map.value(for:)) ?? arguments[2]
          },
        ]),
      Function(
        "coalesce", "The first value that is there and not null; null when there is none.",
        examples: [
          Example("coalesce({'a': null}.a, {}.b, 3)", "3"), Example("coalesce({}.a, null)", "null"),
        ],
        [
          .function([.dyn], .dyn, isVariadic: true) { (arguments, _) in
            arguments.first { !$0.isNull } ?? .null
          }
        ]),
    ])

  private static let key = ExpressionType.parameter("K")
  private static let value = ExpressionType.parameter("V")
}
