-- What a search looks through. Written when names or identifiers change, never by a change of status.

-- Identifiers that are found when typed whole: both platforms' ids, SKU, bar codes, receipts; in lower case.
create table record_key (
    merchant blob    not null references merchant (id),
    kind     text    not null,
    key      text    not null check (key <> ''),
    record   integer not null references record (seq),
    primary key (merchant, kind, key, record)
) strict, without rowid;
create index record_key_of_record on record_key (record);

-- E-mail and telephone as keyed hashes (the key is in `meta`): found when typed whole, not readable here.
create table person_key (
    merchant blob    not null references merchant (id),
    kind     text    not null,
    hash     blob    not null check (length(hash) = 32),
    record   integer not null references record (seq),
    primary key (merchant, kind, hash, record)
) strict, without rowid;
create index person_key_of_record on person_key (record);

-- Parts of names, in lower case; the row id is the record's seq.
create virtual table record_text using fts5 (name, tokenize = 'trigram remove_diacritics 1');

-- The same for persons, on its own so that it can be erased; what is deleted here leaves no trace in the index.
create virtual table person_text using fts5 (name, tokenize = 'trigram remove_diacritics 1');
insert into person_text (person_text, rank) values ('secure-delete', 1);

-- Facts of this database: its secret for keyed hashes.
create table meta (
    key   text not null primary key,
    value blob not null
) strict;
