// swift-tools-version: 6.2

// Measures two ways of writing the pages of the form against each other:
//   swift run -c release --package-path script/page-times
import PackageDescription

let package = Package(
  name: "page-times",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1")
  ],
  targets: [
    .target(name: "Resources"),
    .target(name: "Study"),
    .target(name: "TextFormats"),
    .executableTarget(
      name: "PageTimes",
      dependencies: [
        "Resources", "Study", "TextFormats",
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      swiftSettings: [.swiftLanguageMode(.v5)]),
  ])
