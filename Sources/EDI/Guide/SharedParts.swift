/// Segments that guides use in many places, each time with other codes.
extension Guide.Part {
  static func reference(
    _ name: String, _ usage: Guide.Usage, upTo limit: Int = 1, _ codes: CodeList
  ) -> Guide.Item {
    .segment(
      Guide.Part(
        "REF", name, usage, upTo: limit, size: 4, qualified: true, notes: [.oneOf(2, 3)],
        [
          .init(1, .required, .code, 2...3, 128, "reference qualifier", codes),
          .init(2, .required, .text, 1...50, 127, "reference"),
        ]))
  }

  static func date(
    _ name: String, _ usage: Guide.Usage, upTo limit: Int = 1, _ codes: CodeList, forms: CodeList = "D8"
  ) -> Guide.Item {
    .segment(
      Guide.Part(
        "DTP", name, usage, upTo: limit, size: 3, qualified: true,
        [
          .init(1, .required, .code, 3...3, 374, "date qualifier", codes),
          .init(2, .required, .code, 2...3, 1250, "date form", forms),
          .init(3, .required, .period, 1...35, 1251, "date"),
        ]))
  }

  static func amount(_ name: String, upTo limit: Int) -> Guide.Item {
    .segment(
      Guide.Part(
        "AMT", name, .situational, upTo: limit, size: 3,
        [
          .init(1, .required, .code, 1...3, 522, "amount qualifier", "B9 C1 D2 EBA FK P3 R"),
          .init(2, .required, .decimal, 1...18, 782, "amount"),
        ]))
  }

  /// A party by name and number, as headers name it.
  static func party(_ name: String, _ codes: CodeList, name usage: Guide.Usage, numbers: CodeList)
    -> Guide.Item
  {
    .segment(
      Guide.Part(
        "N1", name, .required, size: 6, qualified: true, notes: [.oneOf(2, 3), .paired(3, 4)],
        [
          .init(1, .required, .code, 2...3, 98, "party", codes),
          .init(2, usage, .text, 1...60, 93, "name"),
          .init(3, .required, .code, 1...2, 66, "number qualifier", numbers),
          .init(4, .required, .text, 2...80, 67, "number"),
        ]))
  }

  /// Which parts of a person's or organisation's name a place uses.
  enum NameForm {
    case none
    /// Only the last name or the organisation.
    case short(Guide.Usage)
    /// All parts of a name.
    case full(Guide.Usage, first: Guide.Usage)
  }

  static func name(
    _ name: String, _ codes: CodeList, types: CodeList, _ form: NameForm, numbers: CodeList? = nil,
    relation: CodeList? = nil
  ) -> Guide.Item {
    var elements: [Guide.Element] = [
      .init(1, .required, .code, 2...3, 98, "party", codes),
      .init(2, .required, .code, 1...1, 1065, "kind of party", types),
    ]
    switch form {
    case .none: break
    case .short(let usage): elements.append(.init(3, usage, .text, 1...60, 1035, "last name or organisation"))
    case .full(let usage, let first):
      elements += [
        .init(3, usage, .text, 1...60, 1035, "last name or organisation"),
        .init(4, first, .text, 1...35, 1036, "first name"),
        .init(5, .situational, .text, 1...25, 1037, "middle name"),
        .init(6, .situational, .text, 1...10, 1038, "name prefix"),
        .init(7, .situational, .text, 1...10, 1039, "name suffix"),
      ]
    }
    if let numbers {
      elements += [
        .init(8, .situational, .code, 1...2, 66, "number qualifier", numbers),
        .init(9, .situational, .text, 2...80, 67, "number"),
      ]
    }
    if let relation { elements.append(.init(10, .required, .code, 2...2, 706, "relation", relation)) }
    return .segment(
      Guide.Part(
        "NM1", name, .required, size: 12, qualified: true,
        notes: [.paired(8, 9), .conditional(11, 10), .conditional(12, 3)], elements))
  }

  /// Up to three ways to reach someone.
  static func contact(
    _ name: String, _ function: CodeList, numbers: CodeList, named: Bool = false, upTo limit: Int = 1,
    only: Int = 3
  ) -> Guide.Item {
    var elements: [Guide.Element] = [.init(1, .required, .code, 2...2, 366, "contact function", function)]
    if named { elements.append(.init(2, .situational, .text, 1...60, 93, "contact name")) }
    for index in 0..<only {
      let usage: Guide.Usage = index == 0 ? .required : .situational
      elements.append(.init(3 + 2 * index, usage, .code, 2...2, 365, "number qualifier", numbers))
      elements.append(.init(4 + 2 * index, usage, .text, 1...256, 364, "number"))
    }
    return .segment(
      Guide.Part(
        "PER", name, .situational, upTo: limit, size: 9,
        notes: [.paired(3, 4), .paired(5, 6), .paired(7, 8)], elements))
  }

  static func street(_ name: String, _ usage: Guide.Usage = .situational, upTo limit: Int = 1) -> Guide.Item {
    .segment(
      Guide.Part(
        "N3", name, usage, upTo: limit, size: 2,
        [
          .init(1, .required, .text, 1...55, 166, "address line"),
          .init(2, .situational, .text, 1...55, 166, "address line"),
        ]))
  }

  static func city(_ name: String, _ usage: Guide.Usage = .situational, located: Bool = false) -> Guide.Item {
    var elements: [Guide.Element] = [
      .init(1, .required, .text, 2...30, 19, "city"),
      .init(2, .situational, .code, 2...2, 156, "state or province"),
      .init(3, .situational, .code, 3...15, 116, "postal code"),
      .init(4, .situational, .code, 2...3, 26, "country"),
    ]
    if located {
      elements += [
        .init(5, .situational, .code, 1...2, 309, "location qualifier", "60 CY"),
        .init(6, .situational, .text, 1...30, 310, "location"),
      ]
    }
    elements.append(.init(7, .situational, .code, 1...3, 1715, "country subdivision"))
    return .segment(
      Guide.Part(
        "N4", name, usage, size: 7, notes: [.exclusive(2, 7), .conditional(6, 5), .conditional(7, 4)],
        elements))
  }

  static func demographics(_ name: String, _ usage: Guide.Usage) -> Guide.Item {
    .segment(
      Guide.Part(
        "DMG", name, .situational, size: 11, notes: [.paired(1, 2), .paired(10, 11), .conditional(11, 5)],
        [
          .init(1, usage, .code, 2...3, 1250, "date form", "D8"),
          .init(2, usage, .period, 1...35, 1251, "birth date"),
          .init(3, usage, .code, 1...1, 1068, "gender", "F M U"),
          .init(4, .situational, .code, 1...1, 1067, "marital status", "B D I M R S U W X"),
          .init(
            5, .situational, .composite, 1...100, 56, "race or ethnicity", upTo: 10,
            components: [
              .init(
                1, .situational, .code, 1...1, 1109, "race or ethnicity", "7 8 A B C D E F G H I J N O P Z"),
              .init(2, .situational, .code, 1...3, 1270, "code list", "RET"),
              .init(3, .situational, .text, 1...30, 1271, "industry code"),
            ]),
          .init(6, .situational, .code, 1...2, 1066, "citizenship", "1 2 3 4 5 6 7"),
          .init(10, .situational, .code, 1...3, 1270, "code list", "REC"),
          .init(11, .situational, .text, 1...30, 1271, "industry code"),
        ]))
  }
}
