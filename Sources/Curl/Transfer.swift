internal import CCurl
internal import Glibc
internal import HTTP
internal import Values

/// One call under way: libcurl's handle, and what has come in so far.
///
/// Lives on the thread of its loop.
final class Transfer: LoopTransfer {
  let request: HTTPRequest
  let addressGuard: AddressGuard
  /// Nil when there is no memory for it.
  let handle: UnsafeMutableRawPointer?
  /// What libcurl says of an error; nil where no TLS library has anything to add.
  let words: UnsafeMutablePointer<CChar>?
  var headerList: UnsafeMutablePointer<curl_slist>?
  var resolutionList: UnsafeMutablePointer<curl_slist>?
  var addressParts: OpaquePointer?
  let goesThroughProxy: Bool
  private let answer: TransferAnswer<HTTPResponse>

  /// Why it was given up by us; libcurl then only knows that we did.
  private(set) var failure: HTTPFailure?
  private var refusal: String?
  private var headers = ReplyHeaders()
  private var body: [UInt8] = []
  /// Where the body goes once it is longer than is to be held.
  private var draft: BodyFile.Draft?
  private var decoder: (any ContentDecoder)?
  private var hasBody = false
  /// Bytes of the body as they came over the wire.
  private var received = 0
  private var lastActivity = MonotonicTime.now
  private var sent = 0
  private var outgoing: OutgoingFile?
  /// The connection was there still when the reply had come to its end.
  private var hasConnection = false

  init(
    request: HTTPRequest, options: CurlOptions, guarding addressGuard: AddressGuard,
    answer: TransferAnswer<HTTPResponse>
  ) {
    self.answer = answer
    self.request = request
    self.addressGuard = addressGuard
    outgoing = request.file.map(OutgoingFile.init)
    goesThroughProxy = options.proxies.proxy(for: request.address) != nil
    handle = ccurl_easy_init()
    words = request.address.scheme == .https ? .allocate(capacity: Int(CURL_ERROR_SIZE)) : nil
    words?.pointee = 0
    guard let handle else { return }
    // The proxy resolves names; what is an address already can still be judged here.
    if goesThroughProxy,
      let reason = addressGuard.refusal(ofLiteral: request.address.host, port: request.address.port)
    {
      fail(HTTPFailure(.refusedAddress, reason))
      return
    }
    TransferSettings(handle).apply(request, options, to: self)
  }

  deinit {
    ccurl_easy_cleanup(handle)
    words?.deallocate()
    ccurl_slist_free_all(headerList)
    ccurl_slist_free_all(resolutionList)
    ccurl_url_cleanup(addressParts)
  }

  func fail(_ failure: HTTPFailure) { if self.failure == nil { self.failure = failure } }

  // MARK: Callbacks

  /// A socket for an address that may be called; the address is what the name has just led to.
  func openSocket(_ target: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
    // Behind a proxy this is the proxy's address, which somebody chose on purpose.
    if !goesThroughProxy {
      guard let ip = IPAddress(target) else { return CURL_SOCKET_BAD }
      // One address that is refused spoils the name: a name of ours does not point to both sides of the fence.
      if refusal != nil { return CURL_SOCKET_BAD }
      let host = request.address.host
      if let reason = addressGuard.refusal(host: host, port: request.address.port, address: ip) {
        refusal = reason
        return CURL_SOCKET_BAD
      }
    }
    return target.open()
  }

  /// False ends the transfer.
  func receive(header line: UnsafeBufferPointer<UInt8>) -> Bool {
    lastActivity = MonotonicTime.now
    if headers.read(line) { return true }
    fail(HTTPFailure(.tooLarge, "the headers of the reply are longer than \(ReplyHeaders.maximum >> 10) kB"))
    return false
  }

  /// False ends the transfer.
  func receive(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    lastActivity = MonotonicTime.now
    if !hasBody { beginBody() }
    received += bytes.count
    if received > request.limits.compressed {
      fail(HTTPFailure(.tooLarge, "the reply is longer than \(Self.size(request.limits.compressed))"))
      return false
    }
    guard decoder != nil else { return take(bytes) }
    do {
      try decoder?.decode(bytes) { take($0) }
    } catch {
      fail(HTTPFailure(.malformed, "the reply is not packed the way its `Content-Encoding` says"))
    }
    return failure == nil
  }

  private func beginBody() {
    hasBody = true
    decoder = headers.value("Content-Encoding").flatMap(ContentCoding.decoder)
    if decoder == nil, let length = headers.value("Content-Length").flatMap({ Int($0) }), length > 0 {
      // Pages of the system that stay untouched cost nothing, so a peer that only promises gains nothing.
      let most = min(request.limits.compressed, request.limits.decompressed, request.mostInMemory ?? .max)
      body.reserveCapacity(min(Self.room(for: length), most))
    }
  }

  /// A little more than was asked for, in steps of an eighth at most: pages of one listing are of nearly the same length, and what one
  /// leaves behind in memory is to serve the next one as it is.
  private static func room(for length: Int) -> Int {
    let step = max(4 << 10, 1 << (Int.bitWidth - length.leadingZeroBitCount - 4))
    let (sum, isTooMuch) = length.addingReportingOverflow(step - 1)
    return isTooMuch ? length : sum / step * step
  }

  /// Keeps what came out, within the bounds.
  private func take(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let limits = request.limits
    let total = body.count + (draft?.count ?? 0) + bytes.count
    if total > limits.decompressed {
      fail(HTTPFailure(.tooLarge, "the reply is longer than \(Self.size(limits.decompressed))"))
    } else if decoder != nil, total > 1 << 20, total / max(1, received) > limits.ratio {
      fail(HTTPFailure(.tooLarge, "the reply unpacks to more than \(limits.ratio) times its size"))
    } else if draft != nil || total > request.mostInMemory ?? .max {
      spill(bytes)
    } else {
      body.append(contentsOf: bytes)
    }
    return failure == nil
  }

  private func spill(_ bytes: UnsafeBufferPointer<UInt8>) {
    let file = draft ?? BodyFile.Draft()
    draft = file
    let isKept = file.map { file in
      let isBegun = body.isEmpty || body.withUnsafeBufferPointer { file.append($0) }
      body = []
      return isBegun && file.append(bytes)
    }
    if isKept != true {
      fail(
        HTTPFailure(.tooLarge, "there is no room for \(Self.size(bytes.count)) more of the reply on the disk")
      )
    }
  }

  func send(into room: UnsafeMutableRawBufferPointer) -> Int { outgoing?.send(into: room) ?? 0 }

  func restart(at offset: Int) { outgoing?.move(to: offset) }

  /// Told often; what counts is whether more of the body went out.
  func progress(sent: Int) {
    if sent != self.sent { lastActivity = MonotonicTime.now }
    self.sent = sent
  }

  // MARK: Ends

  var idleDeadline: Duration { lastActivity + request.deadlines.idle }

  func idleFailure(_ now: Duration) -> HTTPFailure? {
    guard now >= idleDeadline else { return nil }
    return HTTPFailure(.idleTimeout, "nothing came for \(request.deadlines.idle.inWords)")
  }

  /// The failure with what is known of how far the request got.
  private func completed(_ failure: HTTPFailure) -> HTTPFailure {
    HTTPFailure(
      failure.kind, failure.message,
      mayHaveBeenReceived: handle.map { ccurl_number($0, CURLINFO_REQUEST_SIZE) > 0 } ?? false)
  }

  func noteConnection() {
    hasConnection = handle.map(ccurl_has_connection) ?? false
  }

  func finish(_ code: CURLcode) { answer.resume(returning: result(code)) }

  func abandon(_ failure: HTTPFailure) { answer.resume(returning: .failure(completed(failure))) }

  private func result(_ code: CURLcode) -> Result<HTTPResponse, HTTPFailure> {
    guard let handle else { return .failure(.cancelled) }
    if let failure { return .failure(completed(failure)) }
    if let refusal, code != CURLE_OK { return .failure(HTTPFailure(.refusedAddress, refusal)) }
    guard code == CURLE_OK else {
      let words = words.map { String(cString: $0) } ?? ""
      return .failure(completed(HTTPFailure(code, request, handle, words)))
    }
    guard headers.isComplete else {
      return .failure(completed(HTTPFailure(.truncated, "the reply ended inside its headers")))
    }
    let status = ccurl_number(handle, CURLINFO_RESPONSE_CODE)
    let isBodiless = request.method == "HEAD" || [204, 304].contains(status)
    if let decoder, !decoder.isComplete {
      return .failure(completed(HTTPFailure(.truncated, "the packed reply ended before it was complete")))
    }
    // libcurl takes a stream of HTTP/2 that broke with its connection for one that came to its end.
    if !isBodiless, received < announcedLength(status) {
      return .failure(completed(HTTPFailure(.truncated, "the reply ended before it was complete")))
    }
    guard (100...599).contains(status) else {
      return .failure(
        completed(HTTPFailure(.malformed, "the reply has the status \(status), which HTTP does not know")))
    }
    var fields = headers.result
    if decoder != nil { fields.remove("Content-Encoding") }
    var response = HTTPResponse(
      status: status, headers: fields, body: body, file: draft?.finish(), address: request.address,
      timing: CallTiming(of: handle, received: received))
    response.endsWithConnection = decoder == nil && !isBodiless && !saysWhereItEnds(handle)
    return .success(response)
  }

  /// How many bytes the reply says that it has, at least: what is packed has some, however little is in it.
  private func announcedLength(_ status: Int) -> Int {
    if let length = headers.value("Content-Length") {
      return headers.value("Transfer-Encoding") == nil ? Int(length) ?? 0 : 0
    }
    let isPacked = headers.value("Content-Encoding").flatMap(ContentCoding.decoder) != nil
    return isPacked && status < 300 ? 1 : 0
  }

  /// Whether the reply itself says how long it is.
  private func saysWhereItEnds(_ handle: UnsafeMutableRawPointer) -> Bool {
    if headers.value("Content-Length") != nil { return true }
    // A stream ends by itself, but nobody is told whether it did when its connection is gone.
    let isNewer = ccurl_number(handle, CURLINFO_HTTP_VERSION) >= Int(CURL_HTTP_VERSION_2_0)
    if isNewer { return hasConnection }
    return headers.value("Transfer-Encoding")?.lowercased().contains("chunked") ?? false
  }

  private static func size(_ bytes: Int) -> String {
    bytes >= 1 << 20 ? "\(bytes >> 20) MB" : bytes >= 1 << 10 ? "\(bytes >> 10) kB" : "\(bytes) bytes"
  }
}

extension CallTiming {
  /// libcurl counts all phases from the start of the call.
  fileprivate init(of handle: UnsafeMutableRawPointer, received: Int) {
    func moment(_ info: CURLINFO) -> Duration { .microseconds(ccurl_size(handle, info)) }
    let resolved = moment(CURLINFO_NAMELOOKUP_TIME_T)
    let connected = moment(CURLINFO_CONNECT_TIME_T)
    let secured = moment(CURLINFO_APPCONNECT_TIME_T)
    let ready = moment(CURLINFO_PRETRANSFER_TIME_T)
    let answered = moment(CURLINFO_STARTTRANSFER_TIME_T)
    self.init()
    resolve = resolved
    connect = max(.zero, connected - resolved)
    secure = secured > .zero ? max(.zero, secured - connected) : .zero
    firstByte = max(.zero, answered - ready)
    total = moment(CURLINFO_TOTAL_TIME_T)
    self.received = received
  }
}
