-- Views of the logs that people saved: a filter and an order under a name.

create table view (
    id       blob    not null primary key check (length(id) = 16),
    merchant blob    not null references merchant (id),
    kind     text    not null,
    owner    text    not null, -- what only the owner's browser knows; empty for the team's
    name     text    not null check (name <> ''),
    name_key text    not null, -- the name in lower case: what it is told apart by
    asked    text    not null, -- the query of the log's address
    at       integer not null,
    unique (merchant, kind, owner, name_key)
) strict;
