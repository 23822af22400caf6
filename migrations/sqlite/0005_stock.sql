-- Goods the tills have moved, and what the back office shows of them: what is sold but not shown there yet is held back
-- from the shops.

-- One row for each line of a completed sale that moves goods. The till's line ids are unique over all sales.
create table movement (
    merchant blob    not null references merchant (id),
    line     text    not null,
    record   integer not null references record (seq), -- the sale or the return
    shop     text    not null,
    item     text    not null,
    units    integer not null,           -- moved at the till: positive sold, negative taken back, 0 once void
    shown    integer not null default 0, -- of those, what the back office shows: reserved, sent off, booked in
    primary key (merchant, line)
) strict, without rowid;
-- What is held back of an item.
create index movement_open on movement (merchant, item, shop) where units <> shown;
create index movement_of_record on movement (record);

-- Errands beside the flows: how far a sweep or a nightly comparison has come, and when it goes on.
create table errand (
    merchant blob    not null references merchant (id),
    name     text    not null,
    cursor   text,    -- in its own form; null begins afresh
    next_at  integer, -- null means at once
    primary key (merchant, name)
) strict, without rowid;

-- Another record of the same person that is linked already.
create index record_twin on record (merchant, kind, solo, seq) where solo is not null and target_ref is not null;
