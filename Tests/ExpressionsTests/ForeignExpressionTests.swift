import Expressions
import Testing

/// Expressions in the words of other languages, and what is proposed for them.
@Suite struct ForeignExpressionTests {
  @Test(arguments: [
    ("'active' if record['is_active'] else 'gone'", "record['is_active'] ? 'active' : 'gone'"),
    ("record.get('email')", "record['email']"),
    ("record.get('email', 'none')", "coalesce(record['email'], 'none')"),
    ("phone or None", "phone"),
    ("a is not None and not b", "a != null && !b"),
    ("str(id)", "string(id)"),
    ("name.lower()", "name.lowerAscii()"),
    ("start[:10]", "start.substring(0, 10)"),
    ("[t['name'] for t in tags]", "tags.map(t, t['name'])"),
    ("[t.name for t in tags if t.active]", "tags.map(t, t.active, t.name)"),
    ("f\"{first} ({len(tags)})\"", "first + ' (' + string(size(tags)) + ')'"),
    (".email | ascii_downcase", "email.lowerAscii()"),
    (".name // \"unknown\"", "coalesce(name, \"unknown\")"),
    ("if .gone then \"a\" else \"b\" end", "gone ? \"a\" : \"b\""),
    ("name&.given", "name.?given"),
    ("middle unless middle.empty?", "blank(middle) ? null : middle"),
    ("record[:id]", "record.id"),
    ("#{title} #{level}", "title + ' ' + level"),
    ("Date.parse(hired).iso8601", "date(hired)"),
    ("={{ $json.name }}", "name"),
    ("{{ $json.active ? 'a' : 'b' }}", "active ? 'a' : 'b'"),
    ("tostring(self.id)", "string(id)"),
    ("try(self.client_id, null)", "client_id"),
    ("join('-', [self.a, self.b])", "[a, b].join('-')"),
  ])
  func `what is certain is written anew`(_ source: String, _ meant: String) {
    #expect(ForeignExpression.translated(source, root: "") == meant)
  }

  @Test(arguments: [
    (".data[]", "body.data"), ("$.data[*]", "body.data"), ("response.json()", "body"),
    (".data[-1].id", "body.data.last().value().id"), (".has_more == true", "body.has_more == true"),
  ])
  func `a path begins at what is read`(_ source: String, _ meant: String) {
    #expect(ForeignExpression.translated(source, root: "body") == meant)
  }

  @Test(arguments: [
    "", "'open", "lambda x: x + 1", "a.find { |l| l.rel == 'next' }", ".a | map(select(.b))", "x(", "][",
    "{{ if .a }}{{ .a }}{{ end }}", "name.title().swapcase()",
  ])
  func `what is not certain is left alone`(_ source: String) {
    #expect(ForeignExpression.translated(source, root: "") == nil)
  }

  @Test func `no length and no nesting hurts`() {
    #expect(ForeignExpression.translated(String(repeating: "(", count: 900), root: "") == nil)
    #expect(ForeignExpression.translated(String(repeating: "a or ", count: 40) + "b", root: "") != nil)
    #expect(ForeignExpression.translated(String(repeating: "not ", count: 200) + "b", root: "") == nil)
    let deep = String(repeating: "(", count: 45) + "a is b" + String(repeating: ")", count: 45)
    #expect(ForeignExpression.translated(deep, root: "") != nil)
  }
}
