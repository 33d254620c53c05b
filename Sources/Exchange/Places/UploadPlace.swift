package import HTTP
internal import Language
package import Programs

/// A web address that takes files.
package struct UploadPlace: FilePlace {
  private let client: any HTTPClient
  private let address: String
  private let method: UploadMethod
  private let headers: HeaderFields

  package init(
    _ client: any HTTPClient, address: String, posts: Bool, headers: HeaderFields
  ) {
    self.client = client
    self.address = address
    method = posts ? .post : .put
    self.headers = headers
  }

  package var title: String {
    (try? WebAddress(address))?.origin.description ?? "the address that takes files"
  }
  package var canList: Bool { false }
  package var isRepeatable: Bool { method == .put }

  package func put(_ bytes: [UInt8], as name: String, in folder: String) async throws(RunFailure) {
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
    var request = HTTPRequest(method == .put ? "PUT" : "POST", target, headers: headers, body: bytes)
    request.secretHeaders = headers.fields.map(\.name)
    request.isNeverRepeated = method == .post
    let response: HTTPResponse
    do {
      response = try await client.send(request)
    } catch {
      throw RunFailure(exchanging: error)
    }
    guard (200..<300).contains(response.status) else { throw failure(response.status) }
  }

  private func failure(_ status: Int) -> RunFailure {
    switch status {
    case 401: RunFailure(.credentials, "\(title) refuses the credentials", status: status)
    case 403: RunFailure(.permission, "\(title) does not take files of this account", status: status)
    case 404, 405: RunFailure(.not_found, "\(title) takes no files at this address", status: status)
    default:
      RunFailure(
        .provider, "\(title) did not take the file", status: status, isPassing: status == 429 || status >= 500
      )
    }
  }

  private static func isLoopback(_ host: String) -> Bool {
    ["localhost", "127.0.0.1", "[::1]"].contains(host)
  }

  package func list(_ folder: String) async throws(RunFailure) -> [PlacedFile] { throw unable() }
  package func read(_ name: String, in folder: String) async throws(RunFailure) -> [UInt8] { throw unable() }
  package func remove(_ name: String, in folder: String) async throws(RunFailure) { throw unable() }
  package func move(_ name: String, in folder: String, to other: String) async throws(RunFailure) {
    throw unable()
  }
}
