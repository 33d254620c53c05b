/// Names of nobody in particular, in the order in which they are given out.
enum MadeUpWords {
  static let given = [
    "Robin", "Kim", "Sasha", "Jules", "Noor", "Alex", "Sam", "Jamie", "Charlie", "Morgan", "Taylor", "Riley",
    "Casey",
    "Avery", "Quinn", "Rowan", "Skyler", "Emery", "Finley", "Harper", "Jordan", "Kendall", "Lennon",
    "Marlowe", "Nico",
    "Oakley", "Parker", "Reese", "Sawyer", "Tatum", "Umber", "Vesper", "Wren", "Xen", "Yael", "Zephyr",
    "Arden", "Blair",
    "Cameron", "Dakota", "Ellis", "Frankie", "Gray", "Hollis", "Indigo", "Jody", "Kit", "Lake", "Merritt",
    "Nova",
  ]

  static let family = [
    "Sample", "Example", "Muster", "Specimen", "Placeholder", "Template", "Pattern", "Model", "Fixture",
    "Stencil",
    "Replica", "Facsimile", "Proxy", "Stand", "Double", "Mock", "Outline", "Sketch", "Draft", "Blank",
    "Anonym", "Cipher",
    "Nobody", "Someone", "Whoever", "Standin", "Understudy", "Surrogate", "Token", "Dummy", "Prototype",
    "Figure",
    "Paradigm", "Archetype", "Instance", "Exemplar", "Icon", "Emblem", "Symbol", "Mirror", "Shadow", "Echo",
    "Trace",
    "Relief", "Mould", "Cast", "Print", "Copy", "Version", "Variant",
  ]

  static let towns = [
    "Sampleton", "Exampleville", "Musterstadt", "Specimen Bay", "Patternford", "Modelburg",
    "Templeton Example",
    "Fixture Falls",
  ]

  static let titles = [
    "Sample Analyst", "Sample Engineer", "Sample Coordinator", "Sample Assistant", "Sample Specialist",
    "Sample Technician", "Sample Planner", "Sample Advisor", "Sample Clerk", "Sample Lead",
  ]

  /// Parts of names that are nobody's own; `example` is what addresses of nobody are made of.
  static let particles: Set<String> = [
    "de", "da", "di", "du", "del", "der", "den", "van", "von", "la", "le", "el", "al", "bin", "dos", "st",
    "mr", "mrs",
    "ms", "dr", "prof", "jr", "sr", "ii", "iii", "iv", "and", "y", "example",
  ]
}
