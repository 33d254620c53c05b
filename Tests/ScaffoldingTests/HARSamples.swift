@testable import Scaffolding

/// Captured traffic with secrets and people in it, none of which may survive.
enum HARSamples {
  static let capture = """
    {"log": {"entries": [
      {"request": {"method": "GET", "url": "https://tracker.example.net/collect?id=1", "headers": []},
       "response": {"status": 200, "headers": [], "content": {"text": "ok"}}},
      {"request": {"method": "GET", "url": "https://hr.example.com/api/v1/workers?limit=2&api_token=s3cr3t-token",
         "headers": [{"name": "Authorization", "value": "Bearer eyJhbGciOiJIUzI1NiJ9.s3cr3t"}, {"name": "Cookie", "value": "sid=s3cr3t-cookie"}]},
       "response": {"status": 200, "headers": [{"name": "Content-Type", "value": "application/json"}],
         "content": {"mimeType": "application/json", "text": \(Sample.text(workers).json)}}},
      {"request": {"method": "GET", "url": "https://hr.example.com/api/v1/workers/88123/notes", "headers": []},
       "response": {"status": 200, "headers": [], "content": {"text": "[{\\"id\\": 1, \\"note\\": \\"private\\"}]"}}},
      {"request": {"method": "GET", "url": "https://hr.example.com/api/v1/teams", "headers": []},
       "response": {"status": 200, "headers": [],
         "content": {"encoding": "base64", "text": "W3siaWQiOiA1LCAibmFtZSI6ICJQbGF0Zm9ybSIsICJsZWFkX2lkIjogODgxMjN9XQ=="}}},
      {"request": {"method": "POST", "url": "https://hr.example.com/api/v1/login", "headers": []},
       "response": {"status": 200, "headers": [], "content": {"text": "{}"}}},
      {"request": {"method": "GET", "url": "https://hr.example.com/api/v1/workers", "headers": []},
       "response": {"status": 429, "headers": [{"name": "Retry-After", "value": "3"}], "content": {}}}
    ]}}
    """

  private static let workers = """
    {"workers": [
      {"worker_id": 88123, "given_name": "Zebulon", "family_name": "Quartermain", "email": "zeb@quartermain.org",
       "phone": "+1 416 999 1234", "status": "employed", "supervisor_id": 88124, "sin": "046 454 286", "salary": 98765,
       "birthday": "1979-04-23", "hired_on": "2018-06-01", "bio": "Zebulon loves jazz", "session_token": "s3cr3t-session",
       "modified_at": "2026-01-05T10:00:00Z"},
      {"worker_id": 88124, "given_name": "Philippa", "family_name": "Quartermain", "email": "pip@quartermain.org",
       "phone": null, "status": "left", "supervisor_id": null, "sin": "130 692 544", "salary": 123456,
       "birthday": "1981-02-03", "hired_on": "2012-01-09", "bio": "CEO", "session_token": "s3cr3t-session2",
       "modified_at": "2026-01-06T10:00:00Z"}],
     "next": "https://hr.example.com/api/v1/workers?limit=2&cursor=zzz"}
    """

  /// Lists that are asked for by POST: a search on two pages, a form, GraphQL, and what changes something.
  static let posts = """
    {"log": {"entries": [
      \(post("people/search", #"{"api_key": "s3cr3t", "status": "active", "owner_name": "Zebulon", "page": 1, "limit": 1}"#,
        #"{"data": [{"id": 1, "email": "zeb@quartermain.org"}], "pages": 2}"#)),
      \(post("people/search", #"{"api_key": "s3cr3t", "status": "active", "owner_name": "Zebulon", "page": 2, "limit": 1}"#,
        #"{"data": [{"id": 2, "email": "zeb@quartermain.org"}], "pages": 2}"#)),
      \(post("tickets", "kind=open", #"[{"id": 3, "title": "Zebulon called"}]"#, type: "application/x-www-form-urlencoded")),
      \(post("graphql",
        Sample.object([.init(key: "query", value: .text(teams)), .init(key: "variables", value: .object([]))]).json,
        #"{"data": {"teams": {"nodes": [{"id": "x"}], "pageInfo": {"hasNextPage": false, "endCursor": null}}}}"#)),
      \(post("graphql", #"{"query": "mutation { add { items { id } } }"}"#, #"{"data": {"add": {"items": [{"id": 1}]}}}"#)),
      \(post("upload", "--x", #"[{"id": 1}]"#, type: "multipart/form-data; boundary=x"))
    ]}}
    """

  private static let teams =
    "query Teams($after: String) { teams(first: 1, after: $after, lead: \"Zebulon\") { nodes { id } pageInfo { hasNextPage endCursor } } }"

  /// One list that was asked for.
  static func one(_ address: String, _ reply: String) -> String {
    """
    {"log": {"entries": [{"request": {"method": "GET", "url": "https://hr.example.com/\(address)", "headers": []},
      "response": {"status": 200, "headers": [], "content": {"text": \(Sample.text(reply).json)}}}]}}
    """
  }

  /// Pages by number, and nothing that says how many records fill one or which is the last.
  static let numbered = one("things?page=1", list)
  static let full = one("things?page=1&per_page=3", list)
  static let skipped = one("things?offset=0", list)

  /// The provider gives the address of the next page, and whoever asks adds the key.
  static let keyed = one(
    "things?api_key=s3cr3t",
    #"{"data": [{"id": 1, "title": "A"}, {"id": 2, "title": "B"}], "next": "https://hr.example.com/things?page=2"}"#
  )

  private static let list =
    #"{"data": [{"id": 1, "title": "A"}, {"id": 2, "title": "B"}, {"id": 3, "title": "C"}]}"#

  /// A connection of GraphQL.
  static let connection: String = {
    let query =
      "query P($after: String) { things(first: 3, after: $after) { edges { node { id title } } "
      + "pageInfo { hasNextPage endCursor } } }"
    let reply =
      #"{"data": {"things": {"edges": [{"node": {"id": 1, "title": "A"}}], "#
      + #""pageInfo": {"hasNextPage": true, "endCursor": "Y3Vyc29y"}}}}"#
    let body = #"{"query": "\#(query)", "variables": {"after": null}}"#
    return #"{"log": {"entries": [\#(post("graphql", body, reply))]}}"#
  }()

  private static func post(
    _ path: String, _ body: String, _ reply: String, type: String = "application/json"
  ) -> String {
    """
    {"request": {"method": "POST", "url": "https://hr.example.com/\(path)", "headers": [],
                 "postData": {"mimeType": "\(type)", "text": \(Sample.text(body).json)}},
     "response": {"status": 200, "headers": [], "content": {"text": \(Sample.text(reply).json)}}}
    """
  }
}
