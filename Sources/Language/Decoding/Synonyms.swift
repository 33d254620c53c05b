internal import Diagnostics

/// What other tools call the things that this language has a word for.
///
/// A spelling that is no slip of the pen is mostly a habit from elsewhere: `password` for `secret`, `select` for `enum`. The words are
/// only proposed where they are legal, so that one list serves all places.
package enum Synonyms {
  /// The legal names that a word most likely means: its other names first, then what is spelt alike.
  package static func nearest(to word: String, among names: [String]) -> [String] {
    guard word.utf8.count <= Suggestions.longest else { return [] }
    let meant = (meanings[folded(word)] ?? []).filter { names.contains($0) && $0 != word }
    return meant + Suggestions.nearest(to: word, among: names).filter { !meant.contains($0) }
  }

  private static func folded(_ word: String) -> String {
    String(word.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " })
  }

  private static let meanings: [String: [String]] = {
    var meanings: [String: [String]] = [:]
    for (word, others) in table {
      for other in others { meanings[other, default: []].append(word) }
    }
    return meanings
  }()

  /// Our word, and the words of others in small letters without `_`, `-` and blanks.
  private static let table: [(String, [String])] = [
    // Types of values.
    ("string", ["text", "str", "varchar", "char"]), ("text", ["string", "str", "varchar", "email", "phone"]),
    ("secret", ["password", "token", "apikey", "credential", "airbytesecret"]),
    ("integer", ["int", "number", "long", "bigint", "float", "double"]),
    ("number", ["float", "double", "decimal", "numeric"]),
    ("decimal", ["number", "float", "double", "money", "numeric"]),
    ("boolean", ["bool", "flag", "checkbox", "switch"]),
    ("enum", ["select", "choice", "dropdown", "oneof", "options", "radio"]),
    ("list", ["array", "multiselect", "tags"]), ("object", ["dict", "struct", "record", "map"]),
    ("map", ["object", "dict"]), ("json", ["object", "any", "variant"]),
    ("date", ["datetime", "day"]), ("instant", ["datetime", "timestamp", "time"]), ("url", ["uri", "link"]),
    // Formats.
    ("unix", ["epoch", "timestamp", "seconds", "unixtime"]),
    ("unix_ms", ["epochms", "millis", "milliseconds"]),
    ("rfc3339", ["iso", "isoformat", "datetime"]), ("hex", ["hexadecimal", "base16", "hexdigest"]),
    // Credentials.
    ("oauth2", ["oauth", "oauth20", "oauthauthenticator", "oauth2authenticator"]),
    ("api_key", ["apikey", "apikeyauthenticator", "header", "token"]),
    ("bearer", ["bearertoken", "bearerauthenticator", "token"]),
    ("basic", ["basichttp", "basichttpauthenticator", "http", "password"]),
    ("session", ["sessiontoken", "sessiontokenauthenticator", "login"]),
    ("mtls", ["certificate", "tls", "clientcert"]),
    ("aws_sigv4", ["aws", "sigv4"]),
    ("none", ["no", "null", "off", "false", "noauth", "nopagination", "nopaginator"]),
    ("body", ["requestbody", "clientsecretpost", "post"]), ("basic", ["clientsecretbasic"]),
    // Pages and changes.
    ("page", ["pageincrement", "pagenumber", "numbered"]),
    ("offset", ["offsetincrement", "limitoffset", "skip"]),
    ("cursor", ["cursorpagination", "token", "jsonresponsecursor", "nexttoken"]),
    ("next_url", ["nextlink", "odata", "link", "jsonlink"]),
    ("link_header", ["headerlink", "rfc5988", "rfc8288", "link"]),
    ("keyset", ["seek", "lastid", "afterid"]),
    ("since", ["datetimebasedcursor", "updatedsince", "timestamp", "incremental"]),
    ("window", ["range", "daterange", "slices"]),
    ("token", ["delta", "synctoken", "deltatoken"]), ("conditional", ["etag", "ifmodifiedsince"]),
    ("listing", ["list", "full", "snapshot", "fullrefresh"]), ("flag", ["softdelete", "field", "soft"]),
    ("parent", ["substream", "substreampartitionrouter", "stream"]),
    ("list", ["listpartitionrouter", "values"]),
    // Placements.
    ("query", ["params", "param", "parameter", "requestparameter", "querystring", "in"]),
    ("header", ["headers"]), ("json", ["body", "bodyjson"]), ("form", ["bodydata", "urlencoded"]),
    ("web_url", ["url", "link", "htmlurl", "permalink"]), ("path", ["url"]),
    // Failures and what follows from them.
    ("credentials", ["unauthorized", "unauthenticated", "auth", "authentication", "401"]),
    ("permission", ["forbidden", "denied", "403"]), ("not_found", ["missing", "404"]),
    ("request", ["badrequest", "validation", "invalid", "400"]),
    ("quota", ["ratelimit", "throttled", "429"]),
    ("provider", ["server", "internal", "servererror", "500"]), ("skip_record", ["ignore", "skip"]),
    ("refresh_auth", ["refreshtoken", "refreshtokenthenretry", "reauthenticate"]),
    ("delete", ["remove", "deleted", "destroy"]), ("read_again", ["refetch", "reload", "fetch", "read"]),
    ("upsert", ["create", "update", "insert", "save", "store"]), ("sync", ["fullsync", "resync", "pull"]),
    ("ignore", ["skip", "drop", "nothing"]),
    // Money and categories.
    ("minor", ["cents", "cent", "pence", "smallest"]), ("major", ["dollars", "units", "euros"]),
    ("hris", ["hr", "people", "hcm", "humanresources"]), ("accounting", ["finance", "erp", "bookkeeping"]),
    ("communication", ["chat", "messaging"]), ("recruiting", ["ats", "hiring"]),
    ("learning", ["lms", "training", "elearning", "education"]),
    ("time_tracking", ["timesheets", "timesheet", "time", "attendance"]),
    ("background_check", ["screening", "background"]), ("pension", ["retirement", "401k"]),
    ("documents", ["files", "storage", "esignature", "signing"]),
    ("support", ["helpdesk", "ticketing", "itsm"]), ("directory", ["idp", "iam", "identity", "sso"]),
    ("commerce", ["ecommerce", "shop"]), ("payments", ["billing", "psp"]), ("crm", ["sales"]),
    ("calendar", ["scheduling"]), ("analytics", ["bi", "reporting"]), ("generic", ["other", "misc"]),
    ("government_id", ["ssn", "sin"]),
    ("financial", ["salary", "pay"]),
    // Canonical fields.
    ("postal_code", ["zip", "zipcode", "postcode"]), ("region", ["state", "province"]),
    ("lines", ["street", "line1"]),
    ("unknown", ["other", "others", "misc"]), ("nonbinary", ["diverse", "other", "x"]),
    ("published_at", ["postedat", "firstpublished", "publishdate"]),
    ("workplace", ["remote", "workplacetype"]),
    ("pay_minimum", ["salary", "salarymin", "minsalary"]),
    ("duration_minutes", ["hours", "minutes", "duration"]),
    ("last_name", ["surname", "familyname"]), ("first_name", ["givenname", "forename"]),
    ("display_name", ["name", "fullname", "realname"]), ("work_email", ["email", "mail"]),
    ("job_title", ["title", "position"]), ("department_id", ["department", "team"]),
    ("manager_id", ["manager", "supervisor"]),
    ("hire_date", ["startdate", "hired"]), ("date_of_birth", ["birthdate", "birthday", "dob"]),
  ]
}
