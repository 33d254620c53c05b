internal import Cryptography
internal import Diagnostics
internal import Expressions
internal import HTTP
internal import JSON
internal import Language
internal import Programs
internal import Values

extension TemplateProgram {
  /// The text of a credential; a failure that names the setting when there is none.
  func credential(_ what: String, _ variables: Activation) throws(RunFailure) -> String {
    if let text = try text(variables) { return text }
    let setting = firstSetting
    throw RunFailure(
      .credentials, "\(what) is empty" + (setting.map { ": the setting `\($0)` is missing" } ?? ""),
      at: place, setting: setting)
  }

  /// One that goes into a header as it is.
  func headerCredential(_ what: String, _ variables: Activation) throws(RunFailure) -> String {
    let text = try credential(what, variables)
    try text.requireOneLine(at: place)
    return text
  }
}

extension String {
  /// Fails for what would end the header that holds it, and begin another one.
  fileprivate func requireOneLine(at place: SourceRange?) throws(RunFailure) {
    guard utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      throw RunFailure(
        .credentials, "a credential holds a line break or control character, and cannot be sent", at: place)
    }
  }
}

extension RequestDraft {
  /// Puts a credential where the connector says, and remembers that it must not leave the origin.
  mutating func putCredential(_ text: String, at placement: Placement) throws(RunFailure) {
    try text.requireOneLine(at: placement.place)
    if case .header(let name) = placement.kind {
      secretHeaders.append(name)
    } else {
      holdsSecretElsewhere = true
    }
    credentials.append(text)
    try put(.string(text), at: placement)
  }
}

extension HTTPRequest {
  /// Takes away what the address that a redirect names repeats of the proof of the one before.
  mutating func forgetSignature(at placements: [Placement?]) {
    guard var pairs = address.query?.split(separator: "&", omittingEmptySubsequences: false) else { return }
    for case .query(let name) in placements.compactMap({ $0?.kind }) {
      pairs.removeAll { $0.hasPrefix("\(name.percentEncoded)=") }
    }
    address.query = pairs.isEmpty ? nil : pairs.joined(separator: "&")
  }

  /// Puts a signature into a finished request; in a body it stands beside what was signed.
  mutating func putSignature(_ text: String, at placement: Placement) throws(RunFailure) {
    switch placement.kind {
    case .header(let name):
      headers.set(name, text)
      secretHeaders.append(name)
    case .query(let name):
      let pair = "\(name.percentEncoded)=\(text.percentEncoded)"
      address.query = address.query.map { $0.isEmpty ? pair : "\($0)&\(pair)" } ?? pair
      holdsSecretElsewhere = true
    case .form(let name):
      let pair = "\(name.percentEncoded)=\(text.percentEncoded)"
      let type = headers["Content-Type"]?.lowercased() ?? ""
      guard body == nil || type.hasPrefix("application/x-www-form-urlencoded") else {
        throw RunFailure(
          .request, "the signature belongs into a form, and the body is none", at: placement.place)
      }
      if body == nil { headers.set("Content-Type", "application/x-www-form-urlencoded") }
      body = (body.map { $0.isEmpty ? $0 : $0 + Array("&".utf8) } ?? []) + Array(pair.utf8)
      holdsSecretElsewhere = true
    case .json(let path): try putJSON(text, at: path, placement)
    case .variable(let name): try putJSON(text, at: ["variables", name], placement)
    case .path:
      throw RunFailure(
        .request, "a signature is not put into the path: it is made over the finished address",
        at: placement.place)
    }
  }

  private mutating func putJSON(
    _ text: String, at path: [String], _ placement: Placement
  ) throws(RunFailure) {
    var root = Value.map(MapValue())
    if let body, !body.isEmpty {
      guard let document = try? JSONDocument(body), document.root.kind == .object else {
        throw RunFailure(
          .request, "the signature belongs into a JSON object, and the body is none", at: placement.place)
      }
      root = .json(document.root)
    }
    var steps = 1_000_000
    guard let written = Self.putting(text, at: path[...], into: root),
      let json = try? JSONWriter.text(of: written, steps: &steps, limit: 64 << 20)
    else {
      throw RunFailure(
        .request, "the body has something else where the signature belongs", at: placement.place)
    }
    if body == nil { headers.set("Content-Type", "application/json") }
    body = Array(json.utf8)
    holdsSecretElsewhere = true
  }

  /// The value with a text at a path; nil where the path leads through something that is no object.
  private static func putting(_ text: String, at path: ArraySlice<String>, into value: Value) -> Value? {
    guard let name = path.first else { return .string(text) }
    guard case .map(let map) = value.plain else { return nil }
    let inner = map.value(named: name) ?? .map(MapValue())
    guard let changed = putting(text, at: path.dropFirst(), into: inner) else { return nil }
    var entries = MapValue.Entries()
    for pair in map.pairs { entries.set(pair.key, to: pair.value) }
    entries.set(.string(name), to: changed)
    return .map(MapValue(entries))
  }
}

extension RunFailure {
  /// A key that cannot be used, addressed to the setting that it came from.
  init(_ failure: CryptographyFailure, _ key: TemplateProgram) {
    self.init(.credentials, failure.description, at: key.place, setting: key.firstSetting)
    isUnusableKey = true
  }

  /// A key that is not written in the way that the connector says.
  init(_ encoding: KeyEncoding, _ key: TemplateProgram) {
    self.init(
      .credentials, "the key is not written as \(encoding.rawValue)", at: key.place, setting: key.firstSetting
    )
    isUnusableKey = true
  }
}

extension KeyEncoding {
  /// The bytes of a key as it is written; nil when it is not written so.
  func bytes(_ text: String) -> [UInt8]? {
    switch self {
    case .text: Array(text.utf8)
    case .base64: Base64.decode(text)
    case .base64url: Base64URL.decode(text)
    case .hex: Hexadecimal.decode(text)
    }
  }
}
