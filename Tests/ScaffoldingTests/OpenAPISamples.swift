/// Small API descriptions in the ways of different providers.
enum OpenAPISamples {
  /// Pages by number, and nothing that says how many records fill one or which is the last.
  static let certified = numbered.replacing(
    "{\"openapi\": \"3.0.3\",",
    with:
      "{\"openapi\": \"3.1.0\", \"components\": {\"securitySchemes\": {\"own\": {\"type\": \"mutualTLS\"}}},")
  static let numbered = """
    {"openapi": "3.0.3", "info": {"title": "Things", "version": "1"}, "servers": [{"url": "https://api.example.com"}],
     "paths": {"/things": {"get": {"parameters": [{"name": "page", "in": "query", "schema": {"type": "integer"}}],
       "responses": {"200": {"description": "all", "content": {"application/json": {"schema": {"type": "array",
         "items": {"type": "object", "properties": {"id": {"type": "string"}, "title": {"type": "string"}}}}}}}}}}}}
    """

  static let people = """
    {"openapi": "3.0.3", "info": {"title": "Acme People API", "version": "1"},
      "externalDocs": {"url": "https://developer.example.com/people"},
     "servers": [{"url": "https://{region}.api.example.com/v1", "variables": {"region": {"default": "eu", "enum": ["eu", "us"]}}}],
     "security": [{"oauth": []}],
     "components": {
       "securitySchemes": {"oauth": {"type": "oauth2", "flows": {"authorizationCode": {
         "authorizationUrl": "https://login.example.com/authorize", "tokenUrl": "/oauth/token", "scopes": {"people:read": "Read",
           "offline_access": "Stay"}}}}},
       "parameters": {"Cursor": {"name": "cursor", "in": "query", "schema": {"type": "string"}}},
       "schemas": {
         "Person": {"type": "object", "properties": {
           "id": {"type": "integer"}, "firstName": {"type": "string", "example": "Real"}, "lastName": {"type": "string"},
           "email": {"type": "string", "format": "email", "example": "real.person@realcompany.org"},
           "status": {"type": "string", "enum": ["Active", "On leave", "Left", "Zombie", "Left"]},
           "work": {"type": "object", "properties": {"title": {"type": "string", "example": "Engineer"},
             "startDate": {"type": "string", "format": "date", "nullable": true}}},
           "manager": {"$ref": "#/components/schemas/Person"}, "salary": {"type": "number", "example": 50000.5},
             "currency": {"type": "string", "example": "EUR"},
           "managerId": {"type": "integer", "nullable": true}, "avatarUrl": {"type": "string", "format": "uri"},
           "updatedAt": {"type": "string", "format": "date-time"}, "shoeSize": {"type": "integer"},
             "favourite-colour": {"type": "string"}}},
         "Page": {"type": "object", "properties": {"data": {"type": "array", "items": {"$ref": "#/components/schemas/Person"}},
           "meta": {"type": "object", "properties": {"next_cursor": {"type": "string"}}}}}}},
     "paths": {
       "/people": {"get": {"security": [{"oauth": ["people:read"]}], "parameters": [{"$ref": "#/components/parameters/Cursor"},
           {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 200, "default": 50}},
           {"name": "updated_since", "in": "query", "schema": {"type": "string", "format": "date-time"}}],
         "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Page"}}}},
           "429": {"description": "slow", "headers": {"Retry-After": {"schema": {"type": "integer"}}}}}},
         "post": {"responses": {}}},
       "/people/{id}": {"get": {"responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Person"}}}}}}},
       "/people/{id}/notes": {"get": {"responses": {"200": {"content": {"application/json": {"schema": {"type": "array",
         "items": {"type": "object", "properties": {"id": {"type": "integer"}}}}}}}}}},
       "/me": {"get": {"responses": {"200": {"content": {"application/json": {"schema": {"type": "object",
         "properties": {"name": {"type": "string"}}}}}}}}}
     }}
    """

  static let books = """
    openapi: 3.1.0
    info: {title: Books, version: "2"}
    servers: [{url: https://books.example.com/api/v2/}]
    components:
      securitySchemes:
        key: {type: apiKey, in: header, name: X-Api-Key}
      schemas:
        Invoice:
          type: object
          properties:
            id: {type: string, example: inv_1}
            number: {type: string, example: "2024-0017"}
            client_id: {type: string, example: cl_9}
            date: {type: string, format: date}
            due_date: {type: [string, "null"], format: date}
            status: {type: string, enum: [draft, sent, paid, overdue, cancelled]}
            currency: {type: string, example: CAD}
            total: {type: string, example: "12.50"}
            amount_due: {type: number, example: 12.5}
            lines: {type: array, items: {type: object, properties: {id: {type: string}, text: {type: string}}}}
        Client:
          allOf:
            - {type: object, properties: {id: {type: string}, name: {type: string, example: Sample Ltd}}}
            - {type: object, properties: {email: {type: string}, phone: {type: string}, is_company: {type: boolean}}}
    paths:
      /companies/{companyId}/invoices:
        get:
          parameters:
            - {name: page, in: query, schema: {type: integer, default: 1}}
            - {name: per_page, in: query, schema: {type: integer, maximum: 500}}
          responses:
            "200":
              content:
                application/json:
                  schema:
                    type: object
                    properties:
                      total: {type: integer}
                      total_pages: {type: integer}
                      invoices: {type: array, items: {$ref: "#/components/schemas/Invoice"}}
      /companies/{companyId}/clients:
        get:
          parameters: [{name: offset, in: query, schema: {type: integer}}, {name: limit, in: query, schema: {type: integer}}]
          responses:
            "200":
              content:
                application/json:
                  schema: {type: object, properties: {results: {type: array, items: {$ref: "#/components/schemas/Client"}}}}
      /companies/{companyId}/widgets:
        get:
          responses:
            "200":
              headers: {Link: {schema: {type: string}}}
              content:
                application/json:
                  schema: {type: array, items: {type: object, properties: {sku: {type: string}, colour: {type: string, enum: [red, blue]}}}}
    """

  /// An address with parts that have defaults, and a key in the query.
  static let regions = """
    {"openapi": "3.1.0", "info": {"title": "Regions", "version": "1"},
     "servers": [{"url": "https://{region}.example.com/v{edition}",
       "variables": {"region": {"default": "us", "enum": ["us", "eu"]}, "edition": {"default": "2"}}}],
     "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "query", "name": "api_key"}}},
     "security": [{"key": []}],
     "paths": {"/employees": {"get": {"parameters": [{"name": "page", "in": "query", "schema": {"type": "integer"}},
        {"name": "per_page", "in": "query", "schema": {"type": "integer"}}],
       "responses": {"200": {"content": {"application/json": {"schema": {"type": "object", "properties": {
         "total": {"type": "integer"},
         "data": {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"},
           "first_name": {"type": "string"}, "last_name": {"type": ["string", "null"]},
           "hire_date": {"type": "string", "format": "date"}}}}}}}}}}}}}}
    """
}
