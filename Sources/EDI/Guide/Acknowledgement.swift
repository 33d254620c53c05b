extension Guide {
  /// 999, implementation acknowledgement, 005010X231A1.
  package static let acknowledgement = Guide(
    transaction: "999", version: "005010X231A1", group: "FA",
    root: Loop(
      "ST", "transaction set", .required, upTo: .max,
      [
        .segment(
          Part(
            "ST", "transaction set header", .required, size: 3,
            [
              .init(1, .required, .code, 3...3, 143, "transaction", "999"),
              .init(2, .required, .text, 4...9, 329, "control number"),
              .init(3, .situational, .text, 1...35, 1705, "guide"),
            ])),
        .segment(
          Part(
            "AK1", "functional group that is answered", .required, size: 3,
            [
              .init(1, .required, .code, 2...2, 479, "functional identifier"),
              .init(2, .required, .whole, 1...9, 28, "group control number"),
              .init(3, .situational, .text, 1...12, 480, "version"),
            ])),
        .loop(answeredSet),
        .segment(
          Part(
            "AK9", "verdict on the group", .required, size: 9,
            [
              .init(1, .required, .code, 1...1, 715, "verdict on the group", "A E M P R W X"),
              .init(2, .required, .whole, 1...6, 97, "number of sets that were announced"),
              .init(3, .required, .whole, 1...6, 123, "number of sets that came"),
              .init(4, .required, .whole, 1...6, 2, "number of sets that were accepted"),
            ] + reasons(from: 5, through: 9, 716))),
        .segment(
          Part(
            "SE", "transaction set trailer", .required, size: 2,
            [
              .init(1, .required, .whole, 1...10, 96, "number of segments"),
              .init(2, .required, .text, 4...9, 329, "control number"),
            ])),
      ]))

  private static let answeredSet = Loop(
    "2000", "transaction set that is answered", .situational, upTo: .max,
    [
      .segment(
        Part(
          "AK2", "transaction set that is answered", .required, size: 3,
          [
            .init(1, .required, .code, 3...3, 143, "transaction"),
            .init(2, .required, .text, 4...9, 329, "control number"),
            .init(3, .situational, .text, 1...35, 1705, "guide"),
          ])),
      .loop(
        Loop(
          "2100", "segment with a mistake", .situational, upTo: .max,
          [
            .segment(
              Part(
                "IK3", "segment with a mistake", .required, size: 4,
                [
                  .init(1, .required, .code, 2...3, 721, "segment"),
                  .init(2, .required, .whole, 1...10, 719, "position of the segment"),
                  .init(3, .situational, .text, 1...4, 447, "loop"),
                  .init(
                    4, .required, .code, 1...3, 620, "mistake of a segment", "1 2 3 4 5 6 7 8 I4 I6 I7 I8 I9"),
                ])),
            context,
            .loop(
              Loop(
                "2110", "element with a mistake", .situational, upTo: .max,
                [
                  .segment(
                    Part(
                      "IK4", "element with a mistake", .required, size: 4,
                      [
                        .init(
                          1, .required, .composite, 1...9, 1078, "position of the element",
                          components: [
                            .init(1, .required, .whole, 1...2, 722, "position of the element"),
                            .init(2, .situational, .whole, 1...2, 1528, "position of the component"),
                            .init(3, .situational, .whole, 1...4, 1686, "repetition"),
                          ]),
                        .init(2, .situational, .whole, 1...4, 725, "number of the element"),
                        .init(
                          3, .required, .code, 1...3, 621, "mistake of an element",
                          "1 2 3 4 5 6 7 8 9 10 12 13 I6 I9 I10 I11 I12 I13"),
                        .init(4, .situational, .text, 1...99, 724, "bad value"),
                      ])),
                  context,
                ])),
          ])),
      .segment(
        Part(
          "IK5", "verdict on the set", .required, size: 6,
          [.init(1, .required, .code, 1...1, 717, "verdict on the set", "A E M R W X")]
            + reasons(from: 2, through: 6, 618))),
    ])

  /// Which record it is about, in the words of the sender of the answer.
  private static let context = Item.segment(
    Part(
      "CTX", "context", .situational, upTo: 10, size: 6,
      [
        .init(
          1, .required, .composite, 1...80, 9999, "name of the context", upTo: 10,
          components: [
            .init(1, .required, .text, 1...35, 9999, "name of the context"),
            .init(2, .situational, .text, 1...35, 9998, "number in the context"),
          ]),
        .init(2, .situational, .code, 2...3, 721, "segment"),
        .init(3, .situational, .whole, 1...10, 719, "position of the segment"),
        .init(4, .situational, .text, 1...4, 447, "loop"),
        .init(
          5, .situational, .composite, 1...9, 1078, "position of the element",
          components: [
            .init(1, .required, .whole, 1...2, 722, "position of the element"),
            .init(2, .situational, .whole, 1...2, 1528, "position of the component"),
            .init(3, .situational, .whole, 1...4, 1686, "repetition"),
          ]),
        .init(
          6, .situational, .composite, 1...9, 1079, "number of the element",
          components: [
            .init(1, .required, .whole, 1...4, 725, "number of the element"),
            .init(2, .situational, .whole, 1...4, 725, "number of the component"),
          ]),
      ]))

  private static func reasons(from first: Int, through last: Int, _ number: Int) -> [Element] {
    (first...last).map { Element($0, .situational, .code, 1...3, number, "reason") }
  }
}
