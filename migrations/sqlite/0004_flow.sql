-- How far sources are read, what platforms allow, what the merchant decided, how the accounts are reached.

create table flow (
    merchant        blob    not null references merchant (id),
    kind            text    not null,
    cursor          text,    -- how far the source has been read
    last_success_at integer, -- when it last looked and the source answered
    last_synced_at  integer, -- when a record of the kind was last settled as synced
    next_run_at     integer, -- null means at once
    run_now_at      integer, -- when a person asked to look now; null once it was done
    problem         text,    -- what kept it from reading, in words
    primary key (merchant, kind)
) strict, without rowid;

create table budget (
    merchant blob not null references merchant (id),
    platform text not null,
    state    text not null check (json_valid(state)),
    primary key (merchant, platform)
) strict, without rowid;

-- Every version: attempts name the one they worked with.
create table settings (
    merchant blob    not null references merchant (id),
    version  integer not null check (version >= 1),
    who      text    not null,
    at       integer not null,
    settings text    not null check (json_valid(settings)),
    primary key (merchant, version)
) strict;

create table connection (
    merchant    blob not null references merchant (id),
    platform    text not null check (platform in ('brightpearl', 'lightspeed')),
    account     text not null, -- the account's name there
    api         text not null, -- where its API answers
    auth        text not null, -- where it gives out tokens; empty where none are needed
    credentials text not null check (json_valid(credentials)),
    state       text not null check (json_valid(state)),
    primary key (merchant, platform)
) strict, without rowid;

create table token (
    merchant   blob    not null references merchant (id),
    platform   text    not null,
    access     text    not null,
    refresh    text    not null,
    expires_at integer, -- of the access token
    primary key (merchant, platform)
) strict, without rowid;

-- Refresh tokens rotate: only one may be redeemed at a time.
create table refresh_lease (
    merchant blob    not null references merchant (id),
    platform text    not null,
    owner    blob    not null check (length(owner) = 16),
    until    integer not null,
    primary key (merchant, platform)
) strict, without rowid;
