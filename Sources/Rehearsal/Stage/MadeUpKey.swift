internal import Language
internal import Programs
internal import Values

/// Private keys for cases whose settings hold none: they open nothing, and everybody may know them.
enum MadeUpKey {
  /// Puts one where a signed assertion wants a private key and the case gives a text that is none.
  static func supply(_ settings: inout [String: Value], for connector: ConnectorFile) {
    for proof in connector.proofs {
      let assertion =
        proof[OAuth2Fields.assertion] ?? proof[JWTBearerGrant.assertion] ?? proof[SessionAuth.assertion]
      let algorithm = (assertion?[AssertionBlock.algorithm] ?? proof[JWTAuth.algorithm])?.rawValue
      let key = assertion?[AssertionBlock.key] ?? proof[JWTAuth.key]
      guard let pem = algorithm.flatMap(pem), let key else { continue }
      for (name, value) in settings where key.source.contains("settings.\(name)") {
        if let text = value.templateText, !text.contains("-----BEGIN") { settings[name] = .string(pem) }
      }
    }
  }

  /// Nil for algorithms whose key is any text.
  private static func pem(for algorithm: String) -> String? {
    let body: String
    switch algorithm {
    case "RS256", "RS384", "RS512", "PS256", "PS384", "PS512": body = rsa
    case "ES256": body = elliptic
    default: return nil
    }
    return "-----BEGIN PRIVATE KEY-----\n\(body)\n-----END PRIVATE KEY-----\n"
  }

  private static let rsa = """
    MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDoPamdjxQ7Z0k0vfH+dbJL85glFtxq+epkv1Ox4Tq//I9z
    In673r/CH17oocT8KSmwMSXLQXK/VdZVY30ck1m6mCxHBDeSZU3nCnIv4Zyip411R/EEFdi6Gt/6rh4Dk4nCClNaD/a18baS
    zuCwV7eGmLrRETF4DbkP1aYu2yOWEAzRDRHkHWA0Z2H3mDp0/nwImJ8cb4VSMaXBzYMWhbQJRqiitIxyAAEWHpkbx/r407hn
    1RTESES7SKnRQXDQDrMyHjYDektsNPDNbFB3r2DjEa8dzllafo/yTdtWvaFag+Jpwha+Q0qFf5wKsd2EecZN2rap7KZ6aXKy
    VXC0sFatAgMBAAECggEADZwDcwy96kdAtnsFEdzS0Hmbalz/GLPBhRrjLDLfLv39aAlW9Op2QUl2VdqZAQ/mdgFDTjhtIYJF
    t6ZHYCPQZ8tgGN9J5GXUXVwy2dR2Sd/Yvc0z9gHTvAA0LOwELUB5m6ngPZBe7EWYZd0CtMLHKfeMRxEjXX4sYJ2sCeXknXgB
    uTtOkZ0nydYUaJ41RdZbg7e4jii/tAziVuFjTosLo3lMWJ4lK+QfSYoKs4xbxXYgHaWzWmO6kIszUfr7sJB/z6Y0dhoeLs14
    OmcKxFeoGEUGEKYbRUIha2jAQodOcnErAkfqPjZVmKykS6ijNPsRR3+AuSEnbgpE51jSUyFrfwKBgQD7FqKtalO/l2QZ5jOY
    DYMBxul3ax7BlvP3HlAgXEw49ngiL+zw69jnxClXTwnwrQhP/n2wAyUxApeySuQdhrevF8Wdm2jh4k+sLgrYw26x1nD9cBiN
    FiBZ1ZXY05BDIOFE9mzjFJ4uv04Lj9u3c0dDeZt8zTYTAOwxkYO1xgfFawKBgQDsyKUhqAiGlX0/0o9nG+Isj8qqpnaaJnRZ
    XYznjE6ZZszN2DvW+wSXbSHvZ40xIugh3oFJwH+Ra5VpsqwA9fArybBX3HKUo2pZQwIRl36uDettvhi5R068IBtitu7HINSt
    r2WQk08y+HifsO8WdhlloObKGenVBQ7OTVTvXKlCRwKBgHAGkV496k+5A/hqNOrKXIEWdmPJb1eAOikvZSCLDZb8oGzgZR64
    m3YMl0VVBmJTUTofmYRGYvmS5outzkk+KgX83TaMeCcQCewQPtanm2PNAWyR7uJD1Ps/yDONcPgCW3+hUsOeF1VUFUYjUSxw
    SoNYZn8wL8gayUb0XYdka2MxAoGBAM/DqumiSIDW8MSsnDnMBKQ3M4yTbeQKs/KqHHYb7ee6hSBliPQ0461/C9TGVuRzjZ4S
    X/131DekX8EUDsr1Ad1aJsqhW0TDMxDJtCn9dSGCgz6TG5yPTi3SOlVe0JuXWiZgjczTBR5jWWw90zwxOk2rZnaVUFEjE/+/
    aTRyaO4HAoGAAvT0loRSovRmiynyMnFUmiM4KdkRJ/UQXZ/AfY6VVqfIedEzIqEgNcAfk8hDGMpTM0x+sfEB1Wc+pKPtBfWr
    3+UQdCHqPkBV9bR8b8V9+rERp9j92NdfbxVC7nIxJspbHLpuufn+/y1q5YaPOl5nuA5AzYxEVJaeyIXwKkO9J00=
    """

  private static let elliptic = """
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgIT5zAIqFObq0ALLHIOv+sOfmzFHq5783AGs+dzVDTGKhRANC
    AASZVZAGEBqFw/BIAXPRCUHNPHigi+2Y6hVzEsEiOlajzAoO9kI3HoKtnxDdANk2sOgMtSt0QTHTKb5A2VbuOago
    """
}
