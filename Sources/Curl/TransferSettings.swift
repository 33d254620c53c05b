internal import CCurl
internal import Glibc
internal import HTTP

/// Tells libcurl what a request wants, and forbids what nobody asked for.
struct TransferSettings {
  private let handle: UnsafeMutableRawPointer

  init(_ handle: UnsafeMutableRawPointer) { self.handle = handle }

  func apply(_ request: HTTPRequest, _ options: CurlOptions, to transfer: Transfer) {
    setAddress(request.address, transfer)
    setBounds(request.deadlines)
    setMethod(request)
    transfer.headerList = headers(of: request, options)
    _ = ccurl_set_list(handle, CURLOPT_HTTPHEADER, transfer.headerList)
    setSecurity(request, options)
    if let words = transfer.words { _ = ccurl_set_pointer(handle, CURLOPT_ERRORBUFFER, words) }
    let proxy = options.proxies.proxy(for: request.address)
    setProxy(proxy, transfer)
    setTarget(request, isBehindProxy: proxy != nil)
    if !options.resolutions.isEmpty {
      transfer.resolutionList = options.resolutions.reduce(nil) { ccurl_slist_append($0, $1) }
      _ = ccurl_set_list(handle, CURLOPT_RESOLVE, transfer.resolutionList)
    }
    setCallbacks(transfer, watchesSending: request.body?.isEmpty == false || request.file != nil)
    if request.file != nil { setSending(transfer) }
  }

  /// Part by part: two programs that take an address apart do not always come to the same host.
  private func setAddress(_ address: WebAddress, _ transfer: Transfer) {
    transfer.addressParts = ccurl_url()
    let parts = [
      (CURLUPART_SCHEME, address.scheme.rawValue), (CURLUPART_HOST, address.host),
      (CURLUPART_PORT, String(address.port)), (CURLUPART_PATH, address.path),
    ]
    for (part, value) in parts + (address.query.map { [(CURLUPART_QUERY, $0)] } ?? [])
    where ccurl_url_set(transfer.addressParts, part, value, 0) != CURLUE_OK {
      transfer.fail(HTTPFailure(.malformed, "\(address.origin) is no address that can be called"))
    }
    _ = ccurl_set_pointer(handle, CURLOPT_CURLU, UnsafeRawPointer(transfer.addressParts))
  }

  /// Letter for letter as it was signed: libcurl writes `%2F` as `%2f`, and many a server signs the text that it received.
  ///
  /// A digest is over libcurl's own spelling, and a proxy is told the whole address.
  private func setTarget(_ request: HTTPRequest, isBehindProxy: Bool) {
    if request.digest != nil || isBehindProxy && request.address.scheme == .http { return }
    text(CURLOPT_REQUEST_TARGET, request.address.target)
  }

  private func setBounds(_ deadlines: Deadlines) {
    number(CURLOPT_CONNECTTIMEOUT_MS, deadlines.connect.wholeMilliseconds)
    number(CURLOPT_TIMEOUT_MS, deadlines.total.wholeMilliseconds)
    number(CURLOPT_NOSIGNAL, 1)
    // A resolver that hangs must not hold up the transfers of others when its own is given up.
    number(CURLOPT_QUICK_EXIT, 1)
    // Fewer waits for the socket; and what comes in is copied on at once, while it still lies near the processor.
    number(CURLOPT_BUFFERSIZE, 256 << 10)
  }

  private func setMethod(_ request: HTTPRequest) {
    text(CURLOPT_PROTOCOLS_STR, "http,https")
    number(CURLOPT_FOLLOWLOCATION, 0)
    number(CURLOPT_PATH_AS_IS, 1)
    number(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
    // Only there may one connection carry them all: elsewhere each would wait for the first reply to that host.
    if request.address.scheme == .https { number(CURLOPT_PIPEWAIT, 1) }
    // On a kept connection libcurl repeats a request that got no answer, whatever its method.
    if request.isNeverRepeated { number(CURLOPT_FRESH_CONNECT, 1) }
    if let file = request.file {
      number(CURLOPT_POST, 1)
      _ = ccurl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, file.count)
      return text(CURLOPT_CUSTOMREQUEST, request.method)
    }
    switch (request.method, request.body) {
    case ("GET", nil): number(CURLOPT_HTTPGET, 1)
    case ("HEAD", nil): number(CURLOPT_NOBODY, 1)
    case (let method, let body?):
      setBody(body)
      text(CURLOPT_CUSTOMREQUEST, method)
    case ("POST", nil), ("PUT", nil), ("PATCH", nil):
      setBody([])
      text(CURLOPT_CUSTOMREQUEST, request.method)
    case (let method, nil): text(CURLOPT_CUSTOMREQUEST, method)
    }
  }

  private func setBody(_ body: [UInt8]) {
    number(CURLOPT_POST, 1)
    _ = ccurl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, body.count)
    body.withUnsafeBytes { bytes in
      _ = ccurl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, bytes.baseAddress ?? UnsafeRawPointer(handle))
    }
  }

  private func headers(of request: HTTPRequest, _ options: CurlOptions) -> UnsafeMutablePointer<curl_slist>? {
    // A semicolon in the place of the colon is how libcurl is told to send a header without a value.
    var lines = request.headers.fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
    if request.headers["User-Agent"] == nil { lines.append("User-Agent: \(options.userAgent)") }
    if request.headers["Accept-Encoding"] == nil {
      lines.append("Accept-Encoding: \(ContentCoding.accepted)")
    }
    if request.headers["Content-Type"] == nil { lines.append("Content-Type:") }
    lines.append("Expect:")
    return lines.reduce(nil) { ccurl_slist_append($0, $1) }
  }

  private func setSecurity(_ request: HTTPRequest, _ options: CurlOptions) {
    number(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    // A fifth of a megabyte, of which libcurl makes several copies for each request.
    let isEncrypted = request.address.scheme == .https || options.proxies.proxy(for: request.address) != nil
    if isEncrypted, let authorities = options.authorities { blob(CURLOPT_CAINFO_BLOB, authorities) }
    if let certificate = request.certificate {
      blob(CURLOPT_SSLCERT_BLOB, Array(certificate.certificate.utf8))
      blob(CURLOPT_SSLKEY_BLOB, Array(certificate.key.utf8))
      // Never none: libcurl measures the text of one that was not given when the key wants it, and the process is gone.
      text(CURLOPT_KEYPASSWD, certificate.passphrase ?? "")
    }
    if let digest = request.digest {
      number(CURLOPT_HTTPAUTH, 1 << 1)
      text(CURLOPT_USERNAME, digest.username)
      text(CURLOPT_PASSWORD, digest.password)
    }
  }

  private func setProxy(_ proxy: String?, _ transfer: Transfer) {
    // libcurl calls directly, and says nothing, where a user or password of the proxy cannot be read.
    if proxy?.percentDecoded(plusIsBlank: false).utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) == true {
      transfer.fail(HTTPFailure(.malformed, "the address of the proxy holds a control character"))
    }
    number(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    // Only empty texts keep libcurl from reading the environment.
    text(CURLOPT_PROXY, proxy ?? "")
    text(CURLOPT_NOPROXY, "")
  }

  private func setCallbacks(_ transfer: Transfer, watchesSending: Bool) {
    let context = Unmanaged.passUnretained(transfer).toOpaque()
    _ = ccurl_set_socket_callback(handle) { context, _, address in
      guard let context, let address else { return CURL_SOCKET_BAD }
      return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().openSocket(address)
    }
    _ = ccurl_set_pointer(handle, CURLOPT_OPENSOCKETDATA, context)
    _ = ccurl_set_transfer_callback(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
      Self.received(bytes, size, count, context) { $0.receive(header: $1) }
    }
    _ = ccurl_set_pointer(handle, CURLOPT_HEADERDATA, context)
    _ = ccurl_set_transfer_callback(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      Self.received(bytes, size, count, context) { $0.receive($1) }
    }
    _ = ccurl_set_pointer(handle, CURLOPT_WRITEDATA, context)
    guard watchesSending else { return }
    number(CURLOPT_NOPROGRESS, 0)
    _ = ccurl_set_progress_callback(handle) { context, _, _, _, sent in
      if let context { Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().progress(sent: sent) }
      return 0
    }
    _ = ccurl_set_pointer(handle, CURLOPT_XFERINFODATA, context)
  }

  /// The body comes from a file, piece by piece.
  private func setSending(_ transfer: Transfer) {
    let context = Unmanaged.passUnretained(transfer).toOpaque()
    _ = ccurl_set_transfer_callback(handle, CURLOPT_READFUNCTION) { bytes, size, count, context in
      guard let bytes, let context else { return 0 }
      let room = UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
      return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().send(into: room)
    }
    _ = ccurl_set_pointer(handle, CURLOPT_READDATA, context)
    _ = ccurl_set_seek_callback(handle) { context, offset, origin in
      guard let context, origin == SEEK_SET else { return CURL_SEEKFUNC_CANTSEEK }
      Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().restart(at: Int(offset))
      return CURL_SEEKFUNC_OK
    }
    _ = ccurl_set_pointer(handle, CURLOPT_SEEKDATA, context)
  }

  /// What a callback answers: all bytes taken, or none to end the transfer.
  private static func received(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?,
    _ take: (Transfer, UnsafeBufferPointer<UInt8>) -> Bool
  ) -> Int {
    let (total, overflow) = size.multipliedReportingOverflow(by: count)
    guard let context, !overflow else { return 0 }
    let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    guard let bytes, total > 0 else { return total }
    let isTaken = bytes.withMemoryRebound(to: UInt8.self, capacity: total) {
      take(transfer, UnsafeBufferPointer(start: $0, count: total))
    }
    // Any number but the one that was given ends the transfer; zero would be right for an empty piece.
    return isTaken ? total : total &- 1
  }

  private func number(_ option: CURLoption, _ value: Int) { _ = ccurl_set_number(handle, option, value) }
  private func text(_ option: CURLoption, _ value: String) { _ = ccurl_set_text(handle, option, value) }
  private func blob(_ option: CURLoption, _ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { _ = ccurl_set_blob(handle, option, $0.baseAddress, $0.count) }
  }
}

extension Duration {
  /// At least one, because libcurl takes zero for no limit.
  var wholeMilliseconds: Int {
    let (seconds, attoseconds) = components
    return max(1, Int(min(seconds, 1 << 31)) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
  }
}
