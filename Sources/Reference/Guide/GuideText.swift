// Generated from docs/writing-a-connector.md by `make generate`; do not edit.

/// The table of what stops people, a row on each line.
enum GuideText {
  static let table = #"""
    | `request/unrecorded-path` on a key that exists | no recording shows it yet; record a reply that does |
    | `run/unrecorded-request` | the nearest exchange is shown with its first difference; correct the connector or the recording |
    | address books and calendars (CardDAV, CalDAV) | `propfind` and `report` in place of `get`, with an `xml` body; `changes` of `type: token` for a `sync-collection` |
    | events as iCalendar in a text (CalDAV) | in the mapping `let: {lines: "text.replace('\\r', '').replace('\\n ', '').split('BEGIN:VEVENT\\n')[1].split('\\nEND:VEVENT')[0].split('\\n')"}`, then `lines.filter(l, l.startsWith('DTSTART'))[0]`; `instant(x, 'iso8601', zone)` and `date(x, 'iso8601')` read `20261201T090000` and `20261201` |
    | each page tells the revision or moment of its own reply, and somebody writes between two pages | the next run has to begin with that of the first page: hand it on in the token, `token: "{'after': body.next, 'revision': page.?token.?revision.orValue(body.revision)}"`, and take it from there in `changes` |
    | a reply says of itself that it holds everything (`reset`, `full_update`), because the token is too old | `restart_when: body.reset`: a run without a token takes such a reply as it is, any other one reads everything anew |
    | events are counted anew when the server restarts | read them once for each start: `for_each: {type: discovered, request: {get: /status}, items: "[body.started]", as: run, carry: {run: run}}`, with `run` in the key; each start then has a cursor of its own |
    | `the provider answered with status 400`, and nothing else | `connector preview NAME STREAM --live` shows what it said; name the path of the words, `errors: [{status: [4xx], message: body.error.detail}]`, and every run says them |
    | a stream fails for parents that are no longer there | `deletions: {type: listing}` in the parents' stream, also when it is not mapped; or `for_each` of `type: discovered` |
    | one call more than there are pages | a short page may not be the last; where the provider fills its pages, `last: size(records) < page.size` saves the call |
    | the same records come again and again | the token is not sent: look at `send`; the run stops and says so |
    | a page of XML without records has no element to read | `records: body.List.?Item.orValue([])`; and `lists: [Item]`, because one element alone is no list |
    | XML-RPC, where `value` is in everything | `decode: {type: xml, lists: [data.value, member]}`, and `records: "body.methodResponse.params.param.value.?array.?data.?value.orValue([]).map(v, v.struct.member.transformMapEntry(i, m, {m.name: m.value[m.value.map(k, k)[0]]}))"` |
    | related records stand beside the list (JSON:API, OData) | put them together in `records`: `body.data.map(p, {"id": p.id, "company": body.included.filter(i, i.id == p.company_id)[0]})` |
    | records are JSON in a text, as the messages of a queue are | `records: {from: body.Messages, unwrap: Body}`; with a topic before the queue `unwrap: Body.Message` |
    | pages are told in a header that holds JSON | `parseJson(headers['x-pagination']).last_page` |
    | positions in a list of parameters (JSON-RPC) | `params: [[], "${page.offset}", "${page.size}"]`, and `pages` without `send` |
    | an error comes with status 200 | `http.errors` with `when: has(body.error)`; a throttled one in `http.throttled.when` |
    | an empty list is left out of the reply | `records: body.?items.orValue([])`; in XML, name the element in `lists` of `decode` |
    | an empty list comes as null | `records: coalesce(body.items, [])` |
    | a list holds texts, not objects | `records: "body.names.map(n, {'name': n})"`, and `key: name` |
    | the secret is one of the parameters (JSON-RPC) | `params: ["token:${settings.secret}"]` with `auth: {type: none}`, and an error rule with `kind: credentials` for its refusal |
    | an empty list comes as an empty reply with status 200 | `errors: [{when: body == null, then: empty}]`; 204 needs no rule |
    | one of many parents is no more, and what is read for it is answered with 404 or 410 | `errors: [{status: [404, 410], then: gone}]` in the stream: as if the parent were not listed; `skip_record` where it may only be out of sight |
    | one id that is not known spoils the batch in which it is asked for | the same rule: the batch is asked for in halves until only that id is left out |
    | a 429 may mean something else, a day's quota | `throttled: {status: [], when: ...}`, and an error rule of `kind: quota` |
    | a null is computed with | `x == null ? null : x * 2`; `[first, last].filter(n, n != null).join(' ')` |
    | two kinds of numbers do not go together | `double(a) / b`, or `decimal(a)` for money |
    | the provider counts JPY or ISK in its own way | `places: {ISK: 2}` beside `unit: minor` |
    | each reply names the token of the next request | `next` of `session`, and `rate_limit: {concurrency: 1}` |
    | the log-in answers with cookies | `token: headers['set-cookie'].split(', ').map(c, c.split(';')[0]).filter(c, c.contains('=')).join('; ')`, and `send: {header: Cookie}` |
    | a session that ended is answered with an empty list | say by what it shows, a cookie that is taken back for instance: `errors: [{when: "headers[?'set-cookie'].orValue('').contains('Max-Age=0')", then: refresh_auth}]`; and give `check` an `expect` |
    | the log-in needs another token first | `auth: {type: all, of: [the first proof, {type: session, ...}]}` |
    | a limit counts for each channel, mailbox or the like | `rate_limit: {requests: 1, per: 1s, paths: [/messages], each: request.body.channel}` |
    | the log-in wants a token that one signs oneself | `session` with `assertion`, which its call sees as `${assertion}` |
    | the address depends on a setting | `get: "${settings.kind == 'all' ? '/people' : '/staff'}"`; scopes are templates as well |
    | an endpoint takes several ids at once | `for_each: {type: batch, stream: ids, value: id, size: 100, as: ids}` |
    | a search gives no more than its first 10,000 results | sort by the id and ask for what comes after the last one: `{type: keyset, by: last.id, size: {value: 100}}` without `send`, and `${coalesce(page.token, '0')}` in the filter |
    | the address itself is the secret (incoming webhooks) | the secret part as `auth: {type: api_key, key: "${settings.token}", send: {path: token}}`, or `send: {query: sig}` |
    | a server of one's own, perhaps without TLS | `server: {type: string, title: Address, pattern: 'https?://[a-z0-9.:-]+'}` and `base_url: ${settings.server}`; `type: url` takes `https` alone |
    | a value in a path holds several parts, `a/b c.txt` | it is escaped with its slashes, which some servers do not take apart again; what begins a path is taken as it is: `get: "${('/files/' + folder.path).split('/').map(part, urlEncode(part)).join('/')}"` |
    | something must be called before the list can be read: choose a company, connect to a host | `for_each: {type: discovered, request: {post: /select, json: {company: "${settings.company}"}}, items: "['selected']", as: selected}`; such a call is made once at the beginning of each run |
    | a SOAP envelope, or other XML with namespaces | `post` with an `xml` map that declares its prefixes: `{"e:Envelope": {"@xmlns:e": "http://...", "e:Body": {...}}}`; replies are read without prefixes |
    | the token of the last page is `"0"`, not null | `more: body.next != '0'` beside `token` |
    | `limit` and `offset` count series, groups or documents, each of several records | `pages: {type: page, start: 0, size: {value: 100}}`, and `${page.number * page.size}` in the request |
    | `total` is what is left behind the key or filter of each page | leave it out: `size` alone tells the end |
    | folders in folders, below roots that another request lists | one made-up beginning: `from: "[{'path': '', 'type': 'root'}]"`, `get: "${folder.type == 'root' ? '/shares' : '/browse'}"`, and `records` that sees `folder` and gives both one form |
    | folders in folders, however deep | `for_each: {type: tree, from: "[{'path': '/'}]", as: folder, when: folder.type == 'directory'}`, and `${folder.path}` in the request |
    | several cursors that all go back (MediaWiki's `continue`) | `token: body.?continue`, which may be an object, and `query: {continue: "${page.?token.?continue}", cmcontinue: "${page.?token.?cmcontinue}"}` without `send` |
    | the parts of one record are spread over several pages (MediaWiki's `prop`) | they are not put together, and a page with the records of the one before ends the run: list the ids alone, and ask for the parts of a few at a time with `for_each` of `type: batch` |
    | XML with elements that repeat or may be missing | `xml` as a map, `{Find: {"@version": "2", Id: "${ids}", Since: "${since}"}}`: a list is an element many times, null none |
    | a request per project, account or day | `for_each: {type: parent, stream: projects, as: project, carry: {project: project.id}}`; `carry` puts what is needed of the parent into each record, for `key` and the mapping |
    | fields must be asked for by name | `fields` of the stream |
    | reports are made while one waits | `job` in place of `read`; where the file's address is told by one more call, `find` of the job |
    | requests are signed over a canonical form, with a key made of the day | `canonical` and `derive` of `hmac` |
    | many streams look alike | `like: other_stream` with `with`; families of providers with `extends`; maps are merged, `null` removes |
    | an expression with `: ` in it | quotes around the whole: `"x == null ? null : x.id"` |
    | is a key of the record there? | `has(record.name)`, although elsewhere in a mapping it is simply `name` |
    | a key has a dot in it (`@odata.id`) | in paths between backticks, ``key: "`@odata.id`"``; in expressions `record['@odata.id']` |
    | a list holds only the addresses of its records (Redfish, HAL) | `for_each: {type: discovered, request: {get: /systems}, items: body.Members, as: member}`, `read: {get: "${member['@odata.id']}"}` and `records: "[body]"` |
    | values come in columns, `{"ids": [...], "names": [...]}` | `records: "lists.range(size(body.ids)).map(i, {'id': body.ids[i], 'name': body.names[i]})"` |
    | a list mixes texts and objects | `type(x) == map ? x.name : x` |
    | the id of a record with a composite key | its parts with `:` between them, `7:2026` |
    """#
}
