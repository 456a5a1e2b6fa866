import GRDB
import Resources

/// The numbered migrations of the store, each a file below `migrations`. One that has been released
/// is never edited.
enum Schema {
  static let migrations = [(name: "1", sql: BundledFile.text("migrations/0001.sql")!)]

  /// The migrator that upgrades a database to the newest schema, forwards only.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    for (name, sql) in migrations {
      migrator.registerMigration(name) { database in
        try database.execute(sql: sql)
      }
    }
    return migrator
  }
}
