internal import Language
internal import Programs

extension PageReading {
  /// The step to the page whose token the reply names; without a token the listing ends, unless `more` says that something follows.
  func step(to token: ExpressionProgram, while more: ExpressionProgram?) throws(RunFailure) -> PageStep {
    let claim = try more?.claim(variables)
    if claim == false { return .end(.noMore) }
    guard let token = try token.token(variables) else {
      if claim == true { throw RunFailure.moreWithoutToken(at: token.place) }
      return .end(.unnamed)
    }
    var next = position.following(count)
    next.token = token
    return .next(next)
  }
}
