import Glibc
import HTTP
import TestSupport
import Testing

@testable import Curl

/// Digest, certificates of servers, certificates of clients.
@Suite(.timeLimit(.minutes(1))) struct SecurityTests {
  @Test func `digest answers the question and never sends the password`() async throws {
    let server = LoopbackServer { request in
      guard request.header("Authorization") != nil else {
        return [
          .reply(
            401, "who?", headers: [("WWW-Authenticate", "Digest realm=\"r\", nonce=\"n1\", qop=\"auth\"")])
        ]
      }
      return [.reply(200, "welcome")]
    }
    defer { server.stop() }
    var request = try CurlClientTests.request(server, "/x", method: "POST")
    request.body = Array("body".utf8)
    request.digest = DigestCredentials(username: "ada", password: "made-up-password")
    let response = try await CurlClientTests.client().send(request)
    #expect(response.status == 200)
    #expect(response.body == Array("welcome".utf8))
    #expect(response.headers["WWW-Authenticate"] == nil)
    let last = try #require(server.requests.last)
    #expect(last.body == Array("body".utf8))
    let answer = try #require(last.header("Authorization"))
    #expect(answer.hasPrefix("Digest username=\"ada\""))
    #expect(server.requests.allSatisfy { !"\($0.headers)".contains("made-up-password") })
  }

  /// A server with TLS, by Python, with an authority made for the test; it wants a client certificate.
  final class SecureServer {
    let port: Int
    let authority: String
    let client: ClientCertificate
    private let process: UnsafeMutablePointer<FILE>
    private let folder: String

    init?() {
      guard let made = mkdtemp(strdup("/tmp/connector-tls-XXXXXX")) else { return nil }
      folder = String(cString: made)
      let script = #filePath.dropLast("SecurityTests.swift".count) + "Servers/tls.py"
      guard let process = popen("exec python3 '\(script)' '\(folder)' 2>/dev/null", "r") else { return nil }
      self.process = process
      var line = [CChar](repeating: 0, count: 64)
      guard fgets(&line, 64, process) != nil,
        let port = Int(String(decoding: line.prefix { $0 > 32 }.map { UInt8($0) }, as: UTF8.self))
      else { return nil }
      self.port = port
      authority = Self.text(folder + "/ca.pem")
      client = ClientCertificate(
        certificate: Self.text(folder + "/client.pem"), key: Self.text(folder + "/client.key"),
        passphrase: "made-up")
    }

    /// It ends when its input does, and it has been told that everybody is gone.
    func stop() { _ = remove(folder + "/running") }

    private static func text(_ path: String) -> String {
      guard let file = fopen(path, "r") else { return "" }
      defer { fclose(file) }
      var buffer = [UInt8](repeating: 0, count: 20_000)
      let count = fread(&buffer, 1, buffer.count, file)
      return String(decoding: buffer.prefix(count), as: UTF8.self)
    }
  }

  @Test func `certificates are checked on both sides`() async throws {
    let server = try #require(SecureServer(), "python3 and openssl are needed")
    defer { server.stop() }
    func call(
      _ host: String, _ certificate: ClientCertificate?, authority: String?
    ) async -> Result<HTTPResponse, HTTPFailure> {
      do throws(HTTPFailure) {
        let client = try CurlClientTests.quietClient {
          $0.authorities = authority
          $0.resolutions = [
            "good.example.com:\(server.port):127.0.0.1", "other.example.com:\(server.port):127.0.0.1",
          ]
        }
        var request = HTTPRequest("GET", WebAddress(scheme: .https, host: host, port: server.port))
        request.certificate = certificate
        return .success(try await client.send(request))
      } catch {
        return .failure(error)
      }
    }
    func kind(_ result: Result<HTTPResponse, HTTPFailure>) -> HTTPFailure.Kind? {
      if case .failure(let failure) = result { failure.kind } else { nil }
    }
    let good = try await call("good.example.com", server.client, authority: server.authority).get()
    #expect(good.body == Array("client ada".utf8))
    #expect(good.timing.secure > .zero)
    #expect(kind(await call("good.example.com", server.client, authority: nil)) == .tls)
    #expect(kind(await call("other.example.com", server.client, authority: server.authority)) == .tls)
    var wrong = server.client
    wrong = ClientCertificate(certificate: wrong.certificate, key: wrong.key, passphrase: "another")
    #expect(kind(await call("good.example.com", wrong, authority: server.authority)) == .tls)
    #expect(kind(await call("good.example.com", nil, authority: server.authority)) != nil)
  }
}
