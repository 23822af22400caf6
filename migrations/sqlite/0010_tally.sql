-- What was settled in an hour: the chart of the overview. Written in the transaction that settles a record; kept 90 days.
create table tally (
    merchant blob    not null references merchant (id),
    hour     integer not null, -- hours since 1970 (UTC)
    kind     text    not null,
    synced   integer not null check (synced >= 0), -- records that came to be in step
    failed   integer not null check (failed >= 0), -- records that came to need a person
    primary key (merchant, hour, kind)
) strict, without rowid;

-- What waits for a person, with what it is worth: the overview sums it up without looking at a record.
create index record_trouble on record (merchant, kind, status, cause_key, currency, total_minor)
    where status = 'failed' or waits = 'blocked';
