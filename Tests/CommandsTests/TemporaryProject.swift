internal import TestSupport

/// A folder with files that is gone after the test.
final class TemporaryProject {
  private let folder = TemporaryFolder()

  init(_ files: [String: String] = [:]) throws {
    for (path, text) in files { try write(text, to: path) }
  }

  var root: String { folder.path }

  func path(_ name: String) -> String { folder.path(name) }

  func write(_ text: String, to name: String) throws { try folder.write(text, to: name) }

  func read(_ name: String) -> String? { DiskText.of(path(name)) }

  /// A file of the project that comes with the program.
  static func shipped(_ name: String) -> String? {
    DiskText.of(#filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/" + name)
  }

  func remove(_ name: String) { folder.remove(name) }

  func names(in folder: String) -> [String] { self.folder.names(in: folder) }

  /// A project of one small connector, whose credential is given under the key `token`.
  static func acme(token: String = "token") throws -> TemporaryProject {
    try TemporaryProject(["connectors/acme/connector.yaml": acmeText(token: token)])
  }

  static func acmeText(token: String = "token") -> String {
    """
    spec: 1
    name: acme
    title: Acme HR
    category: hris
    docs: https://developer.example.com
    settings:
      api_key: {type: secret, title: API key}
    auth: {type: bearer, \(token): "${settings.api_key}"}
    http: {base_url: https://api.example.com/v1}
    check: {get: /me}
    streams:
      employees:
        read: {get: /employees}
        records: body.data
        key: id
        pages: {type: none}

    """
  }
}
