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
-- The digest of this save and of the chain before it; empty in saves of before this migration
-- until the first start after it fills them in.
ALTER TABLE save ADD COLUMN chain TEXT;

-- The digest of each row a save brought, so that a changed or a removed row can be named.
CREATE TABLE kept_row (
    sequence BIGINT NOT NULL, kind TEXT NOT NULL, partnership_id TEXT NOT NULL, id UUID NOT NULL,
    version INTEGER NOT NULL, digest TEXT NOT NULL,
    PRIMARY KEY (kind, partnership_id, id, version)
);

-- What somebody typed and has not saved yet: one row a field, thrown away when it is saved.
CREATE TABLE draft (
    partnership_id TEXT NOT NULL, written_by TEXT NOT NULL, form TEXT NOT NULL, field TEXT NOT NULL,
    words TEXT NOT NULL, written_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (partnership_id, written_by, form, field)
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
