/// A write to the provider.
package struct ActionBlock: Construct {
  package static let about = About(
    "action", "A write to the provider, with typed inputs, a request made from them, and a result.",
    example: """
      title: Post a message
      inputs:
        channel: {type: text, title: Channel}
        text: {type: text, title: Text}
      request: {post: /messages, json: {channel: "${input.channel}", text: "${input.text}"}}
      result: {id: body.id}
      """)
  package static let title = Field<String>.required("title", .text, "What it does, as a button would say it.")
  package static let help = Field<String>.optional(
    "help", .text, "What else a person should know.", aka: ["description"])
  package static let docs = Field<String>.optional("docs", .url, "The provider's page about it.")
  package static let inputs = Field<[Named<InputBlock>]>.defaulted(
    "inputs", .map(.block(), keys: .name), [], shown: "{}", "What is given to it, by name.",
    aka: ["input", "params", "parameters"])
  package static let request = Field<ActionRequest>.required(
    "request", .block(), "The request that does it.", aka: ["write", "send"])
  package static let result = Field<[Named<ExpressionText>]>.defaulted(
    "result", .map(.expression(.actionReply), keys: .name), [], shown: "{}", "What comes back, by name.",
    aka: ["output", "outputs", "returns"])
  package static let idempotency = Field<IdempotencyBlock>.optional(
    "idempotency", .block(), "How a repeated request is kept from acting twice.", aka: ["idempotency_key"])
  package static let scopes = StreamBlock.scopes
  package static let errors = Field<[ErrorRule]>.defaulted(
    "errors", .list(.block()), [], shown: "[]",
    "What certain replies mean for this action; asked before those of `http`.")
  package static let fields: [any AnyField] = [
    title, help, docs, inputs, request, result, idempotency, scopes, errors,
  ]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// An input of an action.
package struct InputBlock: Construct {
  package static let about = About(
    "action/input", "A value that is given to an action.",
    example: "type: text\ntitle: Channel\nlongest: 4000")
  package static let type = Field<InputType>.required("type", .choice(), "What it is.")
  package static let title = Field<String>.required(
    "title", .text, "The label of the form field.", aka: ["label"])
  package static let help = Field<String>.optional(
    "help", .text, "What else a person should know.", aka: ["description"])
  package static let optional = Field<Bool>.defaulted(
    "optional", .boolean, false, shown: "false", "It may be left out.")
  package static let longest = Field<Int>.optional(
    "longest", .integer(1...10_000_000), "The most characters of a text or elements of a list.",
    aka: ["max_length"])
  package static let values = Field<[Placed<String>]>.optional(
    "values", .list(.placed(.text), atLeast: 1), "The texts that are allowed.", aka: ["enum", "options"])
  package static let fields: [any AnyField] = [type, title, help, optional, longest, values]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// What an input is.
package enum InputType: String, ChoiceValue {
  case text, integer, number, boolean, date, instant, list, map, file, any
  package var summary: String {
    switch self {
    case .text: "text"
    case .integer: "a whole number"
    case .number: "any number"
    case .boolean: "true or false"
    case .date: "a civil date"
    case .instant: "a moment"
    case .list: "texts"
    case .map: "texts by name"
    case .file: "a file: its `name`, its `type`, and its `content` in base64"
    case .any: "any JSON value"
    }
  }
}

/// The request of an action.
package struct ActionRequest: Construct {
  package static let about = About(
    "action/request", "The request of an action.", example: "post: /messages\njson: {text: \"${input.text}\"}"
  )
  package static let fields: [any AnyField] = RequestBlock.commonFields(.action)
  package static let constraints = RequestBlock.constraints
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// How a repeated request is kept from acting twice.
package struct IdempotencyBlock: Construct {
  package static let about = About(
    "action/idempotency",
    "How a repeated request is kept from acting twice: the runtime sends the same key with every attempt.",
    example: "send: {header: Idempotency-Key}")
  package static let send = Field<Block>.required("send", .union(Placements.self), "Where the key is put.")
  package static let format = Field<IdempotencyFormat>.defaulted(
    "format", .choice(), .text, shown: "text", "How the key is written.")
  package static let longest = Field<Int>.optional(
    "longest", .integer(16...1000), "The most characters of a key, where it is not a UUID.",
    aka: ["max_length"])
  package static let fields: [any AnyField] = [send, format, longest]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// How an idempotency key is written.
package enum IdempotencyFormat: String, ChoiceValue {
  case text, uuid, hex
  package var summary: String {
    switch self {
    case .uuid: "36 characters such as `f81d4fae-7dec-51d0-a765-00a0c91e6bf6`"
    case .hex: "hexadecimal digits, 64 unless `longest` says less"
    case .text: "the runtime's own text as it is, any characters"
    }
  }
}
