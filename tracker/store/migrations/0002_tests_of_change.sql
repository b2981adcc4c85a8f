-- Tests of change, decisions about phases and points, SMART notes, imports.

CREATE TABLE aim (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    ref TEXT NOT NULL, area_id UUID NOT NULL, words TEXT NOT NULL, how_much TEXT NOT NULL, "by" DATE,
    for_whom TEXT NOT NULL, measure_id UUID, closed_on DATE,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE driver (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    ref TEXT NOT NULL, aim_id UUID NOT NULL, under_id UUID, words TEXT NOT NULL,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE change_idea (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    ref TEXT NOT NULL, driver_id UUID NOT NULL, words TEXT NOT NULL,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE test_of_change (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    ref TEXT NOT NULL, title TEXT NOT NULL, area_id UUID NOT NULL, idea_id UUID, theory TEXT NOT NULL,
    measure_ids UUID[] NOT NULL, "where" TEXT NOT NULL, stage TEXT NOT NULL, owner_id UUID,
    evaluate_on DATE, evaluated_on DATE, evaluation TEXT NOT NULL,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE pdsa_cycle (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    ref TEXT NOT NULL, test_id UUID NOT NULL, number INTEGER NOT NULL,
    question TEXT NOT NULL, prediction TEXT NOT NULL, what TEXT NOT NULL, who TEXT NOT NULL,
    "where" TEXT NOT NULL, starts_on DATE, ends_on DATE, how_many TEXT NOT NULL,
    data_to_collect TEXT NOT NULL, as_planned TEXT, happened TEXT NOT NULL, surprises TEXT NOT NULL,
    studied_on DATE, result TEXT NOT NULL, learning TEXT NOT NULL,
    decision TEXT, decided_on DATE, next_cycle TEXT NOT NULL,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE new_phase (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    measure_id UUID NOT NULL, starts_on DATE NOT NULL, decision TEXT NOT NULL, why TEXT NOT NULL,
    cycle_id UUID, evidence TEXT NOT NULL,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE point_mark (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    measure_id UUID NOT NULL, "on" DATE NOT NULL, excluded BOOLEAN NOT NULL,
    astronomical BOOLEAN NOT NULL, note TEXT NOT NULL,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE smart_note (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    action_id UUID NOT NULL, letter TEXT NOT NULL, verdict TEXT NOT NULL, words TEXT NOT NULL,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE plan_import (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    file_id UUID NOT NULL, file_name TEXT NOT NULL, sheet TEXT NOT NULL, "columns" TEXT NOT NULL,
    set_aside TEXT NOT NULL,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE imported_row (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    import_id UUID NOT NULL, record_kind TEXT NOT NULL, record_id UUID NOT NULL,
    "rows" INTEGER[] NOT NULL, words TEXT NOT NULL,
    PRIMARY KEY (partnership_id, id, version)
);

-- The file as it was handed over; names of people may stand in it, so it is apart from the versions.
CREATE TABLE kept_file (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, name TEXT NOT NULL, content BYTEA NOT NULL,
    PRIMARY KEY (partnership_id, id)
);

-- A measure that compares two groups: its point holds both values, and the gap between is judged.
-- Empty in rows written before: there the model's own default holds.
ALTER TABLE measure ADD COLUMN group_words TEXT;
ALTER TABLE measure ADD COLUMN compared_with TEXT;
ALTER TABLE data_point ADD COLUMN compared_value DOUBLE PRECISION;
ALTER TABLE data_point ADD COLUMN compared_denominator DOUBLE PRECISION;
