import GRDB
package import Study

extension ResponseStore {
  /// The newest version of each instrument that was asked.
  package func instruments() async throws -> [Instrument] {
    let texts: [String] = try await read { database in
      try database.all(
        "instrument_version",
        """
        SELECT id, content FROM instrument_version AS version
        WHERE id = (SELECT max(id) FROM instrument_version WHERE instrument = version.instrument)
        ORDER BY id
        """
      ) { try $0[1] }
    }
    return try texts.map { try Instrument(yaml: $0, file: "the stored instrument") }
  }
}
