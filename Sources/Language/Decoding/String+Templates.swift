extension String {
  /// Whether `${` stands in the text; asked of every text, so it looks at bytes only.
  package var holdsTemplate: Bool { holds("${") }
}
