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

let package = Package(
  name: "connector",
  products: [.executable(name: "connector", targets: ["connector"])],
  targets: [
    // C and C++ libraries from Debian: a module map and one shim header each, nothing else.
    .systemLibrary(
      name: "CYAML", path: "Sources/C/CYAML", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"])]),
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

    .systemLibrary(
      name: "CMicroHTTPD", path: "Sources/C/CMicroHTTPD", pkgConfig: "libmicrohttpd",
      providers: [.apt(["libmicrohttpd-dev"])]),

    // Bottom: small, finished early.
    module("Diagnostics"),
    .target(name: "JSON", dependencies: ["CSimdjson"], path: "Sources/JSON", swiftSettings: strict),
    module("Patterns", ["CRE2"]),
    module("Values", ["JSON"]),

    // Pure: languages and formats.
    module("YAML", ["Diagnostics", "CYAML"]),
    module("Expressions", ["JSON", "Patterns", "Values"]),
    module("Reports", ["Diagnostics"]),

    // The product's meaning.
    module("Language", ["Diagnostics", "Expressions", "JSON", "Patterns", "Values", "YAML"]),
    module(
      "Linting", ["Diagnostics", "Expressions", "JSON", "Language", "Patterns", "Values", "YAML"]),
    module("Reference", ["Diagnostics", "Expressions", "JSON", "Language", "Linting", "YAML"]),

    // Running a connector: what its texts do, the seams to network and store.
    module("HTTP"),
    module("Programs", ["Diagnostics", "Expressions", "HTTP", "JSON", "Language", "Values", "YAML"]),
    module("Rows", ["JSON", "Language", "Values"]),
    module("Storage", ["Rows", "Values"]),
    module("WebServer", ["CMicroHTTPD", "HTTP"]),
    module(
      "Mock",
      ["Diagnostics", "Expressions", "HTTP", "JSON", "Language", "Programs", "Values", "WebServer"]),

    // From the bytes of a reply to canonical rows.
    module("Formats", ["CXML2", "CZlib", "JSON", "Language", "Values"]),
    module("Mapping", ["Diagnostics", "Expressions", "JSON", "Language", "Programs", "Rows", "Values"]),

    module("Formatting", ["Diagnostics", "Language", "YAML"]),
    module("Scaffolding", ["Diagnostics", "Formatting", "JSON", "Language", "Values", "YAML"]),

    // The command line.
    module(
      "Commands",
      [
        "Diagnostics", "Expressions", "Formatting", "JSON", "Language", "Linting", "Mock", "Patterns",
        "Programs", "Reference", "Reports", "Scaffolding", "Values", "WebServer", "YAML",
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

    tests(of: "Patterns"),
    tests(of: "Values", ["JSON"]),
    tests(of: "Expressions", ["JSON", "Values"], data: ["Cases"]),

    // Tests mirror the sources; Support holds what several of them use.
    .target(
      name: "TestSupport", dependencies: ["Diagnostics", "Language"], path: "Tests/Support",
      swiftSettings: strict),
    tests(of: "Commands", ["JSON", "Language", "TestSupport"]),
    .testTarget(name: "EndToEndTests", dependencies: ["connector"], swiftSettings: strict),
    tests(of: "Formatting", ["Diagnostics", "Language", "YAML"]),
    .testTarget(name: "HouseTests", swiftSettings: strict),
    tests(of: "JSON"),
    tests(of: "Linting", ["Diagnostics", "Expressions", "JSON", "Language", "TestSupport", "Values"]),
    tests(of: "Reference", ["Diagnostics", "JSON", "Language", "Linting", "Patterns", "YAML"]),
    .testTarget(
      name: "MistakesTests", dependencies: ["Diagnostics", "Expressions", "Language", "Linting", "YAML"],
      exclude: ["Base", "Corpus"], swiftSettings: strict),
    tests(of: "Formats", ["Diagnostics", "JSON", "Language", "Values", "YAML"]),
    tests(
      of: "Mapping", ["Diagnostics", "Expressions", "JSON", "Language", "Programs", "Rows", "Values", "YAML"]),
    tests(of: "Rows", ["JSON", "Language", "TestSupport", "Values"]),
    tests(of: "Reports", ["Diagnostics", "JSON"], data: ["Golden"]),
    tests(of: "Scaffolding", ["Diagnostics", "Formatting", "Language", "Linting"]),
    tests(of: "WebServer", ["HTTP"]),
    tests(of: "YAML", ["Diagnostics"]),
  ],
  cxxLanguageStandard: .cxx17
)
