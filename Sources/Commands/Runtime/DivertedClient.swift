internal import HTTP

/// Sends every request to another place than it is meant for: to a pretend provider.
///
/// The real host goes along in `X-Forwarded-Host`, so that one mock can stand in for all hosts of a provider.
struct DivertedClient: HTTPClient {
  private let client: any HTTPClient
  private let place: WebAddress

  init(_ client: any HTTPClient, to place: WebAddress) {
    self.client = client
    self.place = place
  }

  var receiver: (any TaskExecutor)? { client.receiver }

  func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
    let real = request.address
    var diverted = request
    diverted.address = WebAddress(
      scheme: place.scheme, host: place.host, port: place.port, path: real.path, query: real.query)
    let port = real.port == real.scheme.port ? "" : ":\(real.port)"
    diverted.headers.set("X-Forwarded-Host", real.host + port)
    diverted.headers.set("X-Forwarded-Proto", real.scheme.rawValue)
    diverted.certificate = nil
    var response = try await client.send(diverted)
    // Whoever reads the reply must think it came from where it was asked for: credentials belong to that origin.
    response.address = real
    return response
  }
}
