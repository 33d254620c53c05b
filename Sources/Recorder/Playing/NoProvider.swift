package import HTTP

/// A provider that answers nothing, for whoever only wants to know an address.
package struct NoProvider: HTTPClient {
  package init() {}

  package func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
    throw HTTPFailure(.noRecording, "there is no provider")
  }
}
