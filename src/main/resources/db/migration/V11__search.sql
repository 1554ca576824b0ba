-- What the current resources can be found by. Derived from resource_version alone, and rebuilt from it.
CREATE TABLE resource_search (
  type         text        NOT NULL,
  id           text        NOT NULL,
  last_updated timestamptz NOT NULL,
  tokens       text[]      NOT NULL, -- made and read by org.pvpoutcomes.record.SearchToken
  PRIMARY KEY (type, id)
);
CREATE INDEX resource_search_tokens ON resource_search USING gin (tokens);
CREATE INDEX resource_search_updated ON resource_search (type, last_updated, id);

CREATE TABLE search_date (
  type      text        NOT NULL,
  parameter text        NOT NULL,
  id        text        NOT NULL,
  starts    timestamptz NOT NULL,
  ends      timestamptz NOT NULL -- the first instant after it
);
CREATE INDEX search_date_of_resource ON search_date (type, id);
CREATE INDEX search_date_start ON search_date (type, parameter, starts);

CREATE TABLE search_quantity (
  type      text    NOT NULL,
  parameter text    NOT NULL,
  id        text    NOT NULL,
  low       numeric NOT NULL,
  high      numeric NOT NULL, -- the first value after it
  system    text    NOT NULL,
  code      text    NOT NULL,
  unit      text    NOT NULL
);
CREATE INDEX search_quantity_of_resource ON search_quantity (type, id);
CREATE INDEX search_quantity_value ON search_quantity (type, parameter, low);

CREATE TABLE search_text (
  type      text NOT NULL,
  parameter text NOT NULL,
  id        text NOT NULL,
  text      text NOT NULL,
  folded    text NOT NULL
);
CREATE INDEX search_text_of_resource ON search_text (type, id);
CREATE INDEX search_text_begin ON search_text (type, parameter, left(folded, 200) text_pattern_ops);

-- Which rules the rows above were made by; another number, and they are made anew at the next start.
CREATE TABLE search_state (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  rules    integer NOT NULL
);
INSERT INTO search_state (rules) VALUES (0);

-- Histories of a type and of everything, newest first.
CREATE INDEX resource_version_of_system ON resource_version (last_updated, type, id, version);
CREATE INDEX resource_version_of_type ON resource_version (type, last_updated, id, version);
