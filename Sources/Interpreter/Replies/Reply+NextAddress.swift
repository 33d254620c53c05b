internal import HTTP
internal import Language
internal import Programs

extension Reply {
  /// The address of the next page as a reply names it, which may be a part of one.
  func resolved(_ address: String, _ rules: PageRules) throws(RunFailure) -> String {
    let base = response.address
    let next: WebAddress
    do throws(WebAddress.Problem) {
      next = try base.resolving(address)
    } catch {
      throw RunFailure(
        .provider, "the address of the next page cannot be called: \(error.message)", at: rules.place)
    }
    guard base.scheme == .http || next.scheme == .https else {
      throw RunFailure(.provider, "the next page is to be read without encryption", at: rules.place)
    }
    return next.description
  }
}
