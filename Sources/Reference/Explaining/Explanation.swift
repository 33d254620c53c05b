internal import Diagnostics
internal import Language

/// The answer to `connector explain X`.
package struct Explanation: Sendable {
  package let article: Article

  /// The answer as a terminal shows it, wrapped to `width` columns.
  package func text(width: Int, isColoured: Bool) -> String {
    TerminalWriter(width: width, isColoured: isColoured).text(article)
  }
}

extension ReferenceBook {
  /// Explains a rule, block, key, model, field, variable, scope, function or value by its name.
  ///
  /// A block may be named by the end of its name, a key by its path in a file (`streams.*.pages`). A word for the sort of thing may
  /// stand before the name: `variable page`. Nil when nothing is called so.
  package func explain(_ query: String) -> Explanation? {
    let words = query.split(separator: " ").map(String.init)
    // A function as it is called: `size()`.
    guard let last = words.last, words.count <= 2 else { return nil }
    let name = last.hasSuffix("()") ? String(last.dropLast(2)) : last
    var subjects = subjects(named: name)
    if words.count == 2, let sort = words.first {
      subjects = subjects.filter { $0.sort == sort }
    }
    if let first = subjects.first {
      return Explanation(
        article: first.article(in: self).adding(others: Array(subjects.dropFirst()), of: name))
    }
    guard words.count == 1 else { return nil }
    return name.contains("/") ? explainKey(name) : name.contains(".") ? explainPath(name) : nil
  }

  /// The nearest names to one that means nothing, best first.
  package func nearest(to query: String) -> [String] {
    let name = query.split(separator: " ").last.map(String.init) ?? query
    let parts = name.split(separator: ".").map(String.init)
    if let model = parts.first.flatMap({ first in models.first { $0.name == first } }), parts.count > 1,
      let last = parts.last
    {
      let near = Suggestions.nearest(to: last, among: model.fields.map(\.name))
      if !near.isEmpty { return near.map { model.name + "." + $0 } }
    }
    let owners = models.filter { model in model.fields.contains { $0.name == name } }
    if !owners.isEmpty { return owners.map { "\($0.name).\(name)" } }
    return Suggestions.nearest(to: name, among: Set(names).sorted())
  }

  /// A key behind its block, as the name of a block would be: `stream/one`.
  private func explainKey(_ name: String) -> Explanation? {
    guard let slash = name.lastIndex(of: "/"), let block = catalogue[String(name[..<slash])],
      let field = block.fields.first(where: { $0.key == name[slash...].dropFirst() })
    else { return nil }
    return Explanation(article: KeyArticle.key(name, [KeyPlace(block: block, field: field)]))
  }

  /// A path without a file: any root whose keys lead there.
  private func explainPath(_ name: String) -> Explanation? {
    let path = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard !path.contains("") else { return nil }
    for root in RootDocument.all {
      let steps = path.first == root.name && path.count > 1 ? Array(path.dropFirst()) : path
      if let place = DocumentWalk(catalogue).place(at: steps, root: root.construct, node: nil) {
        return Explanation(article: PlaceArticle(place: place, title: name, book: self).article)
      }
    }
    return nil
  }
}

extension Article {
  /// The article with a line about what else the name means.
  fileprivate func adding(others: [Subject], of name: String) -> Article {
    guard !others.isEmpty else { return self }
    let also = others.map { subject -> Prose in
      if case .block(let entry) = subject { return .code("connector explain \(entry.name)") }
      return .code("connector explain \(subject.sort) \(name)")
    }
    return Article(title, passages + [.paragraph("Also: " + .list(also) + ".")])
  }
}
