-- What belongs to working on records. `record` is the row's seq everywhere.

-- Which id there belongs to which id here. Never deleted: what is linked is never made twice.
create table link (
    merchant   blob    not null references merchant (id),
    kind       text    not null,
    source_ref text    not null,
    target_ref text    not null check (target_ref <> ''),
    record     integer not null references record (seq),
    linked_at  integer not null,
    primary key (merchant, kind, source_ref)
) strict, without rowid;
-- One thing there belongs to one thing here, except that the till may know a person several times.
create unique index link_target on link (merchant, kind, target_ref) where kind <> 'customer';
create index link_person on link (merchant, target_ref, record) where kind = 'customer';

-- The calls of a posting: the intent is committed before the call, the answer after it.
create table step (
    place       integer primary key autoincrement, -- order in which they were first intended
    merchant    blob    not null references merchant (id),
    record      integer not null references record (seq),
    key         text    not null, -- unique within the record
    title       text    not null, -- for people
    state       text    not null check (state in ('intended', 'done', 'unknown')),
    body        text    check (json_valid(body)),   -- frozen until the step is done, to be sent again unchanged
    answer      text    check (json_valid(answer)), -- what the platform said
    intended_at integer not null,
    done_at     integer,
    failure     text    check (json_valid(failure)), -- why the answer is unknown
    unique (merchant, record, key),
    constraint open_has_its_body check ((state = 'done') = (body is null)),
    constraint done_has_an_answer check ((state = 'done') = (answer is not null)),
    constraint done_has_a_time check ((state = 'done') = (done_at is not null))
) strict;
-- Postings whose answer is still open.
create index step_open on step (merchant, record) where state <> 'done';

-- Tries that wrote something or failed.
create table attempt (
    merchant         blob    not null references merchant (id),
    record           integer not null references record (seq),
    number           integer not null check (number >= 1), -- counts within the record
    started_at       integer not null,
    ended_at         integer not null,
    asked_by         text    not null check (json_valid(asked_by)),
    ended_as         text    not null check (json_valid(ended_as)),
    settings_version integer not null,
    trace            blob    check (length(trace) = 16), -- names the calls it made, shared by a batch
    primary key (merchant, record, number)
) strict, without rowid;

-- HTTP calls made, redacted and clipped; kept 30 days.
create table call (
    place    integer primary key autoincrement,
    merchant blob    not null references merchant (id),
    trace    blob    not null check (length(trace) = 16),
    at       integer not null,
    platform text    not null,
    method   text    not null,
    path     text    not null,
    status   integer, -- null where no answer came
    took_ms  integer not null,
    request  text    not null,
    response text    not null
) strict;
create index call_of_trace on call (merchant, trace, at);
create index call_age on call (at);

-- What blocked rows wait for: keys such as `tax:1:2:20 %`, `parent:customer:77`.
create table block (
    merchant blob    not null references merchant (id),
    key      text    not null,
    record   integer not null references record (seq),
    primary key (merchant, key, record)
) strict, without rowid;
create index block_of_record on block (record);
