internal import Cryptography
internal import Expressions
internal import HTTP
internal import Language
internal import Programs
internal import Values

/// Amazon's Signature Version 4.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
struct AWSStyle: DirectStyle {
  static let constructs: [any Construct.Type] = [AWSAuth.self]

  private let keyID: TemplateProgram
  private let secret: TemplateProgram
  private let sessionToken: TemplateProgram?
  private let region: TemplateProgram
  private let service: TemplateProgram

  init?(_ block: Block, _ base: ConnectBase) {
    guard let keyID = block[AWSAuth.accessKeyID], let secret = block[AWSAuth.secretAccessKey],
      let region = block[AWSAuth.region], let service = block[AWSAuth.service]
    else { return nil }
    self.keyID = TemplateProgram(keyID, base.surroundings)
    self.secret = TemplateProgram(secret, base.surroundings)
    sessionToken = block[AWSAuth.sessionToken].map { TemplateProgram($0, base.surroundings) }
    self.region = TemplateProgram(region, base.surroundings)
    self.service = TemplateProgram(service, base.surroundings)
  }

  var bearsMoment: Bool { true }

  func sign(_ request: inout HTTPRequest, _ variables: Activation, _ moment: Signing) throws(RunFailure) {
    let signature = AWSSignature(
      keyID: try keyID.credential("the key's id", variables),
      secret: try secret.credential("the key's secret", variables),
      region: try region.credential("the region", variables),
      service: try service.credential("the service", variables))
    if let token = try sessionToken?.text(variables) {
      request.headers.set("X-Amz-Security-Token", token)
      request.secretHeaders.append("X-Amz-Security-Token")
    }
    signature.sign(&request, at: moment.now)
  }
}

/// The signature itself.
struct AWSSignature {
  let keyID: String
  let secret: String
  let region: String
  let service: String

  func sign(_ request: inout HTTPRequest, at now: Instant) {
    let moment = Self.text(of: now)
    let day = String(moment.prefix(8))
    let hash = Hexadecimal.encode(HashFunction.sha256.digest(request.body ?? []))
    request.headers.set("X-Amz-Date", moment)
    // An address of the provider's may hold a blank in this form, which is signed by some as a blank and by some as a plus.
    request.address.query = request.address.query.map {
      $0.split(separator: "+", omittingEmptySubsequences: false).joined(separator: "%20")
    }
    if service == "s3" { request.headers.set("X-Amz-Content-Sha256", hash) }
    let headers = Self.signedHeaders(request)
    let names = headers.map(\.name).joined(separator: ";")
    let canonical = [
      request.method, path(request.address.path), Self.query(request.address.query ?? ""),
      headers.map { "\($0.name):\($0.value)\n" }.joined(), names, hash,
    ].joined(separator: "\n")
    let scope = "\(day)/\(region)/\(service)/aws4_request"
    let digest = Hexadecimal.encode(HashFunction.sha256.digest(Array(canonical.utf8)))
    let text = "AWS4-HMAC-SHA256\n\(moment)\n\(scope)\n\(digest)"
    let signature = Hexadecimal.encode(HashFunction.sha256.code(Array(text.utf8), key: key(day)))
    request.headers.set(
      "Authorization",
      "AWS4-HMAC-SHA256 Credential=\(keyID)/\(scope), SignedHeaders=\(names), Signature=\(signature)")
    request.secretHeaders.append("Authorization")
  }

  private func key(_ day: String) -> [UInt8] {
    [day, region, service, "aws4_request"].reduce(Array("AWS4\(secret)".utf8)) { key, part in
      HashFunction.sha256.code(Array(part.utf8), key: key)
    }
  }

  /// Every service but S3 signs the path that is sent encoded once more, and without parts that lead nowhere.
  private func path(_ path: String) -> String {
    if service == "s3" { return path }
    var parts: [String] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(String(part).percentEncoded) }
    }
    return "/" + parts.joined(separator: "/") + (path.hasSuffix("/") && !parts.isEmpty ? "/" : "")
  }

  /// `20150830T123600Z`.
  private static func text(of now: Instant) -> String {
    now.description.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
  }

  /// What the transport adds by itself is not signed, but for the host.
  private static func signedHeaders(_ request: HTTPRequest) -> [HeaderFields.Field] {
    let address = request.address
    let host = address.port == address.scheme.port ? address.host : "\(address.host):\(address.port)"
    var values: [String: [String]] = ["host": [host]]
    for field in request.headers.fields {
      let name = field.name.lowercased()
      guard name == "content-type" || name.hasPrefix("x-amz-") else { continue }
      let value = field.value.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
      values[name, default: []].append(value)
    }
    return values.sorted { $0.key < $1.key }
      .map { HeaderFields.Field($0.key, $0.value.joined(separator: ",")) }
  }

  private static func query(_ query: String) -> String {
    let pairs = query.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count > 1 ? String(parts[1]) : ""
      return (
        name: String(parts.first ?? "").percentDecoded(plusIsBlank: false).percentEncoded,
        value: value.percentDecoded(plusIsBlank: false).percentEncoded
      )
    }
    return pairs.sorted { ($0.name, $0.value) < ($1.name, $1.value) }
      .map { "\($0.name)=\($0.value)" }.joined(separator: "&")
  }
}
