-- Attempts to be let in by a platform that asks the merchant in their browser: they come back minutes later, perhaps to
-- another process.
create table attempt_to_enter (
    merchant blob not null references merchant (id),
    platform text not null check (platform in ('brightpearl', 'lightspeed')),
    attempt  text not null check (json_valid(attempt)), -- credentials and secrets of the attempt
    primary key (merchant, platform)
) strict, without rowid;
