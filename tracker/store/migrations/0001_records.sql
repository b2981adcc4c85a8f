-- One table a kind of record. Insert only: every row is one version of one record, true from as_of,
-- known since sequence. Rows of one save share its sequence.

CREATE TABLE save (
    sequence BIGINT PRIMARY KEY,
    id UUID NOT NULL UNIQUE,
    partnership_id TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by TEXT NOT NULL,
    words TEXT NOT NULL
);

CREATE TABLE person (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, name TEXT NOT NULL, email TEXT NOT NULL,
    PRIMARY KEY (partnership_id, id)
);

CREATE TABLE reference_line (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    list_name TEXT NOT NULL, "key" TEXT NOT NULL, place INTEGER NOT NULL, "columns" TEXT NOT NULL,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE partnership (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    slug TEXT NOT NULL, name TEXT NOT NULL, illustrative BOOLEAN NOT NULL, shown_as_at DATE,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE plan (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    title TEXT NOT NULL, starts_on DATE NOT NULL, ends_on DATE, lead_group_id UUID,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE area (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    ref TEXT NOT NULL, title TEXT NOT NULL, wording TEXT NOT NULL, paraphrased BOOLEAN NOT NULL,
    raised_in TEXT NOT NULL, raised_on DATE, lead_group_id UUID,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE outcome (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    ref TEXT NOT NULL, area_id UUID NOT NULL, words TEXT NOT NULL,
    wellbeing TEXT[] NOT NULL, quality_indicators TEXT[] NOT NULL,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE action (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    ref TEXT NOT NULL, title TEXT NOT NULL, what TEXT NOT NULL, area_id UUID NOT NULL,
    also_serves UUID[] NOT NULL, outcome_id UUID, owner_id UUID, supporting UUID[] NOT NULL,
    starts_on DATE, due_on DATE, resources TEXT NOT NULL, measure_ids UUID[] NOT NULL,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE status_update (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    action_id UUID NOT NULL, status TEXT NOT NULL, progress INTEGER, done TEXT NOT NULL,
    data_show TEXT NOT NULL, "next" TEXT NOT NULL, needed TEXT NOT NULL, evidence_link TEXT NOT NULL,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE measure (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    ref TEXT NOT NULL, title TEXT NOT NULL, area_id UUID NOT NULL, outcome_ids UUID[] NOT NULL,
    measure_kind TEXT NOT NULL, definition TEXT NOT NULL, unit TEXT NOT NULL, numerator TEXT NOT NULL,
    denominator TEXT NOT NULL, better TEXT NOT NULL, baseline DOUBLE PRECISION,
    baseline_period TEXT NOT NULL, baseline_points INTEGER,
    short_target DOUBLE PRECISION, short_by DATE, medium_target DOUBLE PRECISION, medium_by DATE,
    impact_target DOUBLE PRECISION, impact_by DATE, frequency TEXT, data_source TEXT NOT NULL,
    owner_id UUID,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE data_point (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    measure_id UUID NOT NULL, "on" DATE NOT NULL, "value" DOUBLE PRECISION,
    denominator DOUBLE PRECISION, published BOOLEAN NOT NULL,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE judgement (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    ref TEXT NOT NULL, area_id UUID, words TEXT NOT NULL, made_by TEXT NOT NULL,
    quality_indicator TEXT NOT NULL, evidence TEXT NOT NULL, confidence TEXT,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE doubt (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    ref TEXT NOT NULL, record_kind TEXT NOT NULL, record_id UUID NOT NULL, field TEXT NOT NULL,
    words TEXT NOT NULL, decision TEXT NOT NULL, grounds TEXT NOT NULL,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE meeting (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    ref TEXT NOT NULL, "on" DATE NOT NULL, title TEXT NOT NULL, group_id UUID,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE post (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    ref TEXT NOT NULL, title TEXT NOT NULL, organisation TEXT NOT NULL, person_id UUID,
    starts_on DATE, ends_on DATE,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE "group" (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    ref TEXT NOT NULL, name TEXT NOT NULL, reports_to UUID[] NOT NULL, meets_every TEXT NOT NULL,
    PRIMARY KEY (partnership_id, id, version)
);

CREATE TABLE citation (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    record_kind TEXT NOT NULL, record_id UUID NOT NULL, field TEXT NOT NULL,
    file TEXT NOT NULL, heading TEXT NOT NULL, note TEXT NOT NULL,
    PRIMARY KEY (partnership_id, id, version)
);
