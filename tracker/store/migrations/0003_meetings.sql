-- Meetings: who came, what was decided and asked; snapshots, and who took which paper.

CREATE TABLE meeting_decision (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    ref TEXT NOT NULL, meeting_id UUID NOT NULL, words TEXT NOT NULL, owner_id UUID, due_on DATE,
    area_id UUID, action_id UUID,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE question (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    ref TEXT NOT NULL, meeting_id UUID NOT NULL, words TEXT NOT NULL, asked_of UUID,
    answer_by DATE, answer TEXT NOT NULL, answered_on DATE,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE snapshot (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    ref TEXT NOT NULL, title TEXT NOT NULL, "day" DATE NOT NULL, until BIGINT NOT NULL,
    schema_number INTEGER NOT NULL, rules_number INTEGER NOT NULL, checksum TEXT NOT NULL,
    meeting_id UUID,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE paper_taken (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    snapshot_id UUID, "day" DATE NOT NULL, paper TEXT NOT NULL, public BOOLEAN NOT NULL,
    PRIMARY KEY (partnership_id, id, version)
);

-- Empty in rows written before: there the model's own default holds.
ALTER TABLE meeting ADD COLUMN agenda TEXT;
ALTER TABLE meeting ADD COLUMN present UUID[];
ALTER TABLE meeting ADD COLUMN apologies UUID[];
ALTER TABLE meeting ADD COLUMN steps TEXT[];
ALTER TABLE meeting ADD COLUMN opened_at BIGINT;
ALTER TABLE meeting ADD COLUMN closed_at BIGINT;
