internal import Programs

extension StreamWork {
  /// Asks for the only page of a listing, which is full and names no next one, with one record less: it is all there is when the
  /// provider then names a next page.
  ///
  /// Nothing else tells a listing of as many records as a page holds from one whose next page is sought in the wrong place.
  func provesEnd(of task: PageTask, _ slice: Slice, _ portions: [[String]]) async -> Bool {
    guard let size = pageSize, size > 1, !stream.isQueue else { return false }
    var smaller = self
    smaller.options.pageSize = size - 1
    // One portion of the fields tells as much as all.
    var first = task
    first.positions = [stream.pages.first]
    var probe = first
    probe.positions[0].doubted = .unnamed
    do throws(RunFailure) {
      let fetched = try await smaller.fetch(probe, slice, portions)
      guard let answer = fetched.answers.first, case .accept = answer.judgement else { return false }
      let reading = try PageContent(of: fetched, first, smaller, slice, after: 0).first
      return try stream.pages.step(after: reading, smaller.pageRules).next != nil
    } catch {
      // It was asked only to be sure: whatever is wrong with the answer, the listing is doubted as before.
      return false
    }
  }
}
