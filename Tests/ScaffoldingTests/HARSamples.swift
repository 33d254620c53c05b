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
}
