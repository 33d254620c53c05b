/// A small working connector to be filled in: every file is there, the checker finds nothing, the test passes.
enum Skeleton {
  static func outcome(name: String) -> Scaffold.Outcome {
    let folder = "connectors/\(name)"
    let files: [Scaffold.File] = [
      .init(path: "\(folder)/connector.yaml", text: connector(name)),
      .init(path: "mappings/\(name)/employees.yaml", text: mapping),
      .init(path: "\(folder)/tests.yaml", text: tests),
      .init(path: "\(folder)/recordings/employees.http", text: recording),
      .init(path: "\(folder)/recordings/employees_since.http", text: nothingNew),
      .init(path: "\(folder)/recordings/throttled.http", text: throttled),
      .init(path: "\(folder)/recordings/check.http", text: check),
    ]
    let summary: [Scaffold.SummaryLine] = [
      .init("auth", "bearer", "a token that the organization supplies"),
      .init(
        "employees", "GET /employees → employee: 5 fields mapped",
        "an example; put the provider's in its place"),
    ]
    return Scaffold.Outcome(files: files, summary: summary, guessCount: 0)
  }

  private static func connector(_ name: String) -> String {
    """
    # yaml-language-server: $schema=../../schemas/connector.schema.json
    spec: 1
    name: \(name)
    title: \(Words.title(name))
    category: hris
    docs: https://developer.example.com  # the provider's API documentation

    # What an organization supplies: the form, the prompts and the environment variables come from it.
    settings:
      token:
        type: secret
        title: API token
        help: Where an administrator finds it

    auth:
      type: bearer  # connector explain auth lists the other ways
      token: ${settings.token}

    http:
      base_url: https://api.example.com/v1
      headers: {Accept: application/json}
      throttled: {status: [429], wait: {header: Retry-After}}

    # The cheap call that proves the credentials.
    check: {get: /me}

    streams:
      employees:
        read: {get: /employees}
        records: body.data  # where the list is in the reply
        key: id  # what tells records apart
        pages:
          type: cursor  # connector explain pages lists the other ways
          token: body.next
          send: {query: cursor}
        changes:
          type: since
          field: updatedAt
          send: {query: updated_since}
          overlap: 5m
        deletions: {type: none}  # connector explain deletions lists how to find what is gone

    """
  }

  private static let mapping = """
    # yaml-language-server: $schema=../../schemas/mapping.schema.json
    mapping: 1
    models:
      - model: employee  # connector explain employee lists its fields
        source_updated_at: instant(updatedAt)
        fields:
          first_name: firstName  # a record's keys are variables
          last_name: lastName
          work_email: email.lowerAscii()
          employment_status:
            match: status
            cases: {Active: active, Left: terminated}
            otherwise: unknown  # the provider's own word is kept beside it
          hire_date: date(hired)

    not_mapped: [photo]  # left out on purpose

    """

  private static let tests = """
    # yaml-language-server: $schema=../../schemas/tests.schema.json
    tests: 1
    settings:
      token: made-up
    cases:
      - name: two pages of employees
        stream: employees
        recording: employees
        expect:
          employee:
            - id: "1"
              first_name: Ada
              last_name: Marlow
              work_email: ada.marlow@example.com
              employment_status: active
              hire_date: 2021-03-01
            - id: "2"
              first_name: Ben
              last_name: Okafor
              work_email: ben.okafor@example.com
              employment_status: terminated
              hire_date: 2019-11-18
        partial: true
      - name: nothing changed in employees
        stream: employees
        recording: employees_since
        since: "2026-01-01T00:05:00Z"
        expect: {employee: []}
      - name: a refused request is made once more
        stream: employees
        recording: throttled
        expect: {employee: []}

    """

  private static let recording = """
    ### first page
    GET /employees
    Accept: application/json

    HTTP 200
    Content-Type: application/json

    {
      "data": [
        {
          "id": "1",
          "firstName": "Ada",
          "lastName": "Marlow",
          "email": "Ada.Marlow@example.com",
          "status": "Active",
          "hired": "2021-03-01",
          "photo": "https://www.example.com/1.jpg",
          "updatedAt": "2026-01-10T09:30:00Z"
        }
      ],
      "next": "c2"
    }

    ### second page
    GET /employees?cursor=c2
    Accept: application/json

    HTTP 200
    Content-Type: application/json

    {
      "data": [
        {
          "id": "2",
          "firstName": "Ben",
          "lastName": "Okafor",
          "email": "ben.okafor@example.com",
          "status": "Left",
          "hired": "2019-11-18",
          "photo": "https://www.example.com/2.jpg",
          "updatedAt": "2026-01-12T16:05:00Z"
        }
      ],
      "next": null
    }

    """

  private static let nothingNew = """
    ### nothing changed since
    GET /employees?updated_since=2026-01-01T00%3A00%3A00Z
    Accept: application/json

    HTTP 200
    Content-Type: application/json

    {
      "data": [],
      "next": null
    }

    """

  private static let throttled = """
    ### slow down
    GET /employees
    Accept: application/json

    HTTP 429
    Retry-After: 2
    Content-Type: application/json

    {
      "message": "too many requests"
    }

    ### the same request once more
    GET /employees
    Accept: application/json

    HTTP 200
    Content-Type: application/json

    {
      "data": [],
      "next": null
    }

    """

  private static let check = """
    ### who am I
    GET /me
    Accept: application/json

    HTTP 200
    Content-Type: application/json

    {
      "name": "Acme"
    }

    """
}
