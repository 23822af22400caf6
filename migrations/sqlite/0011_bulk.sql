-- What people do with many records at once: who asked for what, exactly which rows, and what became of each.

create table bulk (
    id       blob    not null primary key check (length(id) = 16),
    merchant blob    not null references merchant (id),
    kind     text    not null,
    action   text    not null check (json_valid(action)),
    which    text    not null, -- which rows, in words: the filter, or how many were ticked
    who      text    not null,
    state    text    not null check (state in ('drafted', 'running', 'ended', 'cancelled')),
    made_at  integer not null,
    began_at integer check ((began_at is null) = (state = 'drafted')),
    ended_at integer
) strict;
create index bulk_of_merchant on bulk (merchant, made_at);
create index bulk_running on bulk (merchant, state) where state in ('running', 'cancelled') and ended_at is null;

-- The rows, frozen when the work was drafted. `place` is the order in which they are gone through.
create table bulk_row (
    bulk   blob    not null references bulk (id),
    place  integer not null,
    record integer not null references record (seq),
    state  text    not null check (state in ('waiting', 'asked', 'done', 'failed', 'held', 'left_out', 'dropped')),
    why    text, -- why it was left out
    primary key (bulk, place)
) strict, without rowid;
create index bulk_row_state on bulk_row (bulk, state, place);
