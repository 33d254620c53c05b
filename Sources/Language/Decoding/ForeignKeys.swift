internal import Diagnostics

/// Keys of other tools for which no single key stands here, and what to write in their place.
///
/// Keys that only have another name here are `aka` of their field.
enum ForeignKeys {
  struct Advice: Sendable {
    let text: String
    /// Nothing is written in its place: leaving it out is all there is to do.
    let isNeedless: Bool

    static func needless(_ why: String) -> Advice { Advice(text: "leave it out: \(why)", isNeedless: true) }
    static func write(_ text: String) -> Advice { Advice(text: text, isNeedless: false) }
  }

  /// What to do about a key in a block of that name, `stream` or `pages/cursor`; the nearer name has precedence.
  static func advice(_ key: String, in block: String) -> Advice? {
    let folded = folded(key)
    var name = block[...]
    while true {
      if let advice = table[String(name)]?[folded] { return advice }
      guard let slash = name.lastIndex(of: "/") else { return nil }
      name = name[..<slash]
    }
  }

  static func folded(_ key: String) -> String { key.lowercased().filter { $0 != "_" && $0 != "-" } }

  /// Whether a name of ours becomes this text; without making it, because all names of a block are asked for each wrong key.
  static func folds(_ name: String, to folded: String) -> Bool {
    var rest = folded.utf8.makeIterator()
    for byte in name.utf8 where byte != UInt8(ascii: "_") && byte != UInt8(ascii: "-") {
      guard rest.next() == (UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte) else {
        return false
      }
    }
    return rest.next() == nil
  }

  private static let method = Advice.needless("the method is the key that holds the path, `get: /path`")
  private static let mapping = Advice.write(
    "what records become is said in `mappings/<connector>/<stream>.yaml`: `models: [{model: employee, fields: {...}}]`"
  )
  private static let openAPI = Advice.write(
    "`connector new NAME --from openapi.json` makes a connector of an OpenAPI description; by hand, each list is an entry of `streams`"
  )
  private static let changes = Advice.write(
    "`changes: {type: since, field: updated_at, send: {query: updated_since}}`, where the provider filters by a moment"
  )
  private static let times = Advice.needless("when to run is asked of whoever runs it, `connector sync`")
  private static let event = Advice.write(
    "`when: kind == 'employee.updated'`; where an event's kind is found says `kind` of `webhooks`")
  private static let all = Advice.needless("with `changes` only what changed is read, without it everything")

  private static let table: [String: [String: Advice]] = [
    "connector": [
      "type": .needless("every file at this place is a connector"),
      "namespace": .needless("a connector is known by its `name`"),
      "description": .needless("`title` and `docs` say it, and comments"),
      "info": .write("`title`, `docs` and `api_version` stand at the top here"),
      "servers": .write("`http: {base_url: https://api.example.com/v1}`"),
      "components": .write(
        "how requests prove who asks is `auth`: `auth: {type: bearer, token: \"${settings.token}\"}`"),
      "security": .write(
        "how requests prove who asks is `auth`: `auth: {type: bearer, token: \"${settings.token}\"}`"),
      "securityschemes": .write(
        "how requests prove who asks is `auth`: `auth: {type: basic, username: \"${settings.user}\", password: \"${settings.password}\"}`"
      ),
      "paths": openAPI, "openapi": openAPI, "swagger": openAPI, "item": openAPI,
      "definitions": .write(
        "what several streams share is written in one of them and taken over by `like: <stream>` in others; what all requests share stands in `http`"
      ),
      "resourcedefaults": .write(
        "what several streams share is written in one of them and taken over by `like: <stream>` in others; what all requests share stands in `http`"
      ),
      "locals": .write("write each value where it is used; what an organization supplies is a setting"),
      "output": .needless("what a stream gives is said by its mapping"),
      "data": .needless("what is read is a stream"),
      "authmode": .write(
        "the kind is `type` of `auth`: `auth: {type: api_key, header: X-Api-Key, key: \"${settings.api_key}\"}`"
      ),
      "authtype": .write(
        "the kind is `type` of `auth`: `auth: {type: api_key, header: X-Api-Key, key: \"${settings.api_key}\"}`"
      ),
      "mapping": mapping, "mappings": mapping,
      "tests": .write("cases stand in a file beside this one, `tests.yaml`"),
      "schedule": times, "runs": times,
    ],
    "check": [
      "type": .needless("a check is the request itself"),
      "streamnames": .write("a check is a cheap request: `check: {get: /me}`"),
    ],
    "stream": [
      "name": .needless("its name is the key above"), "type": .needless("there is one kind of stream"),
      "schema": .needless("what records hold is seen in recordings"),
      "columns": .needless("what records hold is seen in recordings"),
      "schemaloader": .needless("what records hold is seen in recordings"),
      "replicationmethod": all, "synctype": all, "syncmode": all, "writedisposition": all,
      "replicationkey": changes, "cursorfield": changes,
      "output": mapping, "model": mapping, "mapping": mapping, "transformations": mapping,
      "tests": .write("cases stand in `tests.yaml` beside this file"),
      "runs": times, "schedule": times, "frequency": times,
      "dependson": .needless("streams are read in the order that `for_each` asks for"),
      "lifecycle": .needless("nothing stands for it here"),
      "includefromparent": .write("`carry` under `for_each`: `carry: {parent_id: parent.id}`"),
      "nextpagetokenjsonpath": .write("`pages: {type: cursor, token: body.next, send: {query: cursor}}`"),
      "trackdeletes": .write("`deletions: {type: listing}`, where the list is complete"),
      "method": method, "httpmethod": method,
    ],
    "stream/records": [
      "extractor": .write("`records: body.users`, the path itself"),
      "fieldpath": .write("`records: body.users`, the path itself"),
      "recordfilter": .write("`keep: record.active`, beside `records`"),
    ],
    "stream/for_each": [
      "parentstreamconfigs": .write("`for_each: {type: parent, stream: users, as: user}`"),
      "parentkey": .needless("the whole record is there, `user.id`"),
      "parentfield": .needless("the whole record is there, `user.id`"),
    ],
    "auth/api_key": [
      "headers": .write("`send: {header: X-Api-Key}` and `key: ${settings.api_key}`")
    ],
    "request": [
      "method": method, "httpmethod": method,
      "type": .needless("there is one kind of request"),
      "operationid": .needless("nothing stands for it here"),
      "responses": .needless(
        "replies are seen in recordings; what failures mean is said in `errors` of `http`"),
      "summary": .needless("nothing stands for it here"), "tags": .needless("nothing stands for it here"),
      "count": .write("a page's size is said in `pages`: `size: {value: 100, send: {query: limit}}`"),
    ],
    "setting": [
      "airbytesecret": .needless("`type: secret` says it"), "sensitive": .needless("`type: secret` says it"),
      "secret": .needless("`type: secret` says it"),
      "format": .needless("`type: date`, `url` and `secret` say it"),
      "required": .needless("a setting is needed unless it says `optional: true`"),
      "minlength": .write("`pattern: \"^.{8,}$\"`"), "maxlength": .write("`pattern: \"^.{0,8}$\"`"),
      "validation": .write("`pattern: \"^[0-9]+$\"`"),
    ],
    "pages": [
      "paginationstrategy": .write(
        "the style is the `type` of `pages`: `pages: {type: page, send: {query: page}, size: {value: 100, send: {query: per_page}}}`"
      ),
      "limitnameinrequest": .write("`size: {value: 100, send: {query: limit}}`"),
      "limitparam": .write("`size: {value: 100, send: {query: limit}}`"),
      "limit": .write("`size: {value: 100, send: {query: limit}}`"),
      "pagesizeparam": .write("`size: {value: 100, send: {query: limit}}`"),
      "totalpath": .write(
        "`last: page.number >= body.total_pages`, or `total: body.total` where records are counted"),
      "stopcondition": .needless("a listing ends where nothing names a next page"),
    ],
    "http": [
      "useragent": .write("`headers: {User-Agent: ...}`"),
      "type": .needless("requests are HTTP requests"),
      "httpmethod": .needless("each request says its own, `get: /path`"),
      "pagination": .write("each stream says its own `pages`"),
      "paginator": .write("each stream says its own `pages`"),
      "paginate": .write("each stream says its own `pages`"),
    ],
    "webhooks": [
      "path": .needless("whoever runs the connector chooses the address"),
      "url": .needless("whoever runs the connector chooses the address"),
      "httpmethod": .needless("deliveries are taken as they come"),
    ],
    "webhooks/event": [
      "kind": event, "type": event, "event": event, "eventtype": event, "name": event, "is": event,
    ],
    "action/input": [
      "required": .needless("an input is needed unless it says `optional: true`")
    ],
    "mapping": [
      "stream": .needless("the file's name says it: `mappings/<connector>/<stream>.yaml`"),
      "streammaps": .write("`models: [{model: invoice, fields: {...}}]`"),
    ],
    "mapping/field": [
      "type": .needless("the model says which type a field has"),
      "datatype": .needless("the model says which type a field has"),
      "format": .needless("the model says which type a field has"),
    ],
  ]
}
