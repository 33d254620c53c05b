import Diagnostics
@testable import Scaffolding
import Testing

/// Documents in older forms, and lists that are searches.
struct DocumentTests {
  private static func made(_ text: String) throws -> Generated {
    try Generated("acme", from: Scaffold.source(of: SourceFile(path: "api.yaml", text: text)))
  }

  private static let swagger = """
    swagger: 2.0
    info: {title: Desk API, version: "1"}
    host: desk.example.com
    basePath: /api/v2
    schemes: [https]
    produces: [application/json]
    securityDefinitions:
      login:
        {type: oauth2, flow: accessCode, authorizationUrl: "https://desk.example.com/consent",
         tokenUrl: "https://desk.example.com/token", scopes: {read: Read}}
    security: [{login: [read]}]
    parameters:
      page: {name: page, in: query, type: integer, default: 1}
    responses:
      Slow: {description: slow, headers: {X-Retry-After: {type: integer}}}
      Agents: {description: ok, schema: {type: array, items: {$ref: "#/definitions/Agent"}}}
    definitions:
      Asked:
        type: object
        required: [kind]
        properties:
          {kind: {type: string, enum: [open]}, page: {type: integer}, limit: {type: integer}, from: {type: string}}
      Agent:
        type: object
        properties:
          id: {type: integer}
          name: {type: string}
          email: {type: string, format: email}
          state: {type: string, enum: [active, blocked]}
    paths:
      /agents:
        parameters: [{$ref: "#/parameters/page"}]
        get:
          parameters: [{name: per_page, in: query, type: integer, maximum: 250}]
          responses: {200: {$ref: "#/responses/Agents"}, 429: {$ref: "#/responses/Slow"}}
      /tickets/search:
        post:
          parameters:
            - {in: body, name: body, schema: {$ref: "#/definitions/Asked"}}
          responses:
            200: {description: ok, schema: {type: object, properties: {tickets: {type: array, items: {type: object, properties: {id: {type: integer}}}}}}}
    """

  @Test func swaggerIsRead() throws {
    let made = try Self.made(Self.swagger)
    let text = made.text("connectors/acme/connector.yaml")
    for part in [
      "base_url: https://desk.example.com/api/v2", "wait: {header: X-Retry-After}",
      "token_url: https://desk.example.com/token", "get: /agents",
      "size: {value: 250, send: {query: per_page}}",
      "post: /tickets/search", "kind: open", "send: {json: page}",
    ] {
      #expect(text.contains(part), "\(part) in \(text)")
    }
    #expect(made.findings == [])
  }

  @Test func whatIsNeitherIsTold() throws {
    #expect(throws: ScaffoldProblem.self) { try Self.made("swagger: \"1.2\"\npaths: {/x: {get: {}}}") }
  }

  private static let searches = """
    {"openapi": "3.1.0", "servers": [{"url": "https://api.example.com"}],
     "components": {"schemas": {
       "Flow": {"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}, "name": {"type": "string"}}},
       "Asked": {"type": "object", "required": ["sort"], "properties": {
         "sort": {"type": "string", "enum": ["NAME_ASC"]}, "limit": {"type": "integer"}, "offset": {"type": "integer", "default": 0},
         "flows": {"type": "object", "properties": {"name": {"type": "string"}}}}},
       "Flows": {"type": "array", "items": {"$ref": "#/components/schemas/Flow"}}}},
     "paths": {
       "/flows/": {"post": {"responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Flows"}}}}}}},
       "/flows/filter": {"post": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Asked"}}}},
         "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Flows"}}}}}}},
       "/flows/paginate": {"post": {"responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Flows"}}}}}}},
       "/events/filter/next": {"get": {"parameters": [{"name": "page-token", "in": "query", "required": true, "schema": {"type": "string"}}],
         "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Flows"}}}}}}}}}
    """

  @Test func aPostThatOnlyAsksIsAStream() throws {
    let made = try Self.made(Self.searches)
    let text = made.text("connectors/acme/connector.yaml")
    #expect(
      text.contains("post: /flows/filter  # guess (0.6): this only reads, and makes nothing"), "\(text)")
    #expect(text.contains("sort: NAME_ASC") && text.contains("send: {json: offset}"), "\(text)")
    #expect(text.contains("size: {value: 100, send: {json: limit}}"), "\(text)")
    // What makes a flow, asks for flows once more, or goes on with another list is none.
    #expect(made.outcome.summary.first?.finding == "4 operations, 1 looks like a list endpoint")
    #expect(made.findings == [])
  }

  @Test func aSearchWhoseRepliesNameAddressesGoesOnWithGet() throws {
    let list = ##""Flows": {"type": "array", "items": {"$ref": "#/components/schemas/Flow"}}}}"##
    let paged = ##"""
      "Flows": {"type": "object", "properties": {"next": {"type": "string", "format": "uri"}, "total_entries": {"type": "integer"},
        "flows": {"type": "array", "items": {"$ref": "#/components/schemas/Flow"}}}}}}
      """##
    let made = try Self.made(
      Self.searches.replacing(list, with: paged)
        .replacing(#""limit": {"type": "integer"}"#, with: #""limit": {"type": "integer", "maximum": 50.0}"#))
    let text = made.text("connectors/acme/connector.yaml")
    #expect(text.contains("type: continue") && text.contains("read: {get: \"${page.token}\"}"), "\(text)")
    #expect(text.contains("size: {value: 50, send: {json: limit}}"), "\(text)")
    #expect(text.contains("total: body.total_entries"), "\(text)")
    #expect(made.findings == [])
  }

  @Test func aNameAndAPasswordNeedNoApplication() throws {
    let list =
      #""get": {"responses": {"200": {"content": {"application/json": {"schema": {"type": "array", "items": "#
      + #"{"type": "object", "properties": {"id": {"type": "string"}}}}}}}}}"#
    let made = try Self.made(
      #"{"openapi": "3.1.0", "servers": [{"url": "https://api.example.com"}], "paths": {"/teams": {\#(list)}}, "components": "#
        + #"{"securitySchemes": {"p": {"type": "oauth2", "flows": {"password": {"scopes": {}, "tokenUrl": "/auth/token"}}}}}}"#
    )
    let text = made.text("connectors/acme/connector.yaml")
    #expect(text.contains("grant: password") && !text.contains("client_"), "\(text)")
    #expect(made.findings == [])
  }

  @Test func whatLiesInAnotherDocumentIsNotPassedOverInSilence() throws {
    let list =
      #""get": {"responses": {"200": {"content": {"application/json": {"schema": {"type": "array", "items": "#
      + #"{"type": "object", "properties": {"id": {"type": "string"}}}}}}}}}"#
    let other =
      #""get": {"responses": {"200": {"content": {"application/json": {"schema": {"$ref": "shapes.yaml#/Sites"}}}}}}"#
    let made = try Self.made(
      #"{"openapi": "3.0.3", "servers": [{"url": "https://api.example.com"}], "paths": {"/teams": {\#(list)}, "/sites": {\#(other)}}}"#
    )
    #expect(made.outcome.summary.first?.origin == "what shapes.yaml says is not known: it is not read")
  }

  @Test func theSlashAtTheEndOfAPathStays() throws {
    let list =
      #""get": {"responses": {"200": {"content": {"application/json": {"schema": {"type": "array", "items": "#
      + #"{"type": "object", "properties": {"id": {"type": "string"}}}}}}}}}"#
    let made = try Self.made(
      #"{"openapi": "3.0.3", "servers": [{"url": "https://api.example.com/v1/"}], "paths": {"/teams/": {\#(list)}, "#
        + #""/orgs/{org}/people/": {\#(list)}, "/roles": {\#(list)}}}"#)
    let text = made.text("connectors/acme/connector.yaml")
    #expect(text.contains("get: /teams/\n") && text.contains("get: /roles\n"), "\(text)")
    #expect(text.contains("get: /orgs/${settings.org}/people/\n"), "\(text)")
    #expect(made.findings == [])
  }

  @Test func theVersionThatACaptureAsksForIsKept() throws {
    func entry(_ path: String, _ id: Int) -> String {
      #"{"request": {"method": "GET", "url": "https://api.example.com/v1/\#(path)", "headers": ["#
        + #"{"name": "acme-version", "value": "2026-03"}, {"name": "X-Client-Version", "value": "9.1"}, "#
        + #"{"name": "X-Trace", "value": "t\#(id)"}, {"name": "Authorization", "value": "Bearer s3cr3t"}]}, "#
        + #""response": {"status": 200, "headers": [], "content": {"mimeType": "application/json", "#
        + #""text": "[{\"id\": \#(id), \"name\": \"Team\"}]"}}}"#
    }
    let made = try Self.made(
      #"{"log": {"entries": [\#(entry("teams", 1)), \#(entry("projects", 2))]}}"#)
    let text = made.text("connectors/acme/connector.yaml")
    #expect(text.contains("headers: {Accept: application/json, acme-version: 2026-03}"), "\(text)")
    #expect(made.findings == [])
  }

  /// `runs { results { id } }` lists runs.
  @Test func aListOfGraphQLHasTheNameOfWhatHoldsIt() throws {
    let made = try Generated(
      "acme",
      from: .curl(
        #"curl https://api.example.com/graphql -d '{"query": "query($c: String) { runs(cursor: $c) { results { id name } } }"}'"#
      ))
    #expect(made.text("connectors/acme/connector.yaml").contains("\n  runs:\n"))
    #expect(made.findings == [])
  }

  /// Sites may be locations, but not those of which none of the location's fields is told.
  @Test func aModelOfWhichNothingIsToldIsNone() throws {
    let made = try Self.made(
      """
      {"openapi": "3.1.0", "servers": [{"url": "https://api.example.com"}],
       "paths": {"/sites": {"get": {"responses": {"200": {"content": {"application/json": {"schema": {"type": "array",
         "items": {"type": "object", "properties": {"id": {"type": "integer"}, "port": {"type": "integer"}}}}}}}}}}}}
      """)
    #expect(made.text("mappings/acme/sites.yaml") == "")
    #expect(made.findings == [])
  }
}
