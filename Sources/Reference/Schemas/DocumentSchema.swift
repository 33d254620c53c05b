internal import Language

/// The JSON Schema of one kind of file, for editors: completion, hover, and the plainest mistakes while typing.
///
/// Written for draft-07, the edition that editors know best. The linter knows everything that is here and much more; where JSON
/// Schema cannot say something without confusing messages it is left to the linter.
package enum DocumentSchema {
  package static func text(of root: RootDocument) -> String {
    let catalogue = ConstructCatalogue(roots: [root.construct])
    let full = SchemaWriter(isOverlay: false)
    var definitions = catalogue.entries.map { full.definition($0) }
    var members: [OrderedJSON.Member] = [
      .init("$schema", .string("http://json-schema.org/draft-07/schema#")),
      .init("title", .string(root.files)),
      .init("description", .string(root.construct.about.summary)),
    ]
    let whole = full.reference(to: root.construct.about.name)
    if root.construct.fields.contains(where: { $0.info.key == ConnectorFile.extends.info.key }) {
      let overlay = SchemaWriter(isOverlay: true)
      definitions += catalogue.entries.map { overlay.definition($0) }
      members += [
        .init("if", isIncomplete), .init("then", overlay.reference(to: root.construct.about.name)),
        .init("else", whole),
      ]
    } else {
      members.append(.init("allOf", .array([whole])))
    }
    members.append(.init("definitions", .object(definitions)))
    return OrderedJSON.object(members).document
  }

  /// A file that extends another, or serves to be extended, need not hold everything.
  private static let isIncomplete = OrderedJSON.members([
    "anyOf": .array([
      .members(["required": .strings([ConnectorFile.extends.info.key])]),
      .members([
        "properties": .members([ConnectorFile.family.info.key: .members(["const": .bool(true)])]),
        "required": .strings([ConnectorFile.family.info.key]),
      ]),
    ])
  ])
}
