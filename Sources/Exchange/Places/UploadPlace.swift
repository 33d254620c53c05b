package import HTTP
package import Language
package import Programs

/// A web address that takes files.
package struct UploadPlace: FilePlace {
  private let client: any HTTPClient
  private let address: String
  private let method: UploadMethod
  private let headers: HeaderFields

  package init(
    _ client: any HTTPClient, address: String, method: UploadMethod, headers: HeaderFields
  ) {
    self.client = client
    self.address = address
    self.method = method
    self.headers = headers
  }

  package var title: String {
    (try? WebAddress(address))?.origin.description ?? "the address that takes files"
  }
  package var canList: Bool { false }
  package var isRepeatable: Bool { method != .post }

  package func put(_ content: BodyFile, as name: String, in folder: String) async throws(RunFailure) {
    let target = try self.target(name, folder)
    guard method == .dav else { return try await upload(content, to: target) }
    let passing = try self.target(name + ".part", folder)
    try await upload(content, to: passing)
    var fields = headers
    fields.set("Destination", target.description)
    fields.set("Overwrite", "F")
    let reply = try await send("MOVE", passing, fields)
    // One that has the name already is ours when the reply to an earlier MOVE was lost.
    if reply.status == 412, try await holds(content, at: target) {
      _ = try? await send("DELETE", passing, headers)
    } else if !(200..<300).contains(reply.status) {
      throw failure(reply.status)
    }
  }

  private func upload(_ content: BodyFile, to target: WebAddress) async throws(RunFailure) {
    let reply = try await send(method == .post ? "POST" : "PUT", target, headers, content)
    guard (200..<300).contains(reply.status) else { throw failure(reply.status) }
  }

  private func holds(_ content: BodyFile, at target: WebAddress) async throws(RunFailure) -> Bool {
    let reply = try await send("GET", target, headers)
    guard reply.status == 200 else { return false }
    let file = if let file = reply.file { file } else { try BodyFile.holding(reply.body) }
    return try file.hash() == content.hash()
  }

  /// A file of gigabytes takes hours over a slow line, and its receiver a while to look at it before it answers.
  private static let deadlines = Deadlines(idle: .seconds(300), total: .seconds(6 * 3600))

  private func send(
    _ method: String, _ target: WebAddress, _ fields: HeaderFields, _ content: BodyFile? = nil
  ) async throws(RunFailure) -> HTTPResponse {
    var request = HTTPRequest(method, target, headers: fields, deadlines: Self.deadlines, limits: .file)
    request.file = content
    request.mostInMemory = 1 << 20
    request.secretHeaders = headers.fields.map(\.name)
    request.isNeverRepeated = method == "POST"
    do {
      return try await client.send(request)
    } catch {
      throw RunFailure(exchanging: error)
    }
  }

  private func target(_ name: String, _ folder: String) throws(RunFailure) -> WebAddress {
    let target: WebAddress
    do {
      let folder = folder.split(separator: "/").map { String($0).percentEncoded + "/" }.joined()
      target = try WebAddress(FilePlaces.path(address, folder) + name.percentEncoded)
    } catch {
      throw RunFailure(.not_found, "files cannot be sent to `\(address)`: \(error.message)")
    }
    guard target.scheme == .https || Self.isLoopback(target.host) else {
      throw RunFailure(.not_found, "files are sent to `https://` only")
    }
    return target
  }

  private func failure(_ status: Int) -> RunFailure {
    switch status {
    case 401: RunFailure(.credentials, "\(title) refuses the credentials", status: status)
    case 403: RunFailure(.permission, "\(title) does not take files of this account", status: status)
    case 404, 405, 409: RunFailure(.not_found, "\(title) takes no files at this address", status: status)
    case 412: RunFailure(.not_found, "another file of this name lies at \(title)", status: status)
    case 413: RunFailure(.request, "\(title) does not take files as large as this one", status: status)
    case 400..<500 where status != 408 && status != 429:
      RunFailure(.request, "\(title) did not take the file", status: status)
    default: passing(status)
    }
  }

  private func passing(_ status: Int) -> RunFailure {
    var failure = RunFailure(.provider, "\(title) did not take the file", status: status, isPassing: true)
    // What failed at its end may have taken it all the same.
    failure.isOutcomeUnknown = status >= 500
    return failure
  }

  private static func isLoopback(_ host: String) -> Bool {
    ["localhost", "127.0.0.1", "[::1]"].contains(host)
  }

  package func list(_ folder: String) async throws(RunFailure) -> [PlacedFile] { throw unable() }
  package func fetch(_ name: String, in folder: String) async throws(RunFailure) -> BodyFile {
    throw unable()
  }
  package func remove(_ name: String, in folder: String) async throws(RunFailure) { throw unable() }
  package func move(_ name: String, in folder: String, to other: String) async throws(RunFailure) {
    throw unable()
  }
}
