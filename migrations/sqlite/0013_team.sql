-- What a team does about records beside sending them: who looks after one, and notes for each other.

-- The name of whoever looks after it, as `colleague` spells it.
alter table record add column assigned text check (assigned <> '');
-- How many notes people wrote about it.
alter table record add column notes integer not null default 0 check (notes >= 0);
create index record_by_assigned on record (merchant, kind, assigned, seq) where assigned is not null;

-- Whoever was given something to look after: one spelling for each name.
create table colleague (
    merchant blob    not null references merchant (id),
    name_key text    not null, -- the name in lower case: what it is told apart by
    name     text    not null check (name <> ''),
    at       integer not null, -- when something was last given to them
    primary key (merchant, name_key)
) strict, without rowid;

create table note (
    id     integer primary key,
    record integer not null references record (seq),
    at     integer not null,
    who    text    not null,
    says   text    not null check (json_valid(says))
) strict;
create index note_of_record on note (record, id);
