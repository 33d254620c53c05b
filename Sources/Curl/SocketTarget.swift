internal import CCurl
internal import Glibc
internal import Values

extension IPAddress {
  /// The address that libcurl is about to connect to.
  init?(_ target: UnsafeMutablePointer<curl_sockaddr>) {
    // The struct ends in a field that is longer than it looks.
    let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) ?? 0
    self.init(
      socketAddress: UnsafeRawPointer(target).advanced(by: offset).assumingMemoryBound(to: sockaddr.self))
  }
}

extension UnsafeMutablePointer<curl_sockaddr> {
  /// The socket for it, closed to child processes.
  func open() -> curl_socket_t {
    socket(pointee.family, pointee.socktype | Int32(SOCK_CLOEXEC.rawValue), pointee.protocol)
  }
}
