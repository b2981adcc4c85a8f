-- Many people: who may do what, the chain over the history, and what is kept beside the versions:
-- drafts, the log of visits, the reminders that were sent.

CREATE TABLE access_grant (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    ref TEXT NOT NULL, person_id UUID, "domain" TEXT NOT NULL, "role" TEXT NOT NULL,
    PRIMARY KEY (partnership_id, id, version)
);

-- Who was signed in when a save was made; their name stands in person and can be erased.
ALTER TABLE save ADD COLUMN person_id UUID;

-- What each save brought of each kind: id, version and digest of every row; its own row, its file,
-- bound together in the chain over the history (store/chain.py).
CREATE TABLE kept_rows (
    sequence BIGINT NOT NULL, kind TEXT NOT NULL, partnership_id TEXT NOT NULL, digests BYTEA NOT NULL,
    PRIMARY KEY (sequence, kind)
);
CREATE TABLE chain_link (sequence BIGINT PRIMARY KEY, link TEXT NOT NULL);

-- What somebody typed into one form and has not saved yet: its fields as JSON. Thrown away in the
-- transaction that keeps the save of its id; several of one form are told apart by it.
CREATE TABLE draft (
    save_id UUID PRIMARY KEY, partnership_id TEXT NOT NULL, written_by TEXT NOT NULL,
    form TEXT NOT NULL, record_id UUID NOT NULL, seen BIGINT NOT NULL, fields TEXT NOT NULL,
    begun_at TIMESTAMPTZ NOT NULL, written_at TIMESTAMPTZ NOT NULL
);

-- Who opened and who exported what; thrown away after the time the settings say.
CREATE TABLE visit_log (
    id UUID PRIMARY KEY, seen_at TIMESTAMPTZ NOT NULL, partnership_id TEXT NOT NULL, person_id UUID,
    who TEXT NOT NULL, did TEXT NOT NULL, what TEXT NOT NULL
);

-- One row a reminder: `key` names whom and which day, so that none is sent twice.
CREATE TABLE reminder (
    partnership_id TEXT NOT NULL, "key" TEXT NOT NULL, person_id UUID, "day" DATE NOT NULL,
    state TEXT NOT NULL, tries INTEGER NOT NULL, tried_at TIMESTAMPTZ, fault TEXT NOT NULL,
    PRIMARY KEY (partnership_id, "key")
);
