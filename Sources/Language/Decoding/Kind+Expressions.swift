internal import Diagnostics
internal import YAML

extension Kind where Value == ExpressionText {
  /// A bare expression.
  package static func expression(_ scope: Scope, _ yield: Yield = .anything) -> Kind {
    Kind(.expression(scope, yield)) { node, decoding in
      decoding.expression(node, scope, yield)
    }
  }
}

extension Kind where Value == Template {
  /// Text with `${ expression }` parts.
  package static func template(_ scope: Scope) -> Kind {
    Kind(.template(scope)) { node, decoding in decoding.template(node, scope) }
  }
}

extension Kind where Value == TemplateTree {
  /// Any value with templates inside.
  package static func tree(_ scope: Scope) -> Kind {
    Kind(.tree(scope)) { node, decoding in
      decoding.gatherTemplates(in: node, scope)
      return TemplateTree(node: node, scope: scope, path: decoding.path)
    }
  }
}

extension Decoding {
  /// Reads a bare expression; its grammar and types are checked later, when the whole project is known.
  mutating func expression(_ node: Node, _ scope: Scope, _ yield: Yield) -> ExpressionText? {
    guard let scalar = node.scalar, !node.isNull else {
      report(
        .wrongType, "expected an expression, found \(node.meaning)",
        at: node.isNull && node.range.isPoint ? head : node.range, fixes: quoting(node))
      return nil
    }
    let found = ExpressionText(scalar: scalar, range: node.range, scope: scope, yield: yield, path: path)
    expressions.append(found)
    return found
  }

  /// A fix for an expression that begins with a bracket and was therefore read as YAML.
  private func quoting(_ node: Node) -> [Finding.Fix] {
    let text = node.range.text
    guard node.scalar == nil, text.utf8.count <= Self.mostRewritten, text.first == "[" || text.first == "{",
      !text.hasPrefix("{{"),
      !text.contains(where: \.isNewline),
      !text.contains("\"")
    else { return [] }
    // A list of YAML may have been meant as one, of which the key takes a single element.
    return [.init("quote it", isSafe: false, replace: node.range, with: "\"\(text)\"")]
  }

  mutating func template(_ node: Node, _ scope: Scope) -> Template? {
    guard let scalar = node.scalar, !node.isNull else {
      let words = (node.list ?? []).compactMap { $0.scalar?.text }
      let isList = !words.isEmpty && words.count == node.list?.count
      report(
        .wrongType, "expected text, found \(node.meaning)",
        at: node.isNull && node.range.isPoint ? head : node.range,
        fixes: isList
          ? [
            .init(
              "as one text", isSafe: false, replace: node.range, with: "\"\(words.joined(separator: ","))\"")
          ] : [])
      return nil
    }
    guard !isTooLong(scalar) else { return nil }
    if scalar.style == .plain, scalar.resolved != .string, namesSomething,
      let finding = AmbiguousScalar.finding(for: scalar, wantedAsText: true)
    {
      add(finding)
      return nil
    }
    let template = Template(scalar: scalar, range: node.range, scope: scope, path: path)
    if !template.isConstant { templates.append(template) }
    reportForeignTemplate(scalar, scope)
    return template
  }

  /// Whether the text here is a name or an address, which no number and no truth value is.
  private var namesSomething: Bool {
    guard let key = path.last else { return false }
    if key.hasPrefix("[") { return path.components.dropLast().last == "scopes" }
    return Self.names.contains(key) || key == "key" && path.components.contains("signature")
  }

  private static let names: Set<String> = [
    "base_url", "token_url", "authorize_url", "client_id", "client_secret", "username", "private_key",
    "certificate", "consumer_key", "consumer_secret", "access_key", "secret_key", "region", "service",
  ]

  /// A text with expressions is walked by many checks; one that is longer than any expression may be is reported and left alone.
  private mutating func isTooLong(_ scalar: Scalar) -> Bool {
    guard scalar.text.utf8.count > Template.longest, scalar.text.holdsTemplate else { return false }
    report(
      .badValue,
      "a text with expressions has at most \(Template.longest) bytes, and this one has \(scalar.text.utf8.count)",
      at: scalar.range)
    return true
  }

  /// Finds the templates anywhere in a value.
  mutating func gatherTemplates(in node: Node, _ scope: Scope) {
    switch node.content {
    case .scalar(let scalar) where isTooLong(scalar): break
    case .scalar(let scalar):
      let template = Template(scalar: scalar, range: node.range, scope: scope, path: path)
      if !template.isConstant { templates.append(template) }
      reportForeignTemplate(scalar, scope)
    case .list(let items):
      for (position, item) in items.enumerated() {
        descend(DocumentPath.element(position), head: item.range) { $0.gatherTemplates(in: item, scope) }
      }
    case .mapping(let mapping):
      for entry in mapping.entries {
        descend(entry.key.text, head: entry.key.range) { $0.gatherTemplates(in: entry.value, scope) }
      }
    }
  }
}
