internal import Expressions
internal import Language

/// What people coming from other tools call the variables of an expression.
enum ForeignNames {
  /// Those that providers call a part of their replies by at least as often.
  static let areKeysAsWell: Set<String> = ["data"]

  private static let variables: [String: [String]] = [
    "config": ["settings"], "credentials": ["settings"], "params": ["settings", "input"],
    "parameters": ["settings", "input"],
    "options": ["settings"], "env": ["settings"], "secrets": ["settings"], "args": ["input"],
    "inputs": ["input"],
    "response": ["body"], "res": ["body"], "data": ["body", "payload"], "json": ["body", "payload"],
    "request": ["payload"], "webhook": ["payload"], "message": ["payload", "event"], "delivery": ["payload"],
    "row": ["record"], "item": ["record"], "obj": ["record"], "object": ["record"], "element": ["record"],
    "doc": ["record"],
    "last_record": ["last"], "last_page_size": ["records.size()"], "next_page_token": ["page.token"],
    "cursor": ["page.token", "since"],
    "stream_interval": ["window", "since"], "stream_state": ["since"], "state": ["since"], "today": ["now"],
    "now_utc": ["now"],
    "status_code": ["status"], "response_code": ["status"], "header": ["headers"],
  ]
  /// Names of the thing that a stream is read for, of which the author chose ours.
  private static let slices: Set<String> = [
    "parent", "partition", "stream_partition", "stream_slice", "slice", "parent_record", "item",
  ]

  private static let constants = [
    "None": "null", "nil": "null", "NULL": "null", "Null": "null", "undefined": "null", "True": "true",
    "TRUE": "true",
    "False": "false", "FALSE": "false",
  ]

  /// What people call the fields of our variables, by the variable.
  private static let fields: [String: [String: String]] = [
    "window": [
      "from": "start", "since": "start", "begin": "start", "lower": "start", "start_time": "start",
      "to": "end", "until": "end", "upper": "end", "end_time": "end",
    ],
    "page": ["cursor": "token", "next": "token", "limit": "size", "skip": "offset", "page": "number"],
  ]

  /// What a field of one of our variables is called here.
  static func field(_ name: String, of variable: String) -> String? { fields[variable]?[name] }

  static func constant(_ name: String) -> String? { constants[name] }

  /// What the name means here.
  static func meanings(of name: String, in environment: Environment) -> [String] {
    if let constant = constants[name] { return [constant] }
    let standard = Set(Scope.allCases.flatMap(\.variables).map(\.name))
    let own = environment.variables.keys.filter { !standard.contains($0) }.sorted()
    let slice = slices.contains(name) ? own : []
    let known = (variables[name] ?? []).filter { meaning in
      environment.variables[String(meaning.prefix { $0 != "." })] != nil
    }
    return slice + known
  }
}
