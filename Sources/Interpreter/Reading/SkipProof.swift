internal import Language
internal import Programs
internal import Values

extension StreamWork {
  /// Whether a page holds more than was asked for, where the next request says how many to skip: the provider does not obey the size, or
  /// counts something else.
  func holdsTooMany(_ page: PageReading) -> Bool {
    guard stream.pages.skipsElements, let size = pageRules.size else { return false }
    return page.count > size
  }

  /// Skips as many as were asked for: a provider that counts records gives some of this page once more.
  ///
  /// Where it gives others, it counts something that holds several, a series for instance, and to skip as many as came would leave out most of them in silence.
  func requireElementsAreSkipped(
    after page: PageContent, _ task: PageTask, _ slice: Slice, _ portions: [[String]]
  ) async throws(RunFailure) {
    guard !stream.isQueue, page.isWholeReply, let size = pageRules.size, let position = task.positions.first,
      let known = keys(of: page)
    else { return }
    var probe = task
    probe.positions = [position.following(page.first.count)]
    probe.positions[0].offset = position.offset + size
    // It is asked for to be sure: no recording need have it, and whatever is wrong with the answer is another matter.
    probe.positions[0].doubted = .short
    let answered: PageContent?
    do throws(RunFailure) {
      let fetched = try await fetch(probe, slice, portions)
      guard let answer = fetched.answers.first, case .accept = answer.judgement else { return }
      answered = try PageContent(of: fetched, probe, self, slice, after: 0)
    } catch {
      answered = nil
    }
    guard let answered, answered.isWholeReply, let others = keys(of: answered), !others.isEmpty,
      known.holdsNone(of: others.texts)
    else { return }
    throw RunFailure(
      .request,
      """
      the provider counts something that holds several records: a page of \(size) holds \(page.first.count), and to skip \(size) leads \
      to others. Count as it does: `type: page` with `start: 0`, and `${page.number * page.size}` in the request
      """,
      at: pageRules.place)
  }

  /// Nil where a record has none.
  private func keys(of page: PageContent) -> TextSet? {
    var keys = TextSet()
    for record in page.records {
      guard let key = stream.key.text(of: record) else { return nil }
      keys.insert(key)
    }
    return keys
  }
}
