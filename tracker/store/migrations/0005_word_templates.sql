-- Word templates of partnerships: which file, by whom. The file stands in kept_file, as imports do.

CREATE TABLE word_template (
    partnership_id TEXT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL, sequence BIGINT NOT NULL,
    as_of DATE NOT NULL, recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL, reason TEXT NOT NULL,
    file_id UUID NOT NULL, file_name TEXT NOT NULL,
    PRIMARY KEY (partnership_id, id, version)
);
