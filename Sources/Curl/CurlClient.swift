package import HTTP
internal import Synchronization

/// Makes calls with libcurl: one thread drives all transfers, each resumes the task that waits for it.
///
/// Follows no redirects; `RedirectFollower` does. Connections are kept and shared between requests. Tasks that prefer the thread of
/// the transfers hold the client, and with it the thread.
package final class CurlClient: HTTPClient, TaskExecutor {
  private let loop: TransferLoop
  private let options: CurlOptions
  private let addressGuard: AddressGuard
  private let names = NameJudge()

  /// Fails when the system gives no thread or libcurl no memory.
  package init(options: CurlOptions, guarding addressGuard: AddressGuard) throws(HTTPFailure) {
    loop = try TransferLoop(keptConnections: options.keptConnections)
    self.options = options
    self.addressGuard = addressGuard
  }

  deinit { loop.close() }

  package var receiver: (any TaskExecutor)? { self }

  package func enqueue(_ job: consuming ExecutorJob) {
    loop.run(UnownedJob(job), for: asUnownedTaskExecutor())
  }

  package func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
    try request.checkForSending()
    // A proxy resolves names itself.
    if options.proxies.proxy(for: request.address) == nil,
      let reason = await names.refusal(of: request.address, by: addressGuard)
    {
      throw HTTPFailure(.refusedAddress, reason)
    }
    return try await loop.run { [options, addressGuard] answer in
      Transfer(request: request, options: options, guarding: addressGuard, answer: answer)
    }.get()
  }
}

extension HTTPRequest {
  /// A header that holds a line break would be read as another header: refused before anything is sent.
  fileprivate func checkForSending() throws(HTTPFailure) {
    guard !method.isEmpty, method.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
      throw HTTPFailure(.malformed, "`\(method)` is no method")
    }
    for field in headers.fields {
      guard !field.name.isEmpty, field.name.utf8.allSatisfy(Self.mayStandInName) else {
        throw HTTPFailure(.malformed, "`\(field.name)` is no name of a header")
      }
      guard field.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
        throw HTTPFailure(
          .malformed, "the header \(field.name) holds a line break or another control character")
      }
    }
    let isClean = [address.path, address.query ?? ""].allSatisfy {
      $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }
    guard isClean else { throw HTTPFailure(.malformed, "the address holds characters that must be escaped") }
  }

  private static func mayStandInName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
