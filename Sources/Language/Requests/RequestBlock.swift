/// A request: one method key with the path, and what goes with it.
package struct RequestBlock: Construct {
  package static let about = About(
    "request", "A request to the provider.",
    details:
      """
      Exactly one of the method keys gives the path, which is appended to `http.base_url` unless it is a full address. What `${ }` puts \
      into a path is escaped, a `/` in it as well; only what begins the path is taken as it is.
      """,
    example: """
      get: /employees
      query: {status: active}
      headers: {Accept: application/json}
      """)

  /// The keys of a request whose templates see the given scope.
  static func commonFields(_ scope: Scope) -> [any AnyField] {
    methods(scope) + [
      query(scope), headers(scope), json(scope), form(scope), multipartField(scope), graphQLField(scope),
      xml(scope),
      text(scope), timeout,
    ]
  }

  /// The last two are those of WebDAV, in which address books and calendars are read.
  package static let methodNames = ["get", "post", "put", "patch", "delete", "head", "report", "propfind"]

  package static func methods(_ scope: Scope) -> [Field<Template>] {
    scope == .request ? requestMethods : makeMethods(scope)
  }

  /// Checks ask for these again and again.
  private static let requestMethods = makeMethods(.request)

  /// The method key that a block has, and what stands under it; nil when there is none that can be used.
  package static func target(of block: Block) -> (method: String, address: Template)? {
    for field in requestMethods where block.has(field.key) {
      if let address = block[field] { return (field.key, address) }
    }
    return nil
  }

  private static func makeMethods(_ scope: Scope) -> [Field<Template>] {
    methodNames.map {
      Field.optional(
        $0, .template(scope), "The path of a \($0.uppercased()) request, or a full address.",
        aka: $0 == "get" ? ["path", "url", "endpoint"] : [])
    }
  }
  package static func query(_ scope: Scope) -> Field<[Named<Template>]> {
    scope == .request ? requestQuery : makeQuery(scope)
  }
  private static let requestQuery = makeQuery(.request)
  private static func makeQuery(_ scope: Scope) -> Field<[Named<Template>]> {
    .defaulted(
      "query", .map(.template(scope)), [], shown: "{}",
      "Query parameters by name; one that comes out empty is not sent, unless `\"\"` is all that is written.",
      aka: ["params", "parameters", "request_parameters", "query_params", "querystring"])
  }
  package static func headers(_ scope: Scope) -> Field<[Named<Template>]> {
    scope == .request ? requestHeaders : makeHeaders(scope)
  }
  private static let requestHeaders = makeHeaders(.request)
  private static func makeHeaders(_ scope: Scope) -> Field<[Named<Template>]> {
    .defaulted(
      "headers", .map(.template(scope), keys: .header), [], shown: "{}", "Headers by name.",
      aka: ["header", "request_headers"])
  }
  package static func json(_ scope: Scope) -> Field<TemplateTree> {
    scope == .request ? requestJSON : makeJSON(scope)
  }
  private static let requestJSON = makeJSON(.request)
  private static func makeJSON(_ scope: Scope) -> Field<TemplateTree> {
    .optional(
      "json", .tree(scope), "A JSON body; a text that is one `${ }` and nothing else keeps its type.",
      aka: ["body", "request_body_json", "data"])
  }
  package static func form(_ scope: Scope) -> Field<[Named<Template>]> {
    scope == .request ? requestForm : makeForm(scope)
  }
  private static let requestForm = makeForm(.request)
  private static func makeForm(_ scope: Scope) -> Field<[Named<Template>]> {
    .optional(
      "form", .map(.template(scope)), "A form body (application/x-www-form-urlencoded).",
      aka: ["urlencoded", "request_body_data"])
  }
  package static func multipart(_ scope: Scope) -> Field<[Named<Template>]> {
    .optional("multipart", .map(.template(scope)), "A form body in parts (multipart/form-data).")
  }
  /// Files are given to actions only.
  private static func multipartField(_ scope: Scope) -> any AnyField {
    scope == .action ? PartBlock.parts : multipart(scope)
  }
  /// What is sent to an action is other than what a stream's requests see, and so are the variables of its query.
  private static func graphQLField(_ scope: Scope) -> any AnyField {
    scope == .action ? ActionGraphQL.field : graphql
  }
  package static let graphql = Field<GraphQLBlock>.optional(
    "graphql", .block(), "A GraphQL query with its variables.")
  package static func xml(_ scope: Scope) -> Field<TemplateTree> {
    .optional(
      "xml", .tree(scope),
      "An XML body: a text, or a map in the form that `decode` gives, in which a list is an element many times and null is left out. "
        + "Values put in by `${ }` are escaped.")
  }
  package static func text(_ scope: Scope) -> Field<Template> {
    .optional("text", .template(scope), "A body sent as it is; set Content-Type in `headers`.", aka: ["raw"])
  }
  package static let timeout = Field<Milliseconds>.optional(
    "timeout", .duration, "How long the whole request may take.")

  package static let fields: [any AnyField] = commonFields(.request)
  package static let constraints: [Constraint] = [
    .exactlyOne(methodNames), .atMostOne(["json", "form", "multipart", "graphql", "xml", "text"]),
  ]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A GraphQL body.
package struct GraphQLBlock: Construct {
  package static let about = About(
    "request/graphql", "A GraphQL query with its variables.",
    example: """
      query: |
        query($after: String) { employees(first: 100, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }
      variables: {status: active}
      """)
  package static let query = Field<String>.required("query", .graphQL, "The text of the query.")
  package static let variables = Field<TemplateTree>.optional(
    "variables", .tree(.request), "Variables by name.")
  package static let operation = Field<String>.optional(
    "operation", .text, "The operation's name, when the text holds several.")
  package static let fields: [any AnyField] = [query, variables, operation]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A GraphQL body of an action.
package struct ActionGraphQL: Construct {
  package static let about = About(
    "action/request/graphql", "A GraphQL query with its variables, made from the inputs of an action.",
    example:
      "query: \"mutation($name: String!) { add(name: $name) { id } }\"\nvariables: {name: \"${input.name}\"}")
  package static let variables = Field<TemplateTree>.optional(
    "variables", .tree(.action), "Variables by name.")
  package static let fields: [any AnyField] = [GraphQLBlock.query, variables, GraphQLBlock.operation]
  package static let field = Field<ActionGraphQL>.optional(
    "graphql", .block(), "A GraphQL query with its variables.")
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A request made while logging in.
package struct ConnectRequest: Construct {
  package static let about = About(
    "request/connect", "A request made while logging in: it sees the settings, no stream.",
    example: "post: /login\njson: {user: \"${settings.user}\", password: \"${settings.password}\"}")
  package static let fields: [any AnyField] = RequestBlock.commonFields(.connect)
  package static let constraints = RequestBlock.constraints
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// The call that logs in.
package struct LoginRequest: Construct {
  package static let about = About(
    "request/login", "The call that logs in: it sees the settings, and the token that was signed for it.",
    example: "post: /login\njson: {user: \"${settings.user}\", password: \"${settings.password}\"}")
  package static let fields: [any AnyField] = RequestBlock.commonFields(.login)
  package static let constraints = RequestBlock.constraints
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Where a value is put into a request.
package enum Placements: UnionDeclaration {
  package static let about = About(
    "placement", "Where a value is put into a request.", example: "query: cursor")
  package static let discriminator: String? = nil
  package static let variants = [
    Variant("query", QueryPlacement.self), Variant("header", HeaderPlacement.self),
    Variant("json", JSONPlacement.self),
    Variant("form", FormPlacement.self), Variant("path", PathPlacement.self),
    Variant("variable", VariablePlacement.self),
  ]
}

/// A query parameter.
package struct QueryPlacement: Construct {
  package static let about = About("placement/query", "As a query parameter.", example: "query: cursor")
  package static let name = Field<String>.required("query", .text, "The parameter's name.")
  package static let fields: [any AnyField] = [name]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A header.
package struct HeaderPlacement: Construct {
  package static let about = About("placement/header", "As a header.", example: "header: X-Cursor")
  package static let name = Field<String>.required("header", .text(.header), "The header's name.")
  package static let fields: [any AnyField] = [name]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A place in a JSON body.
package struct JSONPlacement: Construct {
  package static let about = About(
    "placement/json", "At a path of the JSON body.", example: "json: page.after")
  package static let path = Field<String>.required(
    "json", .text(.documentPath), "The path in the body; what is missing on the way is made.")
  package static let fields: [any AnyField] = [path]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A form value.
package struct FormPlacement: Construct {
  package static let about = About("placement/form", "As a value of the form body.", example: "form: cursor")
  package static let name = Field<String>.required("form", .text, "The value's name.")
  package static let fields: [any AnyField] = [name]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A part of the path.
package struct PathPlacement: Construct {
  package static let about = About(
    "placement/path", "In place of `{name}` in the path.", example: "path: page")
  package static let name = Field<String>.required(
    "path", .text, "The name that stands in braces in the path.")
  package static let fields: [any AnyField] = [name]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A GraphQL variable.
package struct VariablePlacement: Construct {
  package static let about = About("placement/variable", "As a GraphQL variable.", example: "variable: after")
  package static let name = Field<String>.required("variable", .text, "The variable's name without `$`.")
  package static let fields: [any AnyField] = [name]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}
