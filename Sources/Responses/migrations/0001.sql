-- The tables and views of an Evoke database. `sqlite3 new.sqlite < 0001.sql` makes an empty one, apart
-- from the row of `site` and the table of migrations that Evoke adds. docs/database.md describes them.

-- A place where answers are collected. The first row is this database; merging adds others.
CREATE TABLE site (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36),
  name TEXT,
  created_at TEXT NOT NULL
) STRICT;

-- The keys by which answers were marked, each known by a code under itself. docs/security.md says what the
-- marks can show.
CREATE TABLE study_key (
  id INTEGER PRIMARY KEY,
  -- Every respondent from this one on has marks.
  first_respondent INTEGER NOT NULL CHECK (first_respondent > 0),
  made_at TEXT NOT NULL,
  code TEXT NOT NULL UNIQUE CHECK (length(code) = 64)
) STRICT;

-- A version of the study that asked at least one respondent, with all its files.
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
  UNIQUE (instrument_version_id, item),
  UNIQUE (instrument_version_id, position)
) STRICT;

CREATE TABLE subscale (
  id INTEGER PRIMARY KEY,
  instrument_version_id INTEGER NOT NULL REFERENCES instrument_version,
  position INTEGER NOT NULL CHECK (position > 0),
  subscale TEXT NOT NULL,
  UNIQUE (instrument_version_id, subscale),
  UNIQUE (instrument_version_id, position)
) STRICT;

-- A situation in one wording; a reworded one is another row. Imported answers may lack the text.
CREATE TABLE situation (
  id INTEGER PRIMARY KEY,
  emotion TEXT NOT NULL,
  factor TEXT NOT NULL,
  factor_index INTEGER NOT NULL CHECK (factor_index > 0),
  situation_index INTEGER NOT NULL CHECK (situation_index > 0),
  kind TEXT NOT NULL CHECK (kind IN ('negative', 'positive', 'neutral')),
  text TEXT,
  -- Empty without a text, so that the key below has no NULL.
  text_sha256 TEXT NOT NULL CHECK (length(text_sha256) IN (0, 64)),
  source TEXT,
  UNIQUE (kind, emotion, factor, situation_index, text_sha256),
  CHECK ((text IS NULL) = (text_sha256 = ''))
) STRICT;

-- A file whose answers were imported, known by its content: the same file is imported once.
CREATE TABLE imported_file (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  name TEXT NOT NULL,
  format TEXT NOT NULL,
  respondents INTEGER NOT NULL CHECK (respondents >= 0),
  imported_at TEXT NOT NULL
) STRICT;

-- A model that answers the protocol many times.
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
  uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36),
  site_id INTEGER NOT NULL REFERENCES site,
  kind TEXT NOT NULL CHECK (kind IN ('human', 'simulated', 'test', 'model')),
  channel TEXT NOT NULL CHECK (channel IN ('web', 'terminal', 'import')),
  status TEXT NOT NULL CHECK (status IN
    ('active', 'completed', 'declined', 'screened_out', 'left', 'withdrawn', 'full')),
  study_version_id INTEGER REFERENCES study_version,
  run_id INTEGER REFERENCES run,
  imported_file_id INTEGER REFERENCES imported_file,
  -- The respondent's column or row in the imported file.
  imported_key TEXT,
  language TEXT NOT NULL,
  -- The step of the interview that comes next, from 0.
  step INTEGER NOT NULL DEFAULT 0 CHECK (step >= 0),
  situation_id INTEGER REFERENCES situation,
  -- The screening question or attention check whose answer ended the interview.
  ended_by TEXT,
  -- How the options were laid out on the first scale page that was sent; later pages follow it.
  layout TEXT CHECK (layout IN ('stacked', 'rows')),
  -- Until when one of the study's places is held for an active participant.
  place_until TEXT,
  -- 1 for a participant who completed and fills no cell, because the quota counts valid participants and
  -- a rule stated in advance excludes this one.
  excluded INTEGER NOT NULL DEFAULT 0 CHECK (excluded IN (0, 1)),
  seed INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  finished_at TEXT,
  UNIQUE (imported_file_id, imported_key),
  CHECK ((channel = 'import') = (imported_file_id IS NOT NULL)),
  CHECK ((channel = 'import') = (imported_key IS NOT NULL)),
  CHECK (channel = 'import' OR study_version_id IS NOT NULL),
  CHECK ((kind = 'model') = (run_id IS NOT NULL)),
  CHECK ((status = 'active') = (place_until IS NOT NULL)),
  CHECK ((status = 'active') = (finished_at IS NULL))
) STRICT;

-- The places that are held: few, however many participants have completed.
CREATE INDEX respondent_place ON respondent (kind, place_until, situation_id)
WHERE place_until IS NOT NULL;

-- What is counted of a study's progress beside completions: few rows, however many have completed.
CREATE INDEX respondent_unfinished ON respondent (kind, channel, status, situation_id, place_until)
WHERE status <> 'completed';
CREATE INDEX respondent_imported ON respondent (kind) WHERE channel = 'import';
CREATE INDEX respondent_excluded ON respondent (kind) WHERE excluded = 1;

-- How many participants completed and fill a cell, so that nobody waits while they are counted. The
-- triggers below keep it, in the transaction that changes a respondent.
CREATE TABLE cell_completion (
  kind TEXT NOT NULL,
  -- 0 for participants who completed without a situation.
  situation_id INTEGER NOT NULL,
  participants INTEGER NOT NULL CHECK (participants >= 0),
  PRIMARY KEY (kind, situation_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER completion_is_counted AFTER INSERT ON respondent
WHEN NEW.status = 'completed' AND NEW.channel <> 'import' AND NOT NEW.excluded
BEGIN
  INSERT INTO cell_completion VALUES (NEW.kind, coalesce(NEW.situation_id, 0), 1)
  ON CONFLICT DO UPDATE SET participants = participants + 1;
END;
CREATE TRIGGER completion_is_counted_again AFTER UPDATE OF kind, channel, status, situation_id, excluded
ON respondent
WHEN 'completed' IN (OLD.status, NEW.status)
BEGIN
  UPDATE cell_completion SET participants = participants - 1
  WHERE OLD.status = 'completed' AND OLD.channel <> 'import' AND NOT OLD.excluded
    AND kind = OLD.kind AND situation_id = coalesce(OLD.situation_id, 0);
  INSERT INTO cell_completion SELECT NEW.kind, coalesce(NEW.situation_id, 0), 1
  WHERE NEW.status = 'completed' AND NEW.channel <> 'import' AND NOT NEW.excluded
  ON CONFLICT DO UPDATE SET participants = participants + 1;
END;
CREATE TRIGGER completion_is_counted_no_more AFTER DELETE ON respondent
WHEN OLD.status = 'completed' AND OLD.channel <> 'import' AND NOT OLD.excluded
BEGIN
  UPDATE cell_completion SET participants = participants - 1
  WHERE kind = OLD.kind AND situation_id = coalesce(OLD.situation_id, 0);
END;

-- How many people found the study full. Nothing else is kept of them.
CREATE TABLE turned_away (
  kind TEXT PRIMARY KEY CHECK (kind IN ('human', 'simulated', 'test', 'model')),
  people INTEGER NOT NULL CHECK (people > 0)
) STRICT, WITHOUT ROWID;

-- A browser or terminal that a respondent answers on, by the hash of its secret.
CREATE TABLE session (
  token_sha256 TEXT PRIMARY KEY CHECK (length(token_sha256) = 64),
  respondent_id INTEGER NOT NULL REFERENCES respondent,
  -- 'continue' for one that a recruiting link alone has opened: it shows nothing that was typed before.
  rights TEXT NOT NULL DEFAULT 'all' CHECK (rights IN ('all', 'continue')),
  -- A code, under the study's key, of the cookie that the browser had when its owner consented: the form
  -- sent from another tab makes no second respondent.
  browser_code TEXT CHECK (length(browser_code) = 64),
  opened_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_respondent ON session (respondent_id);
CREATE UNIQUE INDEX session_browser ON session (browser_code) WHERE browser_code IS NOT NULL;

-- Codes that participants keep: to continue on another device, to withdraw later.
CREATE TABLE access_code (
  code_sha256 TEXT PRIMARY KEY CHECK (length(code_sha256) = 64),
  respondent_id INTEGER NOT NULL REFERENCES respondent,
  purpose TEXT NOT NULL CHECK (purpose IN ('resume', 'withdraw')),
  made_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Identities from recruiting. This table can be emptied without touching a response. Letter case
-- makes no other person.
CREATE TABLE identity (
  respondent_id INTEGER PRIMARY KEY REFERENCES respondent,
  panel TEXT NOT NULL,
  person TEXT NOT NULL COLLATE NOCASE,
  panel_study TEXT,
  panel_session TEXT,
  recorded_at TEXT NOT NULL,
  -- A rehearsal with a person's id is somebody else.
  is_rehearsal INTEGER NOT NULL DEFAULT 0 CHECK (is_rehearsal IN (0, 1)),
  UNIQUE (panel, person, is_rehearsal)
) STRICT;

-- The ids of personal links that were issued, by their hashes.
CREATE TABLE personal_link (
  id_sha256 TEXT PRIMARY KEY CHECK (length(id_sha256) = 64),
  issued_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Append-only records of what happened, without a single answer in them.
CREATE TABLE consent (
  id INTEGER PRIMARY KEY,
  respondent_id INTEGER NOT NULL REFERENCES respondent,
  given INTEGER NOT NULL CHECK (given IN (0, 1)),
  text_sha256 TEXT NOT NULL CHECK (length(text_sha256) = 64),
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
  -- How many participants held or had completed each cell when it was chosen: {"situation id": n}.
  counts TEXT NOT NULL CHECK (json_valid(counts)),
  quota INTEGER NOT NULL CHECK (quota > 0),
  seed INTEGER NOT NULL,
  -- 1 if the participant's place had lapsed, so the cell may exceed its quota.
  latecomer INTEGER NOT NULL CHECK (latecomer IN (0, 1)),
  at TEXT NOT NULL
) STRICT;

-- A participant who came back after the place had lapsed, and continues in the same cell.
CREATE TABLE latecomer (
  id INTEGER PRIMARY KEY,
  respondent_id INTEGER NOT NULL REFERENCES respondent,
  situation_id INTEGER REFERENCES situation,
  lapsed_at TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

-- What remains of a participant who left or withdrew: counts reconcile, answers are gone. Participants
-- who left and kept their answers can have them deleted later, which is a second row.
CREATE TABLE withdrawal (
  respondent_id INTEGER NOT NULL REFERENCES respondent,
  answers TEXT NOT NULL CHECK (answers IN ('kept', 'deleted')),
  responses_deleted INTEGER NOT NULL CHECK (responses_deleted >= 0),
  status_before TEXT NOT NULL CHECK (status_before IN
    ('active', 'completed', 'declined', 'screened_out', 'left', 'full')),
  -- Whether an attention check had ended the interview; its completion code can then still be shown.
  failed_attention INTEGER NOT NULL CHECK (failed_attention IN (0, 1)),
  at TEXT NOT NULL,
  PRIMARY KEY (respondent_id, answers),
  CHECK (answers = 'deleted' OR responses_deleted = 0)
) STRICT, WITHOUT ROWID;

-- What researchers did, each entry chained to the one before by its hash.
CREATE TABLE action_log (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  action TEXT NOT NULL,
  detail TEXT NOT NULL,
  -- Empty in the first entry.
  previous_sha256 TEXT NOT NULL CHECK (length(previous_sha256) IN (0, 64)),
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64)
) STRICT;

-- Released datasets.
CREATE TABLE release (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  recipe TEXT NOT NULL,
  -- Over the names and hashes of the package's files.
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  -- The entry of the ledger, as JSON.
  record TEXT NOT NULL CHECK (json_valid(record))
) STRICT;

-- Answers: all that follows can be erased.
CREATE TABLE question_answer (
  respondent_id INTEGER NOT NULL REFERENCES respondent,
  question TEXT NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('demographics', 'screening', 'situation')),
  -- NULL if the participant declined to answer.
  value ANY CHECK (value IS NULL OR typeof(value) IN ('text', 'integer')),
  -- Whether a screening question accepts the answer.
  accepted INTEGER CHECK (accepted IN (0, 1)),
  PRIMARY KEY (respondent_id, question),
  CHECK ((purpose = 'screening') = (accepted IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX question_not_accepted ON question_answer (question, respondent_id) WHERE accepted = 0;

CREATE TABLE administration (
  id INTEGER PRIMARY KEY,
  respondent_id INTEGER NOT NULL REFERENCES respondent,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  instrument_version_id INTEGER NOT NULL REFERENCES instrument_version,
  occasion TEXT NOT NULL CHECK (occasion IN ('default', 'evoked')),
  situation_id INTEGER REFERENCES situation,
  language TEXT NOT NULL,
  -- The items in the order shown, as positions of the instrument: "3 1 2"; NULL if as printed.
  item_order TEXT,
  order_seed INTEGER,
  -- How the options were laid out on the screen; NULL if that is not known.
  layout TEXT CHECK (layout IN ('stacked', 'rows')),
  recorded_at TEXT NOT NULL,
  UNIQUE (respondent_id, ordinal),
  CHECK (occasion = 'evoked' OR situation_id IS NULL)
) STRICT;

CREATE TABLE response (
  administration_id INTEGER NOT NULL REFERENCES administration,
  item_id INTEGER NOT NULL REFERENCES item,
  -- The option chosen; two options can have the same value.
  option TEXT,
  value ANY CHECK (value IS NULL OR typeof(value) IN ('integer', 'real')),
  missing TEXT CHECK (missing IN ('skipped', 'not_reached')),
  PRIMARY KEY (administration_id, item_id),
  CHECK ((value IS NULL) = (missing IS NOT NULL)),
  CHECK (option IS NULL OR missing IS NULL)
) STRICT, WITHOUT ROWID;

-- Keyed so that a respondent's scores before and after are stored side by side.
CREATE TABLE subscale_score (
  respondent_id INTEGER NOT NULL REFERENCES respondent,
  subscale_id INTEGER NOT NULL REFERENCES subscale,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  administration_id INTEGER NOT NULL REFERENCES administration,
  occasion TEXT NOT NULL CHECK (occasion IN ('default', 'evoked')),
  -- NULL if the instrument's missing rule gives no score.
  score ANY CHECK (score IS NULL OR typeof(score) IN ('integer', 'real')),
  answered INTEGER NOT NULL CHECK (answered >= 0),
  -- The version of the scoring rules that gave the score.
  scoring INTEGER NOT NULL CHECK (scoring > 0),
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

-- Which of them were given in a session that may continue alone, and are shown in it.
CREATE TABLE linked_answer (
  answer_change_id INTEGER PRIMARY KEY REFERENCES answer_change ON DELETE CASCADE,
  token_sha256 TEXT NOT NULL CHECK (length(token_sha256) = 64)
) STRICT, WITHOUT ROWID;

CREATE TABLE attention_answer (
  respondent_id INTEGER NOT NULL REFERENCES respondent,
  check_id TEXT NOT NULL,
  option TEXT,
  passed INTEGER NOT NULL CHECK (passed IN (0, 1)),
  at TEXT NOT NULL,
  PRIMARY KEY (respondent_id, check_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX attention_not_passed ON attention_answer (check_id, respondent_id) WHERE passed = 0;

-- Timings and the like, if the study asks for them.
CREATE TABLE paradata (
  id INTEGER PRIMARY KEY,
  respondent_id INTEGER NOT NULL REFERENCES respondent,
  page TEXT NOT NULL,
  item TEXT,
  measure TEXT NOT NULL,
  value ANY NOT NULL CHECK (typeof(value) IN ('integer', 'text')),
  at TEXT NOT NULL
) STRICT;

CREATE INDEX paradata_respondent ON paradata (respondent_id);

-- Marks (HMAC-SHA256 under the study's key) of what was recorded, so that `evoke doctor` finds what was
-- changed since: a row for each consent, question, attention check and administration, for timings and
-- changes of answers, and for the respondent. Erased with the answers.
CREATE TABLE seal (
  respondent_id INTEGER NOT NULL REFERENCES respondent,
  -- The table, and what tells the row from the respondent's others: 'administration 2'.
  part TEXT NOT NULL,
  mark BLOB NOT NULL CHECK (length(mark) = 32),
  -- The key that made it: with another it cannot be checked.
  study_key_id INTEGER NOT NULL REFERENCES study_key,
  PRIMARY KEY (respondent_id, part)
) STRICT, WITHOUT ROWID;

CREATE VIEW participants AS
SELECT
  respondent.uuid AS participant, respondent.kind, respondent.channel,
  CASE
    WHEN respondent.status = 'active'
      AND respondent.place_until < strftime('%Y-%m-%dT%H:%M:%fZ', 'now') THEN 'expired'
    ELSE respondent.status
  END AS status,
  situation.emotion, situation.factor, situation.situation_index AS situation,
  respondent.started_at, respondent.finished_at, situation.kind AS situation_kind
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

-- Made again with a column for each item, such as panas_default_upset, whenever an instrument is first used.
CREATE VIEW responses_wide AS
SELECT participant, kind, channel, status, emotion, factor, situation, situation_kind
FROM participants WHERE 0;

-- The rows of these tables stay as they were written. REPLACE deletes a row without asking the triggers
-- of deletion, so a key that exists refuses another row.

CREATE TRIGGER consent_is_not_changed BEFORE UPDATE ON consent
BEGIN SELECT RAISE(ABORT, 'consent is append-only'); END;
CREATE TRIGGER consent_is_not_deleted BEFORE DELETE ON consent
BEGIN SELECT RAISE(ABORT, 'consent is append-only'); END;
CREATE TRIGGER consent_is_not_replaced BEFORE INSERT ON consent
WHEN EXISTS (SELECT 1 FROM consent WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'consent is append-only'); END;

CREATE TRIGGER page_served_is_not_changed BEFORE UPDATE ON page_served
BEGIN SELECT RAISE(ABORT, 'page_served is append-only'); END;
CREATE TRIGGER page_served_is_not_deleted BEFORE DELETE ON page_served
BEGIN SELECT RAISE(ABORT, 'page_served is append-only'); END;
CREATE TRIGGER page_served_is_not_replaced BEFORE INSERT ON page_served
WHEN EXISTS (SELECT 1 FROM page_served WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'page_served is append-only'); END;

CREATE TRIGGER page_received_is_not_changed BEFORE UPDATE ON page_received
BEGIN SELECT RAISE(ABORT, 'page_received is append-only'); END;
CREATE TRIGGER page_received_is_not_deleted BEFORE DELETE ON page_received
BEGIN SELECT RAISE(ABORT, 'page_received is append-only'); END;
CREATE TRIGGER page_received_is_not_replaced BEFORE INSERT ON page_received
WHEN EXISTS (SELECT 1 FROM page_received WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'page_received is append-only'); END;

CREATE TRIGGER assignment_is_not_changed BEFORE UPDATE ON assignment
BEGIN SELECT RAISE(ABORT, 'assignment is append-only'); END;
CREATE TRIGGER assignment_is_not_deleted BEFORE DELETE ON assignment
BEGIN SELECT RAISE(ABORT, 'assignment is append-only'); END;
CREATE TRIGGER assignment_is_not_replaced BEFORE INSERT ON assignment
WHEN EXISTS (SELECT 1 FROM assignment WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'assignment is append-only'); END;

CREATE TRIGGER latecomer_is_not_changed BEFORE UPDATE ON latecomer
BEGIN SELECT RAISE(ABORT, 'latecomer is append-only'); END;
CREATE TRIGGER latecomer_is_not_deleted BEFORE DELETE ON latecomer
BEGIN SELECT RAISE(ABORT, 'latecomer is append-only'); END;
CREATE TRIGGER latecomer_is_not_replaced BEFORE INSERT ON latecomer
WHEN EXISTS (SELECT 1 FROM latecomer WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'latecomer is append-only'); END;

CREATE TRIGGER withdrawal_is_not_changed BEFORE UPDATE ON withdrawal
BEGIN SELECT RAISE(ABORT, 'withdrawal is append-only'); END;
CREATE TRIGGER withdrawal_is_not_deleted BEFORE DELETE ON withdrawal
BEGIN SELECT RAISE(ABORT, 'withdrawal is append-only'); END;
CREATE TRIGGER withdrawal_is_not_replaced BEFORE INSERT ON withdrawal
WHEN EXISTS (SELECT 1 FROM withdrawal WHERE respondent_id = NEW.respondent_id AND answers = NEW.answers)
BEGIN SELECT RAISE(ABORT, 'withdrawal is append-only'); END;

CREATE TRIGGER action_log_is_not_changed BEFORE UPDATE ON action_log
BEGIN SELECT RAISE(ABORT, 'action_log is append-only'); END;
CREATE TRIGGER action_log_is_not_deleted BEFORE DELETE ON action_log
BEGIN SELECT RAISE(ABORT, 'action_log is append-only'); END;
CREATE TRIGGER action_log_is_not_replaced BEFORE INSERT ON action_log
WHEN EXISTS (SELECT 1 FROM action_log WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'action_log is append-only'); END;

CREATE TRIGGER release_is_not_changed BEFORE UPDATE ON release
BEGIN SELECT RAISE(ABORT, 'release is append-only'); END;
CREATE TRIGGER release_is_not_deleted BEFORE DELETE ON release
BEGIN SELECT RAISE(ABORT, 'release is append-only'); END;
CREATE TRIGGER release_is_not_replaced BEFORE INSERT ON release
WHEN EXISTS (SELECT 1 FROM release WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'release is append-only'); END;

CREATE TRIGGER study_version_is_not_changed BEFORE UPDATE ON study_version
BEGIN SELECT RAISE(ABORT, 'study_version is append-only'); END;
CREATE TRIGGER study_version_is_not_deleted BEFORE DELETE ON study_version
BEGIN SELECT RAISE(ABORT, 'study_version is append-only'); END;
CREATE TRIGGER study_version_is_not_replaced BEFORE INSERT ON study_version
WHEN EXISTS (SELECT 1 FROM study_version WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'study_version is append-only'); END;

CREATE TRIGGER study_file_is_not_changed BEFORE UPDATE ON study_file
BEGIN SELECT RAISE(ABORT, 'study_file is append-only'); END;
CREATE TRIGGER study_file_is_not_deleted BEFORE DELETE ON study_file
BEGIN SELECT RAISE(ABORT, 'study_file is append-only'); END;
CREATE TRIGGER study_file_is_not_replaced BEFORE INSERT ON study_file
WHEN EXISTS (SELECT 1 FROM study_file WHERE study_version_id = NEW.study_version_id AND path = NEW.path)
BEGIN SELECT RAISE(ABORT, 'study_file is append-only'); END;

CREATE TRIGGER instrument_version_is_not_changed BEFORE UPDATE ON instrument_version
BEGIN SELECT RAISE(ABORT, 'instrument_version is append-only'); END;
CREATE TRIGGER instrument_version_is_not_deleted BEFORE DELETE ON instrument_version
BEGIN SELECT RAISE(ABORT, 'instrument_version is append-only'); END;
CREATE TRIGGER instrument_version_is_not_replaced BEFORE INSERT ON instrument_version
WHEN EXISTS (SELECT 1 FROM instrument_version WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'instrument_version is append-only'); END;
