internal import Storage
internal import Values

extension ExchangedFile {
  /// All that is known of the file, for programs.
  var value: Value {
    var entries: [(String, Value)] = [
      ("id", .int(id)), ("partner", .string(integration.name)),
      ("direction", .string(direction.rawValue)), ("content", .string(content.rawValue)),
      ("name", .string(name)), ("state", .string(state.rawValue)),
      ("size", .int(Int64(size))), ("hash", .string(hash)),
      ("attempts", .int(Int64(attempts))), ("created_at", .string(createdAt)),
    ]
    func add(_ name: String, _ text: String?) { if let text { entries.append((name, .string(text))) } }
    if let number = controlNumber { entries.append(("number", .int(Int64(number)))) }
    if let answers { entries.append(("answers", .int(answers))) }
    add("problem", problem)
    add("sent_at", sentAt)
    add("settled_at", settledAt)
    let parts = self.parts.map { part in
      Value.map(
        MapValue(
          [("group", Value.string(part.group))] + (part.set.map { [("set", Value.string($0))] } ?? [])
            + [("state", .string(part.state.rawValue))]
            + (part.reasons.map { [("reasons", Value.string($0))] } ?? [])))
    }
    if !parts.isEmpty { entries.append(("parts", .list(parts))) }
    return .map(MapValue(entries))
  }
}
