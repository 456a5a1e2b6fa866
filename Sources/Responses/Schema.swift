import GRDB

/// The numbered migrations of the store. One that has been released is never edited.
enum Schema {
  static let migrations: [(name: String, sql: String)] = [("1", first)]

  /// The migrator that brings a database up to the newest schema, forwards only.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    for (name, sql) in migrations {
      migrator.registerMigration(name) { database in
        try database.execute(sql: sql)
      }
    }
    return migrator
  }

  private static let first = """
    -- Where answers were collected. The first row is this database; merging adds others.
    CREATE TABLE site (
      id INTEGER PRIMARY KEY,
      uuid TEXT NOT NULL UNIQUE,
      name TEXT,
      created_at TEXT NOT NULL
    ) STRICT;

    -- Every version of the study that asked anybody anything, with all its files.
    CREATE TABLE study_version (
      id INTEGER PRIMARY KEY,
      sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
      title TEXT NOT NULL,
      first_used_at TEXT NOT NULL
    ) STRICT;

    CREATE TABLE study_file (
      study_version_id INTEGER NOT NULL REFERENCES study_version,
      path TEXT NOT NULL,
      content TEXT NOT NULL,
      PRIMARY KEY (study_version_id, path)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE instrument_version (
      id INTEGER PRIMARY KEY,
      instrument TEXT NOT NULL,
      version TEXT NOT NULL,
      language TEXT NOT NULL,
      sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
      content TEXT NOT NULL,
      first_used_at TEXT NOT NULL
    ) STRICT;

    CREATE TABLE item (
      id INTEGER PRIMARY KEY,
      instrument_version_id INTEGER NOT NULL REFERENCES instrument_version,
      position INTEGER NOT NULL CHECK (position > 0),
      item TEXT NOT NULL,
      UNIQUE (instrument_version_id, item)
    ) STRICT;

    CREATE TABLE subscale (
      id INTEGER PRIMARY KEY,
      instrument_version_id INTEGER NOT NULL REFERENCES instrument_version,
      position INTEGER NOT NULL CHECK (position > 0),
      subscale TEXT NOT NULL,
      UNIQUE (instrument_version_id, subscale)
    ) STRICT;

    -- A situation and its wording; a reworded one is another row. Imported answers may lack the text.
    CREATE TABLE situation (
      id INTEGER PRIMARY KEY,
      emotion TEXT NOT NULL,
      factor TEXT NOT NULL,
      factor_index INTEGER NOT NULL CHECK (factor_index > 0),
      situation_index INTEGER NOT NULL CHECK (situation_index > 0),
      kind TEXT NOT NULL CHECK (kind IN ('negative', 'positive', 'neutral')),
      text TEXT,
      text_sha256 TEXT NOT NULL DEFAULT '',
      source TEXT,
      UNIQUE (emotion, factor, situation_index, text_sha256)
    ) STRICT;

    -- A file whose answers were imported, by its content: the same file adds nothing twice.
    CREATE TABLE imported_file (
      id INTEGER PRIMARY KEY,
      sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
      name TEXT NOT NULL,
      format TEXT NOT NULL,
      respondents INTEGER NOT NULL CHECK (respondents >= 0),
      imported_at TEXT NOT NULL
    ) STRICT;

    -- A model answering the protocol many times.
    CREATE TABLE run (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      model TEXT NOT NULL,
      imported_file_id INTEGER REFERENCES imported_file,
      started_at TEXT
    ) STRICT;

    -- A participant, or one repetition of a model.
    CREATE TABLE respondent (
      id INTEGER PRIMARY KEY,
      uuid TEXT NOT NULL UNIQUE,
      site_id INTEGER NOT NULL REFERENCES site,
      kind TEXT NOT NULL CHECK (kind IN ('human', 'simulated', 'test', 'model')),
      channel TEXT NOT NULL CHECK (channel IN ('web', 'terminal', 'import')),
      status TEXT NOT NULL CHECK (status IN
        ('active', 'completed', 'declined', 'screened_out', 'left', 'withdrawn', 'full')),
      study_version_id INTEGER REFERENCES study_version,
      run_id INTEGER REFERENCES run,
      imported_file_id INTEGER REFERENCES imported_file,
      -- The respondent's place in the imported file (a column of a sheet, a row).
      imported_key TEXT,
      language TEXT NOT NULL,
      -- The step of the interview that comes next, from 0.
      step INTEGER NOT NULL DEFAULT 0 CHECK (step >= 0),
      situation_id INTEGER REFERENCES situation,
      -- The screening question or attention check whose answer ended the interview.
      ended_by TEXT,
      -- How the answers lay on the first scale page that was sent; later pages follow it.
      layout TEXT CHECK (layout IN ('stacked', 'rows')),
      -- Until when a place of the study is held for somebody who is active.
      place_until TEXT,
      seed INTEGER NOT NULL,
      started_at TEXT NOT NULL,
      finished_at TEXT,
      UNIQUE (imported_file_id, imported_key),
      CHECK ((channel = 'import') = (imported_file_id IS NOT NULL)),
      CHECK ((kind = 'model') = (run_id IS NOT NULL))
    ) STRICT;

    CREATE INDEX respondent_place ON respondent (kind, status, situation_id, place_until);

    -- A browser or terminal that a respondent answers on, by the hash of its secret.
    CREATE TABLE session (
      token_sha256 TEXT PRIMARY KEY CHECK (length(token_sha256) = 64),
      respondent_id INTEGER NOT NULL REFERENCES respondent,
      opened_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX session_respondent ON session (respondent_id);

    -- Codes that people keep: to go on elsewhere, to withdraw later.
    CREATE TABLE access_code (
      code_sha256 TEXT PRIMARY KEY CHECK (length(code_sha256) = 64),
      respondent_id INTEGER NOT NULL REFERENCES respondent,
      purpose TEXT NOT NULL CHECK (purpose IN ('resume', 'withdraw')),
      made_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Identities from recruiting. This table can be emptied without touching a response.
    CREATE TABLE identity (
      respondent_id INTEGER PRIMARY KEY REFERENCES respondent,
      panel TEXT NOT NULL,
      person TEXT NOT NULL,
      panel_study TEXT,
      panel_session TEXT,
      recorded_at TEXT NOT NULL,
      UNIQUE (panel, person)
    ) STRICT;

    -- Append-only records of what happened, without a single answer in them.
    CREATE TABLE consent (
      id INTEGER PRIMARY KEY,
      respondent_id INTEGER NOT NULL REFERENCES respondent,
      given INTEGER NOT NULL CHECK (given IN (0, 1)),
      text_sha256 TEXT NOT NULL,
      language TEXT NOT NULL,
      at TEXT NOT NULL
    ) STRICT;

    CREATE TABLE page_served (
      id INTEGER PRIMARY KEY,
      respondent_id INTEGER NOT NULL REFERENCES respondent,
      page TEXT NOT NULL,
      at TEXT NOT NULL
    ) STRICT;

    CREATE INDEX page_served_respondent ON page_served (respondent_id);

    CREATE TABLE page_received (
      id INTEGER PRIMARY KEY,
      respondent_id INTEGER NOT NULL REFERENCES respondent,
      page TEXT NOT NULL,
      -- 'recorded', or 'repeated' for a page that had been recorded before and changed nothing.
      outcome TEXT NOT NULL CHECK (outcome IN ('recorded', 'incomplete', 'repeated')),
      at TEXT NOT NULL
    ) STRICT;

    CREATE INDEX page_received_respondent ON page_received (respondent_id);

    CREATE TABLE assignment (
      id INTEGER PRIMARY KEY,
      respondent_id INTEGER NOT NULL REFERENCES respondent,
      situation_id INTEGER NOT NULL REFERENCES situation,
      -- How many held or had finished each cell when the choice was made: {"situation id": n}.
      counts TEXT NOT NULL,
      quota INTEGER NOT NULL,
      seed INTEGER NOT NULL,
      -- 1 where the person's place had lapsed, so that the cell may exceed its quota.
      latecomer INTEGER NOT NULL CHECK (latecomer IN (0, 1)),
      at TEXT NOT NULL
    ) STRICT;

    -- A person who came back after the place had lapsed, and goes on in the same cell.
    CREATE TABLE latecomer (
      id INTEGER PRIMARY KEY,
      respondent_id INTEGER NOT NULL REFERENCES respondent,
      situation_id INTEGER REFERENCES situation,
      lapsed_at TEXT NOT NULL,
      at TEXT NOT NULL
    ) STRICT;

    -- What is left of somebody who withdrew: counts reconcile, answers are gone.
    -- Somebody who left and kept the answers may still have them deleted later.
    CREATE TABLE withdrawal (
      respondent_id INTEGER NOT NULL REFERENCES respondent,
      answers TEXT NOT NULL CHECK (answers IN ('kept', 'deleted')),
      responses_deleted INTEGER NOT NULL CHECK (responses_deleted >= 0),
      status_before TEXT NOT NULL,
      -- Whether an attention check had ended the interview, so that its code can still be shown.
      failed_attention INTEGER NOT NULL DEFAULT 0 CHECK (failed_attention IN (0, 1)),
      at TEXT NOT NULL,
      PRIMARY KEY (respondent_id, answers)
    ) STRICT, WITHOUT ROWID;

    -- What researchers did, each entry chained to the one before by its hash.
    CREATE TABLE action_log (
      id INTEGER PRIMARY KEY,
      at TEXT NOT NULL,
      action TEXT NOT NULL,
      detail TEXT NOT NULL,
      previous_sha256 TEXT NOT NULL,
      sha256 TEXT NOT NULL UNIQUE
    ) STRICT;

    -- Datasets that left the house.
    CREATE TABLE release (
      id INTEGER PRIMARY KEY,
      at TEXT NOT NULL,
      recipe TEXT NOT NULL,
      sha256 TEXT NOT NULL UNIQUE,
      record TEXT NOT NULL
    ) STRICT;

    -- Answers: all that follows can be erased.
    CREATE TABLE question_answer (
      respondent_id INTEGER NOT NULL REFERENCES respondent,
      question TEXT NOT NULL,
      purpose TEXT NOT NULL CHECK (purpose IN ('demographics', 'screening', 'situation')),
      -- NULL where the person declined to say.
      value ANY CHECK (value IS NULL OR typeof(value) IN ('text', 'integer')),
      -- Whether a screening question accepts the answer.
      accepted INTEGER CHECK (accepted IN (0, 1)),
      PRIMARY KEY (respondent_id, question),
      CHECK ((purpose = 'screening') = (accepted IS NOT NULL))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE administration (
      id INTEGER PRIMARY KEY,
      respondent_id INTEGER NOT NULL REFERENCES respondent,
      ordinal INTEGER NOT NULL CHECK (ordinal > 0),
      instrument_version_id INTEGER NOT NULL REFERENCES instrument_version,
      occasion TEXT NOT NULL CHECK (occasion IN ('default', 'evoked')),
      situation_id INTEGER REFERENCES situation,
      language TEXT NOT NULL,
      -- The items in the order shown, as positions of the instrument: "3 1 2"; NULL where as printed.
      item_order TEXT,
      order_seed INTEGER,
      -- How the answers lay on the screen; NULL where that is not known.
      layout TEXT CHECK (layout IN ('stacked', 'rows')),
      recorded_at TEXT NOT NULL,
      UNIQUE (respondent_id, ordinal)
    ) STRICT;

    CREATE TABLE response (
      administration_id INTEGER NOT NULL REFERENCES administration,
      item_id INTEGER NOT NULL REFERENCES item,
      -- The option chosen, which tells apart options of equal value.
      option TEXT,
      value ANY CHECK (value IS NULL OR typeof(value) IN ('integer', 'real')),
      missing TEXT CHECK (missing IN ('skipped', 'not_reached')),
      PRIMARY KEY (administration_id, item_id),
      CHECK ((value IS NULL) = (missing IS NOT NULL))
    ) STRICT, WITHOUT ROWID;

    -- Keyed so that a person's scores before and after lie side by side.
    CREATE TABLE subscale_score (
      respondent_id INTEGER NOT NULL REFERENCES respondent,
      subscale_id INTEGER NOT NULL REFERENCES subscale,
      ordinal INTEGER NOT NULL,
      administration_id INTEGER NOT NULL REFERENCES administration,
      occasion TEXT NOT NULL CHECK (occasion IN ('default', 'evoked')),
      -- NULL where the instrument's missing rule gives no score.
      score ANY CHECK (score IS NULL OR typeof(score) IN ('integer', 'real')),
      answered INTEGER NOT NULL CHECK (answered >= 0),
      -- The version of the scoring rules that gave the score.
      scoring INTEGER NOT NULL,
      PRIMARY KEY (respondent_id, subscale_id, ordinal)
    ) STRICT, WITHOUT ROWID;

    -- Answers as they were given and changed, before the page was sent.
    CREATE TABLE answer_change (
      id INTEGER PRIMARY KEY,
      respondent_id INTEGER NOT NULL REFERENCES respondent,
      page TEXT NOT NULL,
      field TEXT NOT NULL,
      option TEXT,
      at TEXT NOT NULL
    ) STRICT;

    CREATE INDEX answer_change_respondent ON answer_change (respondent_id, page);

    CREATE TABLE attention_answer (
      respondent_id INTEGER NOT NULL REFERENCES respondent,
      check_id TEXT NOT NULL,
      option TEXT,
      passed INTEGER NOT NULL CHECK (passed IN (0, 1)),
      at TEXT NOT NULL,
      PRIMARY KEY (respondent_id, check_id)
    ) STRICT, WITHOUT ROWID;

    -- Timings and the like, where the study asks for them.
    CREATE TABLE paradata (
      id INTEGER PRIMARY KEY,
      respondent_id INTEGER NOT NULL REFERENCES respondent,
      page TEXT NOT NULL,
      item TEXT,
      measure TEXT NOT NULL,
      value ANY,
      at TEXT NOT NULL
    ) STRICT;

    CREATE INDEX paradata_respondent ON paradata (respondent_id);

    CREATE VIEW participants AS
    SELECT
      respondent.uuid AS participant, respondent.kind, respondent.channel,
      CASE
        WHEN respondent.status = 'active'
          AND respondent.place_until < strftime('%Y-%m-%dT%H:%M:%fZ', 'now') THEN 'expired'
        ELSE respondent.status
      END AS status,
      situation.emotion, situation.factor, situation.situation_index AS situation,
      respondent.started_at, respondent.finished_at
    FROM respondent
    LEFT JOIN situation ON situation.id = respondent.situation_id;

    CREATE VIEW responses_long AS
    SELECT
      respondent.uuid AS participant, administration.occasion, instrument_version.instrument,
      item.item, response.value
    FROM response
    JOIN administration ON administration.id = response.administration_id
    JOIN respondent ON respondent.id = administration.respondent_id
    JOIN item ON item.id = response.item_id
    JOIN instrument_version ON instrument_version.id = item.instrument_version_id;

    CREATE VIEW scores AS
    SELECT
      respondent.uuid AS participant, subscale_score.occasion, instrument_version.instrument,
      subscale.subscale, subscale_score.score
    FROM subscale_score
    JOIN respondent ON respondent.id = subscale_score.respondent_id
    JOIN subscale ON subscale.id = subscale_score.subscale_id
    JOIN instrument_version ON instrument_version.id = subscale.instrument_version_id;
    """
    + appendOnly([
      ("consent", ["id"]), ("page_served", ["id"]), ("page_received", ["id"]),
      ("assignment", ["id"]), ("latecomer", ["id"]), ("withdrawal", ["respondent_id", "answers"]),
      ("action_log", ["id"]), ("release", ["id"]), ("study_version", ["id"]),
      ("study_file", ["study_version_id", "path"]), ("instrument_version", ["id"]),
    ])

  /// Triggers that keep the rows of a table as they were written.
  ///
  /// REPLACE deletes a row without asking the triggers of deletion, so that a key that is there
  /// refuses another row.
  private static func appendOnly(_ tables: [(name: String, key: [String])]) -> String {
    tables.map { table, key in
      let same = key.map { "\($0) = NEW.\($0)" }.joined(separator: " AND ")
      return """

        CREATE TRIGGER \(table)_is_not_changed BEFORE UPDATE ON \(table)
        BEGIN SELECT RAISE(ABORT, '\(table) is append-only'); END;
        CREATE TRIGGER \(table)_is_not_deleted BEFORE DELETE ON \(table)
        BEGIN SELECT RAISE(ABORT, '\(table) is append-only'); END;
        CREATE TRIGGER \(table)_is_not_replaced BEFORE INSERT ON \(table)
        WHEN EXISTS (SELECT 1 FROM \(table) WHERE \(same))
        BEGIN SELECT RAISE(ABORT, '\(table) is append-only'); END;
        """
    }.joined()
  }
}
