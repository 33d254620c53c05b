package import Diagnostics
package import Language

/// Where a value is put into a request, as the connector says it.
package struct Placement: Sendable {
  package enum Kind: Sendable, Hashable {
    case query(String), header(String), path(String), form(String), variable(String)
    case json([String])
  }

  package let kind: Kind
  package let place: SourceRange?

  package init(_ kind: Kind, at place: SourceRange? = nil) {
    self.kind = kind
    self.place = place
  }

  /// Reads a block of the union `Placements`; nil when it is damaged.
  package init?(_ block: Block) {
    place = block.head
    if let name = block.as(QueryPlacement.self)?[QueryPlacement.name] {
      kind = .query(name)
    } else if let name = block.as(HeaderPlacement.self)?[HeaderPlacement.name] {
      kind = .header(name)
    } else if let path = block.as(JSONPlacement.self)?[JSONPlacement.path] {
      kind = .json(RecordPath(path).parts)
    } else if let name = block.as(FormPlacement.self)?[FormPlacement.name] {
      kind = .form(name)
    } else if let name = block.as(PathPlacement.self)?[PathPlacement.name] {
      kind = .path(name)
    } else if let name = block.as(VariablePlacement.self)?[VariablePlacement.name] {
      kind = .variable(name)
    } else {
      return nil
    }
  }
}
