-- Which save of the settings released a row last, or sent it again: its page shows what becomes of them.
alter table record add column released_by integer;
create index record_released on record (merchant, released_by, status, waits) where released_by is not null;
