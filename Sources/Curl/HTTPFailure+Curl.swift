internal import CCurl
internal import HTTP

extension HTTPFailure {
  /// What an error of libcurl means for the caller; `words` are its own, with those of the TLS library.
  init(_ code: CURLcode, _ request: HTTPRequest, _ handle: UnsafeMutableRawPointer, _ words: String) {
    let host = request.address.host
    if let alert = Self.certificateAlert(in: words) {
      self.init(certificateRefusedBy: request, because: alert)
      return
    }
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST:
      self.init(.resolution, "the name \(host) cannot be resolved to an address")
    case CURLE_COULDNT_RESOLVE_PROXY:
      self.init(.resolution, "the name of the proxy cannot be resolved to an address")
    case CURLE_COULDNT_CONNECT, CURLE_PROXY:
      self.init(
        .connection,
        "no connection to \(request.address.origin): \(Self.systemWords(handle) ?? Self.words(code))")
    case CURLE_SSL_CONNECT_ERROR:
      self.init(.connection, "no secure connection to \(host): the TLS handshake failed")
    case CURLE_PEER_FAILED_VERIFICATION:
      self.init(.tls, "the certificate of \(host) is not trusted: \(Self.certificateWords(handle))")
    case CURLE_SSL_CERTPROBLEM:
      self.init(.certificate, "the client certificate\(Self.settings(of: request)) cannot be used")
    case CURLE_SSL_CACERT_BADFILE: self.init(.tls, "the trusted certificates cannot be read")
    case CURLE_OPERATION_TIMEDOUT: self.init(timeoutOf: request, handle)
    case CURLE_PARTIAL_FILE, CURLE_HTTP2, CURLE_HTTP2_STREAM:
      self.init(.truncated, "the reply ended before it was complete")
    case CURLE_GOT_NOTHING: self.init(.truncated, "\(host) closed the connection without a reply")
    case CURLE_RECV_ERROR, CURLE_SEND_ERROR:
      self.init(
        .truncated, "the connection to \(host) broke: \(Self.systemWords(handle) ?? Self.words(code))")
    case CURLE_FILESIZE_EXCEEDED: self.init(.tooLarge, "the reply is too long")
    case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL:
      self.init(.malformed, "\(host) does not answer in HTTP")
    default: self.init(.malformed, "the call to \(host) failed: \(Self.words(code))")
    }
  }

  /// Which of the deadlines it was: before the connection stood there is only one.
  private init(timeoutOf request: HTTPRequest, _ handle: UnsafeMutableRawPointer) {
    let isReady = ccurl_size(handle, CURLINFO_PRETRANSFER_TIME_T) > 0
    let spent = Duration.microseconds(ccurl_size(handle, CURLINFO_TOTAL_TIME_T))
    let deadlines = request.deadlines
    if !isReady, spent < deadlines.total {
      self.init(
        .connectTimeout, "no connection to \(request.address.origin) within \(deadlines.connect.inWords)")
    } else {
      self.init(.totalTimeout, "no complete reply within \(deadlines.total.inWords)")
    }
  }

  private init(certificateRefusedBy request: HTTPRequest, because alert: String) {
    let host = request.address.host
    self.init(
      .certificate,
      request.certificate == nil
        ? "\(host) wants a client certificate"
        : "\(host) does not take the client certificate\(Self.settings(of: request)): \(alert)")
  }

  private static func settings(of request: HTTPRequest) -> String {
    let names = (request.certificate?.settings ?? []).map { "`\($0)`" }
    return names.isEmpty ? " or its key" : " of the settings \(names.joined(separator: ", "))"
  }

  /// What the other side said of our certificate, with which it ends the connection: `certificate expired`.
  private static func certificateAlert(in words: String) -> String? {
    let parts = words.split(separator: " alert ", maxSplits: 1)
    guard parts.count == 2, let alert = parts.last?.prefix(while: { $0 != "," }) else { return nil }
    return alert.contains("certificate") || alert == "unknown ca" ? String(alert) : nil
  }

  private static func words(_ code: CURLcode) -> String {
    let text = String(cString: ccurl_easy_strerror(code))
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  private static func systemWords(_ handle: UnsafeMutableRawPointer) -> String? {
    let number = ccurl_number(handle, CURLINFO_OS_ERRNO)
    guard let number = Int32(exactly: number), number != 0 else { return nil }
    return SystemWords.text(number)
  }

  private static func certificateWords(_ handle: UnsafeMutableRawPointer) -> String {
    let result = ccurl_number(handle, CURLINFO_SSL_VERIFYRESULT)
    return switch result {
    case 10: "it has expired"
    case 9: "it is not valid yet"
    case 18, 19: "it is signed by itself"
    case 20, 21: "nobody known has signed it"
    // libcurl compares the names itself and leaves 1, what the number is before anything was judged.
    case 0, 1, 62, 64: "it is made out to another name"
    default: "reason \(result)"
    }
  }
}
