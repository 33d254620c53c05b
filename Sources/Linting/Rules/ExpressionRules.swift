package import Diagnostics

/// Rules about expressions: their grammar, their names, their types.
extension Rule {
  static let expressionSyntax = Rule(
    "spec/expression-syntax", .error, .proven, "an expression that cannot be read",
    page: """
      Expressions are CEL: `a == b`, `a && b`, `!a`, `a ? b : c`, `list.map(x, x.id)`, text in single or double quotes. The finding stands \
      at the character where reading failed, inside the YAML text. `connector explain expressions` gives an overview.
      """,
    failing: """
      check:
        get: /me
        expect: body.active = true
      #                     ^ spec/expression-syntax
      """,
    passing: """
      check:
        get: /me
        expect: body.active == true
      """)

  static let templateInExpression = Rule(
    "spec/template-in-expression", .error, .proven, "`${ }` around a bare expression",
    page: """
      There are two places for expressions. Keys documented as expression hold it bare; any other text may hold `${ expression }` parts. \
      Here the braces are too many.
      """,
    failing: """
      check:
        get: /me
        expect: ${body.active}
      #         ^^^^^^^^^^^^^^ spec/template-in-expression
      """,
    passing: """
      check:
        get: /me
        expect: body.active
      """)

  static let unknownVariable = Rule(
    "spec/unknown-variable", .error, .proven, "a variable that exists nowhere",
    page: "Each key offers certain variables to its expression; the finding lists those that exist here.",
    failing: """
      check:
        get: /me
        expect: bdy.active
      #         ^^^ spec/unknown-variable
      """,
    passing: """
      check:
        get: /me
        expect: body.active
      """)

  static let variableNotAvailable = Rule(
    "spec/variable-not-available", .error, .proven, "a variable that does not exist at this place",
    page: """
      The variable exists elsewhere: `record` where a record is looked at, `window` only when the stream reads in windows. Using it here \
      would be empty or wrong in every run. The finding says where it is available and what is available here.
      """,
    failing: """
      check:
        get: /me/${record.id}
      #            ^^^^^^ spec/variable-not-available
      """,
    passing: """
      check:
        get: /me
      """)

  static let unknownSetting = Rule(
    "spec/unknown-setting", .error, .proven, "a setting that is not declared",
    page:
      "`settings.NAME` reads what the organization supplies, and `settings:` declares it. Correct the name or declare the setting.",
    failing: """
      auth:
        type: bearer
        token: ${settings.api_kye}
      #                   ^^^^^^^ spec/unknown-setting
      """,
    passing: """
      auth:
        type: bearer
        token: ${settings.api_key}
      """)

  static let unknownAccountValue = Rule(
    "spec/unknown-account-value", .error, .proven, "a value of the account that nothing captures",
    page:
      "`account.NAME` holds what `auth.capture` kept when the account was connected. Add it there, or correct the name.",
    failing: """
      auth:
        type: oauth2
        grant: client_credentials
        token_url: https://login.example.com/token
        client_id: acme-app
        client_secret: ${settings.api_key}
        capture: {tenant: body.tenant}
      http:
        base_url: https://api.example.com/${account.tennant}
      #                                             ^^^^^^^ spec/unknown-account-value
        rate_limit: {requests: 100, per: 1m}
        throttled: {status: [429], wait: {header: Retry-After}}
      """,
    passing: """
      auth:
        type: oauth2
        grant: client_credentials
        token_url: https://login.example.com/token
        client_id: acme-app
        client_secret: ${settings.api_key}
        capture: {tenant: body.tenant}
      http:
        base_url: https://api.example.com/${account.tenant}
        rate_limit: {requests: 100, per: 1m}
        throttled: {status: [429], wait: {header: Retry-After}}
      """)

  static let unknownInput = Rule(
    "spec/unknown-input", .error, .proven, "an input that the action does not have",
    page:
      "`input.NAME` reads what is given to the action, and `inputs:` declares it. Correct the name or declare the input.",
    failing: """
      actions:
        invite:
          title: Invite a person
          inputs: {email: {type: text, title: Address}}
          request: {post: /invitations, json: {to: "${input.mail}"}}
      #                                                     ^^^^ spec/unknown-input
      """,
    passing: """
      actions:
        invite:
          title: Invite a person
          inputs: {email: {type: text, title: Address}}
          request: {post: /invitations, json: {to: "${input.email}"}}
      """)

  static let unknownFunction = Rule(
    "spec/unknown-function", .error, .proven, "a function that does not exist",
    page: """
      The language has the functions of CEL with its usual extensions, and some for dates, exact numbers and lookups; \
      `connector explain functions` lists them.
      """,
    failing: """
      check:
        get: /me
        expect: lower(body.state) == 'on'
      #         ^^^^^ spec/unknown-function
      """,
    passing: """
      check:
        get: /me
        expect: body.state.lowerAscii() == 'on'
      """)

  static let wrongArgument = Rule(
    "spec/wrong-argument", .error, .proven, "a function or operator that does not take these types",
    page:
      "Nothing is converted silently: `'1' + 1` has no meaning. Convert one side with `string()`, `int()`, `decimal()`, `date()` or `instant()`.",
    failing: """
      check:
        get: /me
        expect: status == '200'
      #                ^^ spec/wrong-argument
      """,
    passing: """
      check:
        get: /me
        expect: status == 200
      """)

  static let expressionType = Rule(
    "spec/expression-type", .error, .proven, "an expression that yields another type than its key takes",
    page:
      "A condition must be true or false, records must be a list, a moment must be a moment. The finding says what was wanted and what came.",
    failing: """
      check:
        get: /me
        expect: status
      #         ^^^^^^ spec/expression-type
      """,
    passing: """
      check:
        get: /me
        expect: status == 200
      """)

  static let unknownField = Rule(
    "spec/unknown-field", .error, .proven, "a field that a known object does not have",
    page:
      "The objects of the runtime, such as `page` or `window`, have fixed fields. The finding lists them.",
    failing: """
      streams:
        employees:
          read: {get: /employees, headers: {X-Page: "${page.nmber}"}}
      #                                                     ^^^^^ spec/unknown-field
          records: body.data
          key: id
          pages: {type: cursor, token: body.next, send: {query: cursor}}
          deletions: {type: none}
      """,
    passing: """
      title: Acme HR
      """)

  package static let badConstant = Rule(
    "spec/bad-constant", .error, .proven, "a constant that its function will always refuse",
    page:
      "A date pattern, a regular expression or a conversion of a constant can be judged before anything runs, and this one fails every time.",
    failing: """
      check:
        get: /me
        expect: body.name.matches('[a-')
      #                           ^^^^^ spec/bad-constant
      """,
    passing: """
      check:
        get: /me
        expect: body.name.matches('[a-z]+')
      """)

  static let unrecordedPath = Rule(
    "request/unrecorded-path", .error, .proven, "a path that no recorded reply has",
    page: """
      The recordings show what the provider really sends, and none of them has this key. A page token that is never found ends the stream \
      after its first page, a list that is never found reads nothing. If the key is right, add a recording that shows it.
      """,
    failing: """
      streams:
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: cursor, token: body.nxt, send: {query: cursor}}
      #                                     ^^^ request/unrecorded-path
          deletions: {type: none}
      """,
    passing: """
      title: Acme HR
      """)

  static let unrecordedHeader = Rule(
    "request/unrecorded-header", .warning, .proven, "a header that no recording holds",
    page:
      "The recordings show which headers the provider sends; names are in lower case in expressions. Correct the name, or add a recording that shows it.",
    failing: """
      check:
        get: /me
        expect: headers['x-request-idd'] != ''
      #                 ^^^^^^^^^^^^^^^ request/unrecorded-header
      """,
    passing: """
      check:
        get: /me
        expect: headers['content-type'] != ''
      """)

  package static let unknownPath = Rule(
    "mapping/unknown-path", .error, .proven, "a path that no recorded record has",
    page: """
      The recordings show what the provider really sends. A path that none of its records has leaves the canonical field empty in every \
      run, which nobody notices. The finding shows the nearest keys with how often they were seen. If the key is right but rare, add a \
      recording that shows it.
      """,
    failing: """
      --- mappings/acme/employees.yaml
      models:
        - model: employee
          fields:
            last_name: lastNmae
      #                ^^^^^^^^ mapping/unknown-path
            first_name: firstName
            hire_date: date(hired)
            employment_status: {match: status, cases: {Active: active}, otherwise: unknown}
      """,
    passing: .goodMapping)
}

enum ExpressionRules {
  static let all: [Rule] = [
    .expressionSyntax, .templateInExpression, .unknownVariable, .variableNotAvailable, .unknownSetting,
    .unknownAccountValue, .unknownInput, .unknownFunction, .wrongArgument, .expressionType, .unknownField,
    .badConstant,
    .unrecordedPath, .unrecordedHeader, .unknownPath,
  ]
}
