// swift-tools-version: 6.2

import PackageDescription

/// The library of libFuzzer in the build of `script/fuzz`, whose targets tell it where they go.
let fuzzer = Context.environment["EVOKE_FUZZER"]

/// The one list of settings that every Swift target of ours is built with.
let strict: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
  ] + (fuzzer == nil ? [] : [.unsafeFlags(["-sanitize=fuzzer", "-O"])])

/// A Swift target of ours. Its folder is `Sources/NAME` unless `path` says otherwise.
func module(
  _ name: String, _ dependencies: [Target.Dependency], path: String? = nil, exclude: [String] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: path, exclude: exclude, swiftSettings: strict)
}

/// The tests of some targets, in `Tests/NAME`.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies + ["TestSupport"], swiftSettings: strict)
}

let package = Package(
  name: "evoke",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "evoke", targets: ["evoke"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", "4.0.0"..<"5.0.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // C and C++ libraries that Debian keeps, each behind a thin module.
    .target(name: "CBoostMath"),
    .target(name: "CBundle"),
    .target(name: "CWidth"),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(
      name: "CLAPACK", pkgConfig: "lapacke", providers: [.apt(["liblapacke-dev"])]),
    .systemLibrary(name: "CMark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
    .systemLibrary(name: "CReadStat", providers: [.apt(["libreadstat-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),

    // What knows no questionnaire.
    module(
      "TextFormats",
      [
        "CMark", "CWidth",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Yams", package: "Yams"),
      ]),
    module("Resources", ["CBundle"]),
    module("Statistics", ["CBoostMath", "CLAPACK"], path: "analysis/statistics"),

    // What is asked, and who answered.
    module(
      "Study",
      ["Resources", "Statistics", "TextFormats", .product(name: "Yams", package: "Yams")]),

    // Over the study, each without its neighbours.
    module(
      "Responses",
      [
        "Resources", "Statistics", "Study", "TextFormats",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ], exclude: ["migrations"]),
    module("EmotionBench", ["CExpat", "CZip", "Study", "TextFormats"]),
    module(
      "Survey",
      [
        "Resources", "Statistics", "Study", "TextFormats",
        .product(name: "Yams", package: "Yams"),
      ],
      path: "survey/interview",
      exclude: ["ar", "de", "en", "es", "fr", "zh-Hans"].map { "phrases/\($0).yaml" }),
    module("Disclosure", ["Statistics", "Study"], path: "analysis/disclosure"),
    module(
      "Analysis", ["Disclosure", "Resources", "Statistics", "Study", "TextFormats"],
      path: "analysis", exclude: ["disclosure", "statistics"]),

    // What an analysis says, and one participant's way.
    module(
      "Documents",
      ["Analysis", "Disclosure", "Statistics", "Study", "Survey", "TextFormats"]),
    module(
      "SurveySession", ["Analysis", "Responses", "Statistics", "Study", "Survey", "TextFormats"],
      path: "survey/session"),

    // What people and other programs get.
    module(
      "Release",
      [
        "Analysis", "CReadStat", "Disclosure", "Documents", "EmotionBench", "Resources",
        "Responses", "Statistics", "Study", "TextFormats",
        .product(name: "Yams", package: "Yams"),
      ], exclude: ["resources"]),
    module(
      "Rehearsal",
      [
        "Responses", "Statistics", "Study", "Survey", "SurveySession", "SurveyWeb", "TextFormats",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ]),
    module(
      "SurveyTerminal",
      ["Responses", "Statistics", "Study", "Survey", "SurveySession", "TextFormats"],
      path: "survey/terminal"),
    module(
      "SurveyWeb",
      [
        "CBundle", "CZlib", "Resources", "Responses", "Statistics", "Study", "Survey",
        "SurveySession", "TextFormats",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      path: "survey/web", exclude: ["assets"]),

    // What the commands share.
    module(
      "Workbench",
      [
        "Analysis", "Disclosure", "Documents", "EmotionBench", "Release", "Resources", "Responses",
        "Statistics", "Study", "Survey", "TextFormats",
      ]),
    .executableTarget(
      name: "evoke",
      dependencies: [
        "Analysis", "Disclosure", "Documents", "EmotionBench", "Rehearsal", "Release", "Resources",
        "Responses", "Statistics", "Study", "Survey", "SurveyTerminal", "SurveyWeb", "TextFormats",
        "Workbench",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),

    // What the suites share: published figures, tolerances, studies made up for a test.
    module("TestSupport", ["Statistics"], path: "Tests/Support"),
    // What reads input from elsewhere, as a fuzzer and the replay of its corpus call it.
    module(
      "FuzzedReaders",
      [
        "Analysis", "CZlib", "Documents", "EmotionBench", "Release", "Resources", "Responses",
        "Study", "Survey", "SurveySession", "SurveyWeb", "TextFormats",
        .product(name: "GRDB", package: "GRDB.swift"),
      ], path: "Tests/Fuzzing/readers"),
    tests("FuzzingTests", ["FuzzedReaders"]),
    tests("TextFormatsTests", ["Statistics", "TextFormats"]),
    tests("StatisticsTests", ["Statistics"]),
    tests("StudyTests", ["Resources", "Statistics", "Study", "TextFormats"]),
    tests(
      "ResponsesTests",
      [
        "Responses", "Statistics", "Study", "TextFormats",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    tests(
      "EmotionBenchTests",
      [
        "CZip", "EmotionBench", "Resources", "Responses", "Statistics", "Study", "TextFormats",
      ]),
    tests("DisclosureTests", ["Disclosure", "Statistics", "Study"]),
    tests("DocumentsTests", ["Analysis", "Documents", "Release", "Statistics", "TextFormats"]),
    tests(
      "AnalysisTests",
      ["Analysis", "Documents", "Resources", "Statistics", "Study", "TextFormats"]),
    tests(
      "ReleaseTests",
      [
        "Analysis", "Disclosure", "Documents", "EmotionBench", "Release", "Resources", "Responses",
        "Statistics", "Study", "TextFormats",
      ]),
    tests("WorkbenchTests", ["Study", "Workbench"]),
    tests(
      "SurveyTests",
      ["Resources", "Responses", "Statistics", "Study", "Survey", "TextFormats"]),
    tests(
      "SurveySessionTests",
      [
        "Responses", "Study", "Survey", "SurveySession", "TextFormats",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    tests(
      "SurveyTerminalTests",
      ["Responses", "Study", "Survey", "SurveySession", "SurveyTerminal", "TextFormats"]),
    tests(
      "SurveyWebTests",
      [
        "Resources", "Responses", "Study", "Survey", "SurveySession", "SurveyWeb", "TextFormats",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
      ]),
  ],
  cxxLanguageStandard: .cxx17
)

if let fuzzer {
  package.targets.append(
    .executableTarget(
      name: "evoke-fuzz", dependencies: ["FuzzedReaders"], path: "Tests/Fuzzing/driver",
      swiftSettings: strict,
      linkerSettings: [
        .unsafeFlags(["-Xlinker", fuzzer]), .linkedLibrary("stdc++"), .linkedLibrary("m"),
      ]))
}
