/// Swagger 2.0 told in the form of OpenAPI 3, as far as it is read here; references stay, for what they name is brought into that form as well.
struct Swagger {
  private let root: Sample

  static func asOpenAPI(_ root: Sample) -> Sample {
    let swagger = Swagger(root: root)
    var result = root
    result.set(.list([.object([.init(key: "url", value: .text(swagger.address))])]), at: ["servers"])
    result.set(swagger.securitySchemes, at: ["components", "securitySchemes"])
    result.set(root["parameters"].map { $0.mapped(swagger.parameter) } ?? .object([]), at: ["parameters"])
    let produces = root["produces"]
    result.set(
      root["responses"].map { $0.mapped { swagger.response($0, produces) } } ?? .object([]),
      at: ["responses"])
    result.set(root["paths"].map { $0.mapped(swagger.item) } ?? .object([]), at: ["paths"])
    return result
  }

  private var address: String {
    let path = root["basePath"]?.text ?? ""
    guard let host = root["host"]?.text, !host.isEmpty else { return path }
    let schemes = root["schemes"]?.list?.compactMap(\.text) ?? []
    return (schemes.contains("http") && !schemes.contains("https") ? "http://" : "https://") + host + path
  }

  // MARK: Credentials

  private var securitySchemes: Sample {
    (root["securityDefinitions"] ?? .object([])).mapped { scheme in
      switch scheme["type"]?.text {
      case "basic":
        return .object([
          .init(key: "type", value: .text("http")), .init(key: "scheme", value: .text("basic")),
        ])
      case "oauth2":
        let names = ["accessCode": "authorizationCode", "application": "clientCredentials"]
        let flow = scheme["flow"]?.text ?? ""
        var result = scheme
        result.set(scheme, at: ["flows", names[flow] ?? flow])
        return result
      default: return scheme
      }
    }
  }

  // MARK: Operations

  private func item(_ item: Sample) -> Sample {
    var result = item
    if let shared = item["parameters"]?.list { result.set(.list(shared.map(parameter)), at: ["parameters"]) }
    for method in ["get", "post"] {
      guard let operation = item[method] else { continue }
      result.set(self.operation(operation), at: [method])
    }
    return result
  }

  private func operation(_ operation: Sample) -> Sample {
    var result = operation
    let given = operation["parameters"]?.list ?? []
    result.set(.list(given.map(parameter)), at: ["parameters"])
    if let body = given.lazy.map(named).first(where: { $0["in"]?.text == "body" }),
      let schema = body["schema"]
    {
      result.set(schema, at: ["requestBody", "content", "application/json", "schema"])
    }
    let produces = operation["produces"] ?? root["produces"]
    if let responses = operation["responses"] {
      result.set(responses.mapped { response($0, produces) }, at: ["responses"])
    }
    return result
  }

  /// The parameter that a reference names.
  private func named(_ parameter: Sample) -> Sample {
    guard let reference = parameter["$ref"]?.text, reference.hasPrefix("#/parameters/") else {
      return parameter
    }
    return root["parameters"]?[String(reference.dropFirst("#/parameters/".count))] ?? parameter
  }

  /// What describes its values stands in the parameter itself.
  private func parameter(_ parameter: Sample) -> Sample {
    guard parameter["in"]?.text == "query" else { return parameter }
    var result = parameter
    result.set(parameter, at: ["schema"])
    return result
  }

  private func response(_ response: Sample, _ produces: Sample?) -> Sample {
    let types = produces?.list?.compactMap(\.text) ?? []
    guard types.isEmpty || types.contains(where: { $0.contains("json") || $0 == "*/*" }) else {
      return response
    }
    var media: [Sample.Member] = []
    if let schema = response["schema"] { media.append(.init(key: "schema", value: schema)) }
    if let example = response["examples"]?.members?.first(where: { $0.key.contains("json") }) {
      media.append(.init(key: "example", value: example.value))
    }
    guard !media.isEmpty else { return response }
    var result = response
    result.set(.object(media), at: ["content", "application/json"])
    return result
  }
}

extension Sample {
  /// An object with each of its values made another one.
  fileprivate func mapped(_ change: (Sample) -> Sample) -> Sample {
    .object((members ?? []).map { Member(key: $0.key, value: change($0.value)) })
  }
}
