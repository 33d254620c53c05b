internal import CCurl
internal import Glibc
internal import HTTP
internal import Values

/// One exchange with a server for files, on the thread of its loop.
final class SFTPTransfer: LoopTransfer {
  enum Task: Sendable {
    case list, listLong, get
    /// Into a file.
    case fetch
    case put(BodyFile, then: String)
    case commands([String])
  }

  /// What came; in a file where that was asked for.
  struct Received: Sendable {
    var bytes: [UInt8] = []
    var file: BodyFile?
  }

  let handle: UnsafeMutableRawPointer? = ccurl_easy_init()
  private(set) var failure: HTTPFailure?
  private let account: SFTPAccount
  private let path: String
  private let addressGuard: AddressGuard
  private let deadlines: Deadlines
  private let limit: Int
  private let answer: TransferAnswer<Received>
  private var addressParts: OpaquePointer?
  private var commands: UnsafeMutablePointer<curl_slist>?
  /// Keys as files that only this process sees.
  private var files: [MemoryFile] = []
  private var received: [UInt8] = []
  private var draft: BodyFile.Draft?
  private var outgoing: OutgoingFile?
  private var refusal: String?
  private var lastActivity = MonotonicTime.now

  init(
    _ task: Task, _ path: String, _ account: SFTPAccount, _ addressGuard: AddressGuard,
    _ deadlines: Deadlines,
    limit: Int, answer: TransferAnswer<Received>
  ) {
    self.account = account
    self.path = path
    self.addressGuard = addressGuard
    self.deadlines = deadlines
    self.limit = limit
    self.answer = answer
    setAddress(path)
    setAccount()
    setTask(task)
    setCallbacks()
  }

  deinit {
    ccurl_easy_cleanup(handle)
    ccurl_url_cleanup(addressParts)
    ccurl_slist_free_all(commands)
  }

  /// A word of a command to the server.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { quoted += "\\" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  // MARK: Settings

  private func setAddress(_ path: String) {
    addressParts = ccurl_url()
    let encoded = path.split(separator: "/", omittingEmptySubsequences: false).map {
      String($0).percentEncoded
    }
    let parts = [
      (CURLUPART_SCHEME, "sftp"), (CURLUPART_HOST, account.host), (CURLUPART_PORT, String(account.port)),
      (CURLUPART_PATH, encoded.joined(separator: "/")),
    ]
    for (part, value) in parts where ccurl_url_set(addressParts, part, value, 0) != CURLUE_OK {
      failure = HTTPFailure(.malformed, "\(account.host) is no server that can be called")
    }
    _ = ccurl_set_pointer(handle, CURLOPT_CURLU, UnsafeRawPointer(addressParts))
    text(CURLOPT_PROTOCOLS_STR, "sftp")
    text(CURLOPT_PROXY, "")
    number(CURLOPT_PATH_AS_IS, 1)
    number(CURLOPT_NOSIGNAL, 1)
    number(CURLOPT_QUICK_EXIT, 1)
    number(CURLOPT_CONNECTTIMEOUT_MS, deadlines.connect.wholeMilliseconds)
    number(CURLOPT_TIMEOUT_MS, deadlines.total.wholeMilliseconds)
  }

  private func setAccount() {
    text(CURLOPT_USERNAME, account.username)
    switch account.credential {
    case .password(let password):
      number(CURLOPT_SSH_AUTH_TYPES, 1 << 1)
      text(CURLOPT_PASSWORD, password)
    case .privateKey(let key, let passphrase):
      number(CURLOPT_SSH_AUTH_TYPES, 1 << 0)
      file(CURLOPT_SSH_PRIVATE_KEYFILE, key)
      text(CURLOPT_KEYPASSWD, passphrase ?? "")
    }
    switch account.hostKey {
    case .fingerprint(let given):
      let letters = (given.hasPrefix("SHA256:") ? given.dropFirst(7) : given[...]).prefix { $0 != "=" }
      // libcurl takes an empty one for none at all.
      guard letters.utf8.count == 43 else {
        failure = HTTPFailure(.tls, "the fingerprint of a host key is `SHA256:` and 43 letters")
        return
      }
      text(CURLOPT_SSH_HOST_PUBLIC_KEY_SHA256, String(letters))
    case .knownHosts(let lines): file(CURLOPT_SSH_KNOWNHOSTS, lines.hasSuffix("\n") ? lines : lines + "\n")
    }
  }

  private func setTask(_ task: Task) {
    switch task {
    case .list: number(CURLOPT_DIRLISTONLY, 1)
    case .listLong, .get: break
    case .fetch:
      draft = BodyFile.Draft()
      if draft == nil { failure = HTTPFailure(.tooLarge, "there is no room on the disk for the file") }
    case .put(let content, let path):
      outgoing = OutgoingFile(content)
      number(CURLOPT_UPLOAD, 1)
      _ = ccurl_set_size(handle, CURLOPT_INFILESIZE_LARGE, content.count)
      // The address has the passing name; it is taken away again from the one that is meant.
      commands = ccurl_slist_append(nil, "rename \(Self.quoted(path + ".part")) \(Self.quoted(path))")
      _ = ccurl_set_list(handle, CURLOPT_POSTQUOTE, commands)
    case .commands(let words):
      number(CURLOPT_NOBODY, 1)
      commands = words.reduce(nil) { ccurl_slist_append($0, $1) }
      _ = ccurl_set_list(handle, CURLOPT_QUOTE, commands)
    }
  }

  private func setCallbacks() {
    let context = Unmanaged.passUnretained(self).toOpaque()
    _ = ccurl_set_socket_callback(handle) { context, _, address in
      guard let context, let address else { return CURL_SOCKET_BAD }
      return Unmanaged<SFTPTransfer>.fromOpaque(context).takeUnretainedValue().openSocket(address)
    }
    _ = ccurl_set_pointer(handle, CURLOPT_OPENSOCKETDATA, context)
    _ = ccurl_set_transfer_callback(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      guard let bytes, let context else { return 0 }
      let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
      return Unmanaged<SFTPTransfer>.fromOpaque(context).takeUnretainedValue().receive(piece)
    }
    _ = ccurl_set_pointer(handle, CURLOPT_WRITEDATA, context)
    _ = ccurl_set_transfer_callback(handle, CURLOPT_READFUNCTION) { bytes, size, count, context in
      guard let bytes, let context else { return 0 }
      let room = UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
      return Unmanaged<SFTPTransfer>.fromOpaque(context).takeUnretainedValue().send(into: room)
    }
    _ = ccurl_set_pointer(handle, CURLOPT_READDATA, context)
  }

  // MARK: Callbacks

  private func openSocket(_ target: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
    guard let ip = IPAddress(target), refusal == nil else { return CURL_SOCKET_BAD }
    refusal = addressGuard.refusal(host: account.host, port: account.port, address: ip, isWeb: false)
    return refusal == nil ? target.open() : CURL_SOCKET_BAD
  }

  private func receive(_ piece: UnsafeRawBufferPointer) -> Int {
    lastActivity = MonotonicTime.now
    guard (draft?.count ?? received.count) + piece.count <= limit else {
      failure = HTTPFailure(.tooLarge, "the file is longer than \(limit) bytes")
      return piece.count &- 1
    }
    guard let draft else {
      received.append(contentsOf: piece)
      return piece.count
    }
    guard draft.append(piece.bindMemory(to: UInt8.self)) else {
      failure = HTTPFailure(.tooLarge, "there is no room on the disk for the rest of the file")
      return piece.count &- 1
    }
    return piece.count
  }

  private func send(into room: UnsafeMutableRawBufferPointer) -> Int {
    lastActivity = MonotonicTime.now
    return outgoing?.send(into: room) ?? 0
  }

  // MARK: Ends

  var idleDeadline: Duration { lastActivity + deadlines.idle }

  func idleFailure(_ now: Duration) -> HTTPFailure? {
    now >= idleDeadline ? HTTPFailure(.idleTimeout, "nothing came for \(deadlines.idle.inWords)") : nil
  }

  func finish(_ code: CURLcode) {
    if let failure { return abandon(failure) }
    if code == CURLE_OK {
      return answer.resume(returning: .success(Received(bytes: received, file: draft?.finish())))
    }
    if let refusal { return abandon(HTTPFailure(.refusedAddress, refusal)) }
    abandon(failure(of: code))
  }

  func abandon(_ failure: HTTPFailure) {
    let mayHaveBeenReceived = handle.map { ccurl_size($0, CURLINFO_APPCONNECT_TIME_T) > 0 } ?? false
    answer.resume(
      returning: .failure(
        HTTPFailure(failure.kind, failure.message, mayHaveBeenReceived: mayHaveBeenReceived)))
  }

  private func failure(of code: CURLcode) -> HTTPFailure {
    let host = account.host
    return switch code {
    case CURLE_COULDNT_RESOLVE_HOST:
      HTTPFailure(.resolution, "the name \(host) cannot be resolved to an address")
    case CURLE_COULDNT_CONNECT: HTTPFailure(.connection, "no connection to \(host):\(account.port)")
    case CURLE_PEER_FAILED_VERIFICATION:
      HTTPFailure(.tls, "\(host) shows another host key than the one that is expected")
    case CURLE_LOGIN_DENIED: HTTPFailure(.tls, "\(host) refuses \(account.username)")
    case CURLE_REMOTE_FILE_NOT_FOUND: HTTPFailure(.malformed, "there is no `\(path)` on \(host)")
    case CURLE_REMOTE_ACCESS_DENIED: HTTPFailure(.malformed, "\(host) denies access to `\(path)`")
    case CURLE_QUOTE_ERROR: HTTPFailure(.malformed, "\(host) refused to rename or delete the file")
    case CURLE_OPERATION_TIMEDOUT: HTTPFailure(.totalTimeout, "not done within \(deadlines.total.inWords)")
    default:
      HTTPFailure(
        .truncated, "the exchange with \(host) broke: \(String(cString: ccurl_easy_strerror(code)))")
    }
  }

  private func number(_ option: CURLoption, _ value: Int) { _ = ccurl_set_number(handle, option, value) }
  private func text(_ option: CURLoption, _ value: String) { _ = ccurl_set_text(handle, option, value) }

  private func file(_ option: CURLoption, _ content: String) {
    guard let file = MemoryFile(content) else {
      failure = HTTPFailure(.connection, "there is no memory for the key")
      return
    }
    files.append(file)
    text(option, file.path)
  }
}

/// A file without a name on any disk, for keys that libssh2 only reads from files.
final class MemoryFile {
  private let descriptor: Int32
  var path: String { "/proc/self/fd/\(descriptor)" }

  init?(_ content: String) {
    descriptor = ccurl_memory_file()
    guard descriptor >= 0 else { return nil }
    let bytes = Array(content.utf8)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count <= 0 { return nil }
      written += count
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}
