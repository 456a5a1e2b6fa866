// swift-tools-version: 6.2

import PackageDescription

/// The one list of settings that every Swift target of ours is built with.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "evoke",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "evoke", targets: ["evoke"]),
    .library(name: "Study", targets: ["Study"]),
    .library(name: "Responses", targets: ["Responses"]),
    .library(name: "Datasets", targets: ["Datasets"]),
    .library(name: "Survey", targets: ["Survey"]),
    .library(name: "SurveyRecording", targets: ["SurveyRecording"]),
    .library(name: "SurveyTerminal", targets: ["SurveyTerminal"]),
    .library(name: "SurveyWeb", targets: ["SurveyWeb"]),
    .library(name: "Analysis", targets: ["Analysis"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", "4.0.0"..<"5.0.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
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

    .target(
      name: "Study",
      dependencies: [
        "CBundle", "CMark",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    .target(
      name: "Responses",
      dependencies: [
        "Study",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .target(
      name: "Datasets",
      dependencies: ["Analysis", "CExpat", "CReadStat", "CZip", "Responses", "Study"],
      swiftSettings: strict),
    .target(
      name: "Survey", dependencies: ["Study"], path: "survey/interview", swiftSettings: strict),
    .target(
      name: "SurveyRecording", dependencies: ["Responses", "Study", "Survey"],
      path: "survey/recording", swiftSettings: strict),
    .target(
      name: "SurveyTerminal",
      dependencies: ["CWidth", "Responses", "Study", "Survey", "SurveyRecording"],
      path: "survey/terminal", swiftSettings: strict),
    .target(
      name: "SurveyWeb",
      dependencies: [
        "CBundle", "CZlib", "Responses", "Study", "Survey", "SurveyRecording",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "NIOCore", package: "swift-nio"),
      ],
      path: "survey/web", exclude: ["assets", "pages"], swiftSettings: strict),
    .target(
      name: "Analysis", dependencies: ["CBoostMath", "CLAPACK", "Study"], path: "analysis",
      swiftSettings: strict),
    .executableTarget(
      name: "evoke",
      dependencies: [
        "Analysis", "Datasets", "Responses", "Study", "Survey", "SurveyRecording",
        "SurveyTerminal", "SurveyWeb",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict),

    .testTarget(name: "StudyTests", dependencies: ["Study"], swiftSettings: strict),
    .testTarget(
      name: "ResponsesTests",
      dependencies: ["Responses", "Study", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .testTarget(
      name: "DatasetsTests",
      dependencies: ["Analysis", "CZip", "Datasets", "Responses", "Study"],
      swiftSettings: strict),
    .testTarget(
      name: "SurveyTests", dependencies: ["Responses", "Study", "Survey"], swiftSettings: strict),
    .testTarget(
      name: "SurveyTerminalTests",
      dependencies: ["Responses", "Study", "Survey", "SurveyTerminal"], swiftSettings: strict),
    .testTarget(
      name: "SurveyWebTests",
      dependencies: [
        "Responses", "Study", "Survey", "SurveyWeb",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "AnalysisTests", dependencies: ["Analysis", "Study"],
      swiftSettings: strict),
  ],
  cxxLanguageStandard: .cxx17
)
