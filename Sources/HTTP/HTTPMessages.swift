/// A call to be made: complete, with its credentials and its bounds.
package struct HTTPRequest: Sendable {
  package var method: String
  package var address: WebAddress
  package var headers: HeaderFields
  package var body: [UInt8]?
  /// A body that is too long to be held, in place of `body`.
  package var file: BodyFile?
  package var deadlines: Deadlines
  package var limits: BodyLimits
  /// Names of headers that carry credentials; with `Authorization` and `Cookie` they stay behind when a redirect leaves the origin.
  package var secretHeaders: [String] = []
  /// The body or the query carries a credential: the request never follows a redirect to another origin.
  package var holdsSecretElsewhere = false
  /// A write that the provider would carry out twice: it goes out at most once, on a connection of its own if need be.
  package var isNeverRepeated = false
  /// A reply that leads elsewhere is what is asked for: it is not followed.
  package var wantsRedirects = false
  /// What was read before looked like the end: no more is expected, and a recording need not hold it.
  package var isToBeSure = false
  /// A longer body goes into a file instead of into memory; nil holds all of it.
  package var mostInMemory: Int?
  package var certificate: ClientCertificate?
  package var digest: DigestCredentials?
  /// Proves the request anew where a redirect makes another one of it, at the same origin.
  package var proof: RequestProof?

  package init(
    _ method: String, _ address: WebAddress, headers: HeaderFields = HeaderFields(), body: [UInt8]? = nil,
    deadlines: Deadlines = Deadlines(), limits: BodyLimits = BodyLimits()
  ) {
    self.method = method
    self.address = address
    self.headers = headers
    self.body = body
    self.deadlines = deadlines
    self.limits = limits
  }
}

/// A request as it was before it was signed, and how that is done: a signature is one of method, address and body.
package struct RequestProof: Sendable {
  /// Given the reply that led to the request, which may say what the next proof is made of.
  package typealias Signer = @Sendable (inout HTTPRequest, HTTPResponse) async throws(HTTPFailure) -> Void
  var headers: HeaderFields
  var body: [UInt8]?
  let sign: Signer

  package init(of unsigned: HTTPRequest, by sign: @escaping Signer) {
    headers = unsigned.headers
    body = unsigned.body
    self.sign = sign
  }
}

/// How long to wait for what.
package struct Deadlines: Sendable, Hashable {
  package var connect: Duration
  /// Between two pieces of the reply.
  package var idle: Duration
  package var total: Duration

  package init(
    connect: Duration = .seconds(10), idle: Duration = .seconds(30), total: Duration = .seconds(120)
  ) {
    self.connect = connect
    self.idle = idle
    self.total = total
  }
}

/// How much a reply may hold; judged while it comes in.
package struct BodyLimits: Sendable, Hashable {
  /// Bytes on the wire.
  package var compressed: Int
  package var decompressed: Int
  /// Decompressed bytes for each compressed one, once more than a megabyte came out.
  package var ratio: Int

  /// Of a body that need not be held in memory.
  package static let file = BodyLimits(compressed: 16 << 30, decompressed: 64 << 30)

  package init(compressed: Int = 256 << 20, decompressed: Int = 512 << 20, ratio: Int = 200) {
    self.compressed = compressed
    self.decompressed = decompressed
    self.ratio = ratio
  }
}

/// A client certificate with its key, in PEM.
package struct ClientCertificate: Sendable, Hashable {
  package let certificate: String
  package let key: String
  package let passphrase: String?
  /// Where people put it right.
  package let settings: [String]

  package init(certificate: String, key: String, passphrase: String? = nil, settings: [String] = []) {
    self.settings = settings
    self.certificate = certificate
    self.key = key
    self.passphrase = passphrase
  }
}

/// A name and a password for HTTP Digest; the password itself is never sent.
package struct DigestCredentials: Sendable, Hashable {
  package let username: String
  package let password: String

  package init(username: String, password: String) {
    self.username = username
    self.password = password
  }
}

/// What came back.
package struct HTTPResponse: Sendable {
  package var status: Int
  package var headers: HeaderFields
  /// Decompressed; empty where the body is in a file.
  package var body: [UInt8]
  /// The body, when it was longer than the request wanted to have in memory.
  package var file: BodyFile?
  /// Where the reply came from after redirects.
  package var address: WebAddress
  package var timing: CallTiming
  /// Nothing said where the body ends but the end of the connection, which is also what a body looks like that was cut.
  package var endsWithConnection = false

  package init(
    status: Int, headers: HeaderFields, body: [UInt8], file: BodyFile? = nil, address: WebAddress,
    timing: CallTiming = CallTiming()
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.file = file
    self.address = address
    self.timing = timing
  }
}

/// How long the phases of a call took, each from its beginning.
package struct CallTiming: Sendable, Hashable {
  package var resolve: Duration = .zero
  package var connect: Duration = .zero
  package var secure: Duration = .zero
  package var firstByte: Duration = .zero
  package var total: Duration = .zero
  /// Bytes of the body on the wire.
  package var received = 0

  package init() {}
}

/// Makes calls.
///
/// The one seam between the product and the network: tests and recordings stand in for it.
package protocol HTTPClient: Sendable {
  /// The reply, whatever its status; never follows a redirect by itself unless it says so in its own documentation.
  func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse
  /// The thread that receives replies, for tasks that would otherwise be handed each of them from there; nil when there is none.
  ///
  /// Meanwhile nothing else is received: no place for what takes long.
  var receiver: (any TaskExecutor)? { get }
}

extension HTTPClient {
  package var receiver: (any TaskExecutor)? { nil }
}

/// Why there is no reply.
package struct HTTPFailure: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Kind: Sendable, Hashable {
    /// The name leads to no address.
    case resolution
    /// The address may not be called: private, loopback and the like.
    case refusedAddress
    case connection
    case tls
    /// Our own certificate: it cannot be used, or the other side does not take it.
    case certificate
    case connectTimeout, idleTimeout, totalTimeout
    /// The reply ended before it was complete.
    case truncated
    /// A bound of `BodyLimits`.
    case tooLarge
    /// The peer does not speak HTTP, or a redirect cannot be followed.
    case malformed
    case tooManyRedirects
    case cancelled
    /// A recording, in a test, has no answer to this request.
    case noRecording
  }

  package let kind: Kind
  /// One sentence without a full stop; never holds a credential.
  package let message: String
  /// The request may have reached the provider: a write must not be repeated blindly.
  package let mayHaveBeenReceived: Bool

  package init(_ kind: Kind, _ message: String, mayHaveBeenReceived: Bool = false) {
    self.kind = kind
    self.message = message
    self.mayHaveBeenReceived = mayHaveBeenReceived
  }

  package var description: String { message }
}
