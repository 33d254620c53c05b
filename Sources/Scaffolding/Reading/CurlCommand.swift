/// What a curl command asks for.
struct CurlCommand: Sendable, Hashable {
  var method = "GET"
  var address = ""
  var headers: [Header] = []
  var body: String?
  var hasUser = false
  /// Values that `--url-query` and `--get` put into the address.
  var query: [WebAddress.Parameter] = []

  struct Header: Sendable, Hashable {
    var name: String
    var value: String
  }

  init(_ command: String) throws(ScaffoldProblem) {
    guard command.utf8.count <= 1 << 20 else { throw ScaffoldProblem("the curl command is longer than 1 MB") }
    var words = try ShellWords.split(command)[...]
    if words.first == "$" { words.removeFirst() }
    guard let program = words.popFirst(),
      program == "curl" || program.hasSuffix("/curl") || program == "curl.exe"
    else {
      throw ScaffoldProblem("this is no curl command", help: "it begins with `curl`")
    }
    var data: [String] = []
    var isGet = false
    var given: String?
    while let word = words.popFirst() {
      let (option, attached) = Self.option(word)
      guard let option else {
        if address.isEmpty { address = word }
        continue
      }
      guard Self.takesValue(option) else {
        if option == "-G" || option == "--get" { isGet = true }
        if option == "-I" || option == "--head" { given = "HEAD" }
        continue
      }
      guard let value = attached ?? words.popFirst() else {
        throw ScaffoldProblem("`\(option)` of the curl command has no value")
      }
      switch option {
      case "-X", "--request": given = value.uppercased()
      case "-H", "--header": add(header: value)
      case "-A", "--user-agent", "-e", "--referer": break
      case "-b", "--cookie": headers.append(Header(name: "Cookie", value: value))
      case "-u", "--user": hasUser = true
      case "--oauth2-bearer": headers.append(Header(name: "Authorization", value: "Bearer \(value)"))
      case "-d", "--data", "--data-raw", "--data-ascii", "--data-binary", "--data-urlencode":
        data.append(value)
      case "-F", "--form":
        data.append(value)
        headers.append(Header(name: "Content-Type", value: "multipart/form-data"))
      case "--json":
        data.append(value)
        headers.append(Header(name: "Content-Type", value: "application/json"))
      case "--url": address = value
      case "--url-query": query += Self.pairs(value)
      default: break
      }
    }
    guard !address.isEmpty else { throw ScaffoldProblem("the curl command names no address") }
    if isGet {
      query += data.flatMap(Self.pairs)
    } else if !data.isEmpty {
      body = data.joined(separator: "&")
    }
    method = given ?? (isGet || body == nil ? "GET" : "POST")
  }

  /// The option of a word, and the value that is attached to it: `--data=x`, `-XPOST`.
  private static func option(_ word: String) -> (String?, String?) {
    guard word.hasPrefix("-"), word.utf8.count > 1 else { return (nil, nil) }
    if word.hasPrefix("--") {
      guard let sign = word.firstIndex(of: "=") else { return (word, nil) }
      return (String(word[..<sign]), String(word[word.index(after: sign)...]))
    }
    let short = String(word.prefix(2))
    if word.count == 2 { return (short, nil) }
    // `-sSL` are several, the last of which may take a value.
    if takesValue(short) { return (short, String(word.dropFirst(2))) }
    let last = "-" + word.suffix(1)
    return (takesValue(last) || word.contains("G") == false ? last : "-G", nil)
  }

  private static let withValue: Set = [
    "-X", "-H", "-A", "-e", "-b", "-u", "-d", "-F", "-o", "-m", "-x", "-c", "-w", "-E", "-T", "-K", "-r",
    "-Y", "-y", "-U", "-C", "-D", "-z",
    "--request", "--header", "--user-agent", "--referer", "--cookie", "--user", "--oauth2-bearer", "--data",
    "--data-raw", "--data-ascii",
    "--data-binary", "--data-urlencode", "--form", "--json", "--url", "--url-query", "--output", "--max-time",
    "--connect-timeout", "--proxy",
    "--cookie-jar", "--write-out", "--cert", "--key", "--cacert", "--retry", "--retry-delay", "--resolve",
    "--interface", "--limit-rate",
    "--max-redirs", "--proxy-user", "--range", "--upload-file", "--config", "--ciphers", "--tls-max",
    "--aws-sigv4", "--form-string", "--proto", "--cert-type", "--key-type", "--pass", "--max-filesize",
    "--connect-to", "--unix-socket", "--socks5", "--retry-max-time", "--speed-limit", "--speed-time",
  ]

  private static func takesValue(_ option: String) -> Bool { withValue.contains(option) }

  private mutating func add(header: String) {
    guard let colon = header.firstIndex(of: ":") else { return }
    let value = header[header.index(after: colon)...].drop { $0 == " " }
    headers.append(Header(name: String(header[..<colon]), value: String(value)))
  }

  static func pairs(_ text: String) -> [WebAddress.Parameter] {
    WebAddress("https://example.com/?\(text)")?.query ?? []
  }
}
