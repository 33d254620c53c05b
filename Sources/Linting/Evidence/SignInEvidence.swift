internal import Diagnostics
internal import Expressions
internal import JSON
internal import Language
internal import YAML

/// What recordings of signing in show of the replies that a way of signing in reads.
struct SignInEvidence {
  private let evidence: Evidence
  /// The ways of signing in, by their places.
  private let proofs: [DocumentPath: Block]
  /// The recordings by which cases sign in each way.
  private let recordings: [DocumentPath: Set<String>]

  init(_ context: ConnectorContext) {
    evidence = context.evidence
    proofs = Dictionary(context.file.proofs.map { ($0.path, $0) }) { first, _ in first }
    var recordings: [DocumentPath: Set<String>] = [:]
    for test in context.connector.tests?.file?[TestFile.cases] ?? [] where test[TestCase.signIn] != nil {
      guard let recording = test[TestCase.recording]?.value else { continue }
      for proof in context.proofs(of: test) { recordings[proof.path, default: []].insert(recording) }
    }
    self.recordings = recordings
  }

  /// `body` at a place below `auth`: what replies to the call were recorded as that the place is about.
  func replyType(at path: [String]) -> ExpressionType {
    guard let proof = proof(around: path) else { return .dyn }
    let key = path.dropFirst(proof.path.components.count).first
    let call = key == "identify" ? proof[OAuth2Fields.identify]?.block : proof[SessionAuth.login]?.block
    let isAsked: (Exchange) -> Bool
    if let call {
      guard let pattern = RequestPattern(call) else { return .dyn }
      isAsked = { pattern.fit($0) != nil }
    } else {
      let addresses = [proof[OAuth2Fields.tokenURL], proof[OAuth2Fields.refreshURL]].compactMap { $0 }
        .flatMap { WrittenAddress($0.source).paths }.map { TextPattern($0) }
      guard !addresses.isEmpty else { return .dyn }
      isAsked = { exchange in
        exchange.method == "POST" && addresses.contains { $0.matches(exchange.path, withSlashes: true) }
      }
    }
    let seen = ObservedShape()
    for recorded in recorded(of: proof) where (200..<300).contains(recorded.exchange.status) {
      if let body = recorded.body, isAsked(recorded.exchange) { seen.add(body) }
    }
    return seen.count > 0 ? seen.type(ShapeName.reply(of: "sign-in"), isClosed: true) : .dyn
  }

  /// `callback` at a place below `auth`: the values with which recorded consent pages sent people back.
  func callbackType(at path: [String]) -> ExpressionType {
    guard let proof = proof(around: path) else { return .map(.string, .string) }
    let answers = recorded(of: proof).filter { (300..<400).contains($0.exchange.status) }
    let places = answers.compactMap { answer in
      answer.exchange.headers.first { $0.lowercaseName == "location" }?.value
    }
    guard !places.isEmpty else { return .map(.string, .string) }
    let names = places.flatMap { place in
      place.drop { $0 != "?" }.dropFirst().split(separator: "&").compactMap {
        $0.split(separator: "=", omittingEmptySubsequences: false).first.map(String.init)
      }
    }
    let fields = Dictionary(names.map { ($0, ObjectShape.Field(.string)) }) { first, _ in first }
    return .object(ObjectShape(name: "callback", fields: fields, isClosed: true))
  }

  private func proof(around path: [String]) -> Block? {
    (0...path.count).lazy.compactMap { proofs[DocumentPath(Array(path.prefix($0)))] }.first
  }

  /// Exchanges of the recordings by which cases sign in this way.
  private func recorded(of proof: Block) -> [Evidence.Recorded] {
    let names = recordings[proof.path] ?? []
    return names.isEmpty ? [] : evidence.exchanges.filter { names.contains($0.recording.name) }
  }
}

extension ConnectorContext {
  var signIns: SignInEvidence {
    if let signIns = known.signIns { return signIns }
    let signIns = SignInEvidence(self)
    known.signIns = signIns
    return signIns
  }

  /// The ways of signing in that a case uses, by its settings and by what holds where it has none.
  func proofs(of test: TestCase) -> [Block] {
    let given = (connector.tests?.file?[TestFile.settings] ?? []) + (test[TestCase.settings] ?? [])
    return file.proofs { name in
      let chosen = given.last { $0.name == name }?.value
      return (chosen ?? file[ConnectorFile.settings]?.named(name)?.value.entry("default")?.value)?.scalar?
        .text
    }
  }
}
