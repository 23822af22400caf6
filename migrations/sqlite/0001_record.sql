-- One row for each thing on its way from one platform to the other: the job and its log line in one, never deleted.
-- Times are microseconds since 1970 (UTC), so that they compare as numbers. Words and JSON are those of the crate `model`.

create table merchant (
    id         blob    not null primary key check (length(id) = 16), -- UUID
    name       text    not null,                                     -- shown in the head of the page
    created_at integer not null
) strict;

create table record (
    -- Order of first sight; the text index uses it as its row id, so an update never moves a row. Never used twice.
    seq                 integer primary key autoincrement,
    -- UUIDv7, the same for ever: what addresses and claims name.
    id                  blob    not null unique check (length(id) = 16),
    merchant            blob    not null references merchant (id),
    kind                text    not null check (kind in ('product', 'inventory', 'order', 'customer', 'refund')),
    -- The platform it comes from, and its identifier there.
    source              text    not null check (source in ('brightpearl', 'lightspeed')),
    source_ref          text    not null check (source_ref <> ''),
    -- What it is at the target; a copy of the link, so that lists need no join.
    target_ref          text    check (target_ref <> ''),
    -- The status, and as JSON what it says on demand.
    status              text    not null check (status in ('pending', 'processing', 'synced', 'failed')),
    detail              text    not null check (json_valid(detail)),
    -- Why a pending row waits: the word of the detail, so that checks and indexes need not read JSON.
    waits               text    check (waits in ('queued', 'blocked', 'throttled', 'trying_again', 'connection_lost')),
    -- What groups failures, while there is one; its words are in `cause`.
    cause_key           text    check (cause_key <> ''),
    -- Grows with each change of payload or of the settings that reach the row; the target has `synced_revision`.
    revision            integer not null check (revision >= 1),
    synced_revision     integer check (synced_revision <= revision),
    -- Of the neutral payload and the settings that reach it: tells whether a sighting is news.
    hash                text    not null,
    -- What came, JSON; null where the source's answer could never be read.
    payload             text    check (json_valid(payload)),
    -- What the latest attempt set out to write, JSON.
    sent                text    check (json_valid(sent)),
    -- Total of money kinds in the currency's smallest unit, for sorting and sums.
    total_minor         integer,
    currency            text    check (length(currency) = 3),
    -- Tries of this revision; how often a worker died on it, and when the lease ended that died last.
    attempts            integer not null default 0 check (attempts >= 0),
    crashes             integer not null default 0 check (crashes >= 0),
    crashed_lease_until integer,
    -- 0 is a person's re-sync, then sales, stock, customers, products; a parent takes over its child's.
    priority            integer not null check (priority between 0 and 4),
    -- Who asked for the next attempt, JSON; whether a person did, so that nothing counts as unchanged.
    asked_by            text    not null check (json_valid(asked_by)),
    forced              integer not null default 0 check (forced in (0, 1)),
    -- A person asked while the row was in work: it runs once more afterwards.
    resync_asked        integer not null default 0 check (resync_asked in (0, 1)),
    -- Rows with the same text are never in work at the same time.
    solo                text,
    -- When it is worked on next; null while asleep, settled or leased.
    due_at              integer,
    -- Which process works on it and until when it may; the fence grows with each claim and is named by each later write.
    lease_owner         blob    check (length(lease_owner) = 16),
    lease_until         integer,
    fence               integer not null default 0,
    -- Its rules are being applied: a process that dies now may have died of this row.
    transforming        integer not null default 0 check (transforming in (0, 1)),
    -- By the source's clock.
    source_changed_at   integer,
    first_seen_at       integer not null,
    -- When what is shown of its status last changed.
    updated_at          integer not null,

    unique (merchant, kind, source, source_ref),
    -- No half-states.
    constraint only_pending_waits check ((status = 'pending') = (waits is not null)),
    constraint blocked_sleeps check (waits is not 'blocked' or (due_at is null and lease_owner is null)),
    constraint waiting_is_due check (
        waits is null or waits in ('blocked', 'connection_lost') or due_at is not null or lease_owner is not null
    ),
    constraint processing_goes_on check (status <> 'processing' or due_at is not null or lease_owner is not null),
    -- A stock figure is looked at again without a word: what is shown of it changes only if the quantity does.
    constraint settled_is_not_due check (
        status not in ('synced', 'failed') or due_at is null or kind = 'inventory'
    ),
    constraint failed_has_a_failure check (status <> 'failed' or json_extract(detail, '$.failure') is not null),
    constraint a_failure_has_a_cause check (
        (cause_key is not null) = (status = 'failed' or waits is 'trying_again')
    ),
    constraint a_lease_has_an_owner check ((lease_owner is null) = (lease_until is null)),
    constraint leased_is_not_due check (lease_owner is null or due_at is null),
    constraint transforming_is_leased check (transforming = 0 or lease_owner is not null),
    constraint asked_again_in_work check (resync_asked = 0 or lease_owner is not null or status = 'processing'),
    constraint money_has_a_currency check ((total_minor is null) = (currency is null))
) strict;

-- The claim: due rows of one kind, the most urgent first, the oldest of them first.
create index record_claim on record (merchant, kind, priority, due_at, seq) where due_at is not null;
-- When the next row of a kind is due.
create index record_due on record (merchant, kind, due_at) where due_at is not null;
-- Leases that may have run out.
create index record_lease on record (lease_until) where lease_owner is not null;
-- Whether another row of the same person is in work.
create index record_solo on record (merchant, kind, solo)
    where solo is not null and (lease_owner is not null or status = 'processing');
-- Rows that wait for a connection.
create index record_lost on record (merchant, seq) where waits = 'connection_lost';
-- Lists in the order of `seq`, whole, of one status, of one source.
create index record_by_seq on record (merchant, kind, seq);
create index record_by_status on record (merchant, kind, status, seq);
create index record_by_source on record (merchant, kind, source, seq);
-- Lists in the order of the last change, whole and of one status.
create index record_by_change on record (merchant, kind, updated_at, seq);
create index record_by_status_change on record (merchant, kind, status, updated_at, seq);
-- Rows of one cause.
create index record_by_cause on record (merchant, kind, cause_key, seq) where cause_key is not null;

-- Kept counts of a log, so that no tab ever counts rows.
create table count (
    merchant blob    not null references merchant (id),
    kind     text    not null,
    status   text    not null,
    n        integer not null check (n >= 0),
    primary key (merchant, kind, status)
) strict, without rowid;

-- What failures of one cause say, once for all their rows, so that a failing row writes no text index.
create table cause (
    merchant blob not null references merchant (id),
    key      text not null,
    cause    text not null, -- for people
    fix      text not null, -- for people
    words    text not null, -- the cause in lower case, what a search looks through
    primary key (merchant, key)
) strict, without rowid;

-- Status changes for live pages, written in the transaction of the change; kept 24 hours.
create table event (
    id       integer primary key autoincrement, -- never used twice: readers remember it
    merchant blob    not null references merchant (id),
    kind     text    not null,
    record   blob    not null,
    seq      integer not null,
    status   text    not null,
    new      integer not null check (new in (0, 1)), -- first seen with this event
    at       integer not null
) strict;
create index event_of_merchant on event (merchant, id);
create index event_age on event (at);
