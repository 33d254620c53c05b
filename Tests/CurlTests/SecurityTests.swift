import HTTP
import TestSupport
import Testing

@testable import Curl

/// Digest, certificates of servers, certificates of clients.
@Suite(.timeLimit(.minutes(10))) struct SecurityTests {
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

  @Test func `certificates are checked on both sides`() async throws {
    // It makes an authority of its own, and wants a client certificate.
    let server = try #require(ScriptedServer("tls.py"), "python3 and openssl are needed")
    defer { server.stop() }
    let authority = server.text("ca.pem")
    let own = ClientCertificate(
      certificate: server.text("client.pem"), key: server.text("client.key"), passphrase: "made-up")
    func call(
      _ host: String, _ certificate: ClientCertificate?, authority: String?
    ) async -> Result<HTTPResponse, HTTPFailure> {
      do throws(HTTPFailure) {
        let client = try CurlClientTests.quietClient {
          $0.authorities = authority.map { Array($0.utf8) }
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
    let good = try await call("good.example.com", own, authority: authority).get()
    #expect(good.body == Array("client ada".utf8))
    #expect(good.timing.secure > .zero)
    #expect(kind(await call("good.example.com", own, authority: nil)) == .tls)
    guard case .failure(let other) = await call("other.example.com", own, authority: authority) else {
      Issue.record("a certificate of another name was taken")
      return
    }
    #expect(
      other.kind == .tls && other.message.hasSuffix("it is made out to another name"), "\(other.message)")
    for passphrase in ["another", "", nil] {
      let wrong = ClientCertificate(certificate: own.certificate, key: own.key, passphrase: passphrase)
      #expect(kind(await call("good.example.com", wrong, authority: authority)) == .certificate)
    }
    // What the server says of a certificate comes after our request, and can be lost with the connection that ends then.
    func message(_ certificate: ClientCertificate?) async -> String? {
      for _ in 0..<20 {
        if case .failure(let failure) = await call("good.example.com", certificate, authority: authority),
          failure.kind == .certificate
        {
          return failure.message
        }
      }
      return nil
    }
    #expect(await message(nil) == "good.example.com wants a client certificate")
    let text = server.text("client.pem")
    for (certificate, key, end) in [
      (text, server.text("server.plain"), " cannot be used"),
      ("no certificate", server.text("client.plain"), " cannot be used"),
      (server.text("expired.pem"), server.text("client.plain"), ": certificate expired"),
      (server.text("stranger.pem"), server.text("client.plain"), ": unknown ca"),
    ] {
      let bad = ClientCertificate(certificate: certificate, key: key, settings: ["proof"])
      let told = await message(bad)
      #expect(
        told?.contains("the client certificate of the settings `proof`") == true
          && told?.hasSuffix(end) == true)
    }
  }
}
