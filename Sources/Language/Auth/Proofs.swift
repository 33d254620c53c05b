extension ConnectorFile {
  /// The ways of signing in that are used in the end: those inside of `all` and `choose`.
  package var proofs: [Block] { proofs { _, _ in true } }

  /// Those of them that an integration with such settings uses; none where the setting that decides names none.
  package func proofs(chosenBy setting: (String) -> String?) -> [Block] {
    proofs { decider, way in setting(decider) == way }
  }

  private func proofs(_ isWanted: (_ setting: String, _ way: String) -> Bool) -> [Block] {
    var found: [Block] = []
    func gather(_ block: Block) {
      if let combined = block.as(CombinedAuth.self) {
        for inner in combined[CombinedAuth.of] ?? [] { gather(inner) }
      } else if let chosen = block.as(ChosenAuth.self) {
        let decider = chosen[ChosenAuth.by]?.value ?? ""
        for inner in chosen[ChosenAuth.cases] ?? [] where isWanted(decider, inner.name) {
          gather(inner.value)
        }
      } else {
        found.append(block)
      }
    }
    if let auth = self[ConnectorFile.auth] { gather(auth) }
    return found
  }
}
