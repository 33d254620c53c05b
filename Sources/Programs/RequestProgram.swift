package import Diagnostics
package import Expressions
internal import HTTP
package import Language
internal import Values

/// A request of a connector, compiled.
package struct RequestProgram: Sendable {
  private let method: String
  private let target: TemplateProgram
  private let query: [(name: String, value: TemplateProgram)]
  private let headers: [(name: String, value: TemplateProgram)]
  private let body: BodyProgram
  private let timeout: Duration?
  package let place: SourceRange

  private enum BodyProgram: Sendable {
    case none
    case json(TreeProgram)
    case form([(name: String, value: TemplateProgram)])
    case multipart([PartProgram])
    case graphql(query: String, variables: TreeProgram?, operation: String?)
    case xml(TemplateProgram)
    case xmlTree(TreeProgram)
    case text(TemplateProgram)
  }

  /// Any block that has the keys of a request; nil when it names no method.
  package init?(_ block: Block, _ surroundings: Surroundings) {
    guard let (method, address) = RequestBlock.target(of: block) else { return nil }
    self.method = method.uppercased()
    target = TemplateProgram(address, surroundings)
    func programs(_ field: Field<[Named<Template>]>) -> [(name: String, value: TemplateProgram)] {
      (block[field] ?? []).map { ($0.name, TemplateProgram($0.value, surroundings)) }
    }
    // The keys of a request are the same in every scope; only what their templates see differs.
    query = programs(RequestBlock.query(.request))
    headers = programs(RequestBlock.headers(.request))
    if let tree = block[RequestBlock.json(.request)] {
      body = .json(TreeProgram(tree, surroundings))
    } else if block.has("form") {
      body = .form(programs(RequestBlock.form(.request)))
    } else if block.has("multipart") {
      let values = (block[RequestBlock.multipart(.request)] ?? []).map {
        PartProgram($0.name, $0.value, surroundings)
      }
      let parts = (block[PartBlock.parts] ?? []).map { PartProgram($0.name, $0.value, surroundings) }
      body = .multipart(values + parts)
    } else if let graphql = block[RequestBlock.graphql]?.block ?? block[ActionGraphQL.field]?.block {
      let variables = graphql[GraphQLBlock.variables] ?? graphql[ActionGraphQL.variables]
      body = .graphql(
        query: graphql[GraphQLBlock.query] ?? "", variables: variables.map { TreeProgram($0, surroundings) },
        operation: graphql[GraphQLBlock.operation])
    } else if let tree = block[RequestBlock.xml(.request)] {
      body =
        tree.text.map { .xml(TemplateProgram($0, surroundings)) } ?? .xmlTree(TreeProgram(tree, surroundings))
    } else if let text = block[RequestBlock.text(.request)] {
      body = .text(TemplateProgram(text, surroundings))
    } else {
      body = .none
    }
    timeout = block[RequestBlock.timeout].map { .milliseconds($0.count) }
    place = block.keyRange(method)
  }

  /// The request for these values: a template that comes out empty in query, headers or form is left out.
  package func draft(_ variables: Activation) throws(RunFailure) -> RequestDraft {
    var draft = RequestDraft(method: method, target: try target.address(variables))
    draft.timeout = timeout
    draft.query = try Self.pairs(query, variables)
    for (name, value) in try Self.pairs(headers, variables) where !value.isEmpty {
      draft.headers.append(name, value)
    }
    switch body {
    case .none: break
    case .json(let tree): draft.body = .json(try tree.value(variables) ?? .null)
    case .form(let values): draft.body = .form(try Self.pairs(values, variables))
    case .multipart(let programs):
      var parts: [RequestDraft.Part] = []
      for program in programs {
        if let part = try program.part(variables) { parts.append(part) }
      }
      draft.body = .multipart(parts)
    case .graphql(let query, let tree, let operation):
      draft.body = .graphql(
        query: query, variables: try tree?.value(variables) ?? .null, operation: operation)
    case .xml(let template):
      draft.body = .xml(try template.text(variables) { value, _ in value.escapedForMarkup() })
    case .xmlTree(let tree): draft.body = .xml(try document(tree, variables))
    case .text(let template): draft.body = .text(try template.text(variables) { value, _ in value })
    }
    return draft
  }

  private func document(_ tree: TreeProgram, _ variables: Activation) throws(RunFailure) -> String {
    let value = try tree.value(variables) ?? .null
    do {
      return try WrittenXML.text(of: value, leavingOutNulls: true)
    } catch {
      throw RunFailure(.request, "`\(error.name)` cannot be a name in XML", at: place)
    }
  }

  private static func pairs(
    _ programs: [(name: String, value: TemplateProgram)], _ variables: Activation
  ) throws(RunFailure) -> [(name: String, value: String)] {
    var pairs: [(name: String, value: String)] = []
    for program in programs {
      // One that is written as nothing is meant: `?expand=`.
      if program.value.constant == "" {
        pairs.append((program.name, ""))
      } else if let text = try program.value.text(variables) {
        pairs.append((program.name, text))
      }
    }
    return pairs
  }
}
