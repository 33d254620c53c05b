// swift-tools-version: 6.2
import PackageDescription

// Strictness shared by every Swift target. Warnings become errors in CI, not on a newcomer's first build with a
// newer compiler.
let isCI = Context.environment["CI"] != nil
let strict: [SwiftSetting] =
  (isCI ? [.treatAllWarnings(as: .error)] : []) + [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
  ]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = [], data: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, exclude: data,
    swiftSettings: strict)
}

func fuzzing(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(
    name: "Fuzz\(name)", dependencies: dependencies, path: "Fuzz/\(name)", exclude: ["corpus"],
    swiftSettings: strict)
}

let package = Package(
  name: "connector",
  products: [.executable(name: "connector", targets: ["connector"])],
  targets: [
    // C and C++ libraries from Debian: a module map and a shim header each, or a thin interface in C where Swift cannot call them.
    .systemLibrary(
      name: "CYAML", path: "Sources/C/CYAML", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(
      name: "CContentCoding", path: "Sources/C/CContentCoding", pkgConfig: "libbrotlidec",
      providers: [.apt(["libbrotli-dev", "zlib1g-dev"])]),
    .systemLibrary(
      name: "CSQLite", path: "Sources/C/CSQLite", pkgConfig: "sqlite3",
      providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(
      name: "COpenSSL", path: "Sources/C/COpenSSL", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
      name: "CXML2", path: "Sources/C/CXML2", pkgConfig: "libxml-2.0",
      providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(
      name: "CZlib", path: "Sources/C/CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "CSimdjson", path: "Sources/C/CSimdjson",
      linkerSettings: [.linkedLibrary("simdjson"), .linkedLibrary("stdc++")]),
    .target(
      name: "CRE2", path: "Sources/C/CRE2",
      linkerSettings: [.linkedLibrary("re2"), .linkedLibrary("stdc++")]),
    // Loaded by the commands that call them: with libcurl and libmicrohttpd come 25 others, whose loading was four tenths of
    // the time in which each command started. `pkgConfig` would link them.
    .target(name: "CLateLibrary", path: "Sources/C/CLateLibrary"),
    .target(name: "CCurl", dependencies: ["CLateLibrary"], path: "Sources/C/CCurl"),
    .target(name: "CMicroHTTPD", dependencies: ["CLateLibrary"], path: "Sources/C/CMicroHTTPD"),

    // Bottom: small, finished early.
    module("Diagnostics"),
    module("Disk"),
    .target(name: "JSON", dependencies: ["CSimdjson"], path: "Sources/JSON", swiftSettings: strict),
    module("Patterns", ["CRE2"]),
    module("Threads", ["Disk"]),
    module("Values", ["JSON"]),

    // Pure: languages and formats.
    module("YAML", ["Diagnostics", "CYAML"]),
    module("Expressions", ["JSON", "Patterns", "Values"]),
    module("Reports", ["Diagnostics"]),

    // The product's meaning.
    module("Language", ["Diagnostics", "Expressions", "HTTP", "JSON", "Patterns", "Values", "YAML"]),
    module(
      "Linting",
      [
        "Diagnostics", "Expressions", "Formats", "HTTP", "JSON", "Language", "Patterns", "Threads", "Values",
        "YAML",
      ]),
    module("Reference", ["Diagnostics", "Expressions", "JSON", "Language", "Linting", "YAML"]),

    // Running a connector: what its texts do, the seams to network and store.
    module("HTTP"),
    module("Curl", ["CContentCoding", "CCurl", "HTTP", "Threads", "Values"]),
    module("Programs", ["Diagnostics", "Expressions", "HTTP", "JSON", "Language", "Values", "YAML"]),
    module("Calling", ["Diagnostics", "Expressions", "HTTP", "JSON", "Language", "Programs", "Values"]),
    module("Rows", ["JSON", "Language", "Values"]),
    module("Storage", ["Rows", "Values"]),
    module("WebServer", ["CMicroHTTPD", "HTTP"]),
    module(
      "Mock",
      [
        "Diagnostics", "Expressions", "Formats", "HTTP", "JSON", "Language", "Programs", "Values",
        "WebServer",
        "YAML",
      ]),
    module(
      "Databases",
      ["CSQLite", "Cryptography", "Disk", "JSON", "Programs", "Rows", "Storage", "Threads", "Values"]),

    module(
      "Sync",
      [
        "Diagnostics", "Disk", "Expressions", "HTTP", "Interpreter", "JSON", "Language", "Mapping",
        "Programs",
        "Rows", "Storage", "Values",
      ]),

    // Business files in segments: X12 enrolments read, checked, acknowledged and written.
    module("EDI", ["Cryptography", "Diagnostics", "JSON", "Values"]),

    // From the bytes of a reply to canonical rows.
    module("Formats", ["CXML2", "CZlib", "EDI", "JSON", "Language", "Values"]),
    module(
      "Mapping", ["Diagnostics", "Expressions", "JSON", "Language", "Programs", "Rows", "Values", "YAML"]),

    // Credentials: signing and sealing, the keys that seal, and how requests prove who is asking.
    module("Cryptography", ["COpenSSL", "JSON", "Values"]),
    module("Keys", ["Cryptography", "Storage", "Values"]),
    module(
      "Authentication",
      [
        "Cryptography", "Diagnostics", "Expressions", "Formats", "HTTP", "JSON", "Language", "Programs",
        "Storage", "Values", "YAML",
      ]),

    module(
      "Interpreter",
      [
        "Authentication", "Calling", "Cryptography", "Diagnostics", "Expressions", "Formats", "HTTP", "JSON",
        "Language", "Patterns", "Programs", "Storage", "Values", "YAML",
      ]),

    // Cases of connectors, played from recordings.
    module(
      "Rehearsal",
      [
        "Authentication", "Calling", "Cryptography", "Diagnostics", "Expressions", "Formatting", "HTTP",
        "Interpreter", "JSON", "Language", "Mapping", "Programs", "Rows", "Storage", "Values", "YAML",
      ]),

    // What went over the wire, and the recordings that are made of it.
    module(
      "Recorder",
      [
        "Calling", "Diagnostics", "Formatting", "HTTP", "Interpreter", "JSON", "Language", "Mapping",
        "Patterns",
        "Programs", "Rehearsal", "Values", "YAML",
      ]),

    // Files exchanged with partners: places, keys, what is sent and what is received.
    module(
      "Exchange",
      [
        "Authentication", "Calling", "Cryptography", "Curl", "Diagnostics", "Disk", "EDI", "Expressions",
        "HTTP", "Interpreter", "JSON",
        "Language", "Programs", "Storage", "Sync", "Threads", "Values", "YAML",
      ]),

    module("Formatting", ["Diagnostics", "Language", "YAML"]),
    module("Scaffolding", ["Diagnostics", "Formatting", "HTTP", "JSON", "Language", "Values", "YAML"]),

    // The command line.
    module(
      "Commands",
      [
        "Authentication", "Calling", "Cryptography", "Curl", "Databases", "Diagnostics", "Disk", "EDI",
        "Exchange",
        "Expressions", "Formatting", "HTTP", "Interpreter", "JSON", "Keys", "Language", "Linting", "Mapping",
        "Mock",
        "Patterns",
        "Programs",
        "Recorder", "Reference", "Rehearsal", "Reports", "Rows", "Scaffolding", "Storage", "Sync", "Threads",
        "Values",
        "WebServer",
        "YAML",
      ]),
    .executableTarget(
      name: "connector", dependencies: ["Commands"], path: "Sources/Main", swiftSettings: strict),

    // Benchmarks: programs that measure, and the counter of memory that one of them needs.
    .target(name: "CAllocations", path: "Benchmarks/C/CAllocations"),
    .executableTarget(
      name: "expression-benchmark", dependencies: ["CAllocations", "Expressions", "JSON", "Values"],
      path: "Benchmarks/Expressions", swiftSettings: strict),
    .executableTarget(
      name: "mapping-benchmark",
      dependencies: ["CAllocations", "Formats", "JSON", "Language", "Mapping", "Programs", "Rows", "Values"],
      path: "Benchmarks/Mapping", swiftSettings: strict),
    .executableTarget(
      name: "store-benchmark",
      dependencies: ["Databases", "Language", "Programs", "Rows", "Storage", "Values"],
      path: "Benchmarks/Store", swiftSettings: strict),

    .executableTarget(
      name: "lint-benchmark", dependencies: ["Diagnostics", "Language", "Linting"], path: "Benchmarks/lint",
      exclude: ["generate.py", "run"], swiftSettings: strict),
    .executableTarget(
      name: "edi-benchmark", dependencies: ["EDI"], path: "Benchmarks/EDI",
      exclude: ["run", "peers.py", "make-members.py"], swiftSettings: strict),

    // What fuzzers are made of (`Fuzz/run`), compiled with all else so that it keeps up.
    fuzzing("YAML", ["Diagnostics", "YAML"]),
    fuzzing("Expressions", ["Expressions", "JSON", "Values"]),
    fuzzing("Formats", ["Formats", "Language", "Values"]),
    fuzzing("EDI", ["EDI"]),

    tests(of: "Disk", ["TestSupport"]),
    tests(of: "Threads"),
    tests(of: "Patterns"),
    tests(of: "Values", ["JSON"]),
    tests(of: "Expressions", ["Disk", "JSON", "TestSupport", "Values"], data: ["Cases"]),

    // Tests mirror the sources; Support holds what several of them use.
    .target(
      name: "TestSupport",
      dependencies: ["Diagnostics", "Disk", "HTTP", "Language", "Programs", "Threads", "Values"],
      path: "Tests/Support",
      swiftSettings: strict),
    tests(
      of: "Calling",
      ["Diagnostics", "Expressions", "HTTP", "Language", "Programs", "TestSupport", "Values", "YAML"]),
    tests(
      of: "Commands",
      [
        "Databases", "HTTP", "JSON", "Language", "Programs", "Rows", "Storage", "TestSupport", "Values",
        "WebServer",
      ]),
    tests(of: "Curl", ["CContentCoding", "HTTP", "TestSupport", "Values"], data: ["Servers"]),
    .testTarget(name: "EndToEndTests", dependencies: ["TestSupport", "connector"], swiftSettings: strict),
    tests(of: "Databases", ["Language", "Programs", "Rows", "Storage", "TestSupport", "Values"]),
    tests(of: "Cryptography", ["JSON", "Values"]),
    tests(of: "Keys", ["Cryptography", "Storage", "Values"]),
    tests(
      of: "Authentication",
      [
        "Cryptography", "Diagnostics", "Expressions", "HTTP", "JSON", "Language", "Programs", "Storage",
        "TestSupport", "Values",
      ]),
    tests(of: "EDI", ["Diagnostics", "JSON", "Values"]),
    tests(
      of: "Exchange",
      [
        "Diagnostics", "EDI", "Expressions", "Language", "Programs", "Storage", "TestSupport", "Values",
        "YAML",
      ]),
    tests(of: "Formatting", ["Diagnostics", "Disk", "Language", "TestSupport", "YAML"]),
    tests(of: "HTTP", ["TestSupport"]),
    .testTarget(name: "HouseTests", dependencies: ["TestSupport"], swiftSettings: strict),
    tests(
      of: "Interpreter",
      [
        "Cryptography",
        "Authentication", "Calling", "Diagnostics", "Expressions", "HTTP", "JSON", "Language", "Programs",
        "Rehearsal", "Storage", "TestSupport", "Values", "YAML",
      ]),
    tests(of: "JSON"),
    tests(of: "Linting", ["Diagnostics", "Expressions", "JSON", "Language", "TestSupport", "Values"]),
    tests(
      of: "Reference", ["Diagnostics", "EDI", "JSON", "Language", "Linting", "Patterns", "Rehearsal", "YAML"]),
    .testTarget(
      name: "MistakesTests", dependencies: ["Diagnostics", "Expressions", "Language", "Linting", "YAML"],
      exclude: ["Base", "Corpus"], swiftSettings: strict),
    tests(of: "Formats", ["Diagnostics", "JSON", "Language", "Values", "YAML"]),
    tests(
      of: "Mapping", ["Diagnostics", "Expressions", "JSON", "Language", "Programs", "Rows", "Values", "YAML"]),
    tests(
      of: "Rehearsal",
      ["Diagnostics", "HTTP", "JSON", "Language", "Linting", "Programs", "TestSupport", "Values", "YAML"]),
    tests(
      of: "Mock",
      [
        "Expressions", "Formats", "HTTP", "JSON", "Language", "Programs", "TestSupport", "Values",
        "WebServer",
      ]),
    tests(of: "Recorder"),
    tests(of: "Rows", ["JSON", "Language", "TestSupport", "Values"]),
    tests(of: "Reports", ["Diagnostics", "JSON", "TestSupport"], data: ["Golden"]),
    tests(of: "Scaffolding", ["Diagnostics", "Formatting", "Language", "Linting", "Rehearsal"]),
    tests(
      of: "Sync",
      [
        "Authentication", "Calling", "Databases", "Diagnostics", "HTTP", "Interpreter", "Language",
        "Programs",
        "Rows", "Storage", "TestSupport", "Values",
      ]),
    tests(of: "WebServer", ["Curl", "HTTP"]),
    tests(of: "YAML", ["Diagnostics", "TestSupport"]),
  ],
  cxxLanguageStandard: .cxx17
)

// Builds for a sanitizer leave out what is not run under it, which a good part of their time would go to: programs, and the suites that
// Tests/Sanitizers/run names.
if let suites = Context.environment["CONNECTOR_SUITES_LEFT_OUT"] {
  let names = Set(suites.split(separator: "|").map(String.init))
  package.products = []
  package.targets.removeAll { $0.type == .executable || $0.name.hasPrefix("Fuzz") || names.contains($0.name) }
}
