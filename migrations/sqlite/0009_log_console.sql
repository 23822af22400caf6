-- What the log console sorts by, narrows to and counts, so that no list of a million rows is ever sorted or read through.

-- The name in lower case, cut, empty where none could be read; null for kinds that are called by a number. Erased with the person.
alter table record add column sort_name text;
-- The shop by its id at the till; null for kinds that belong to none.
alter table record add column shop text;
-- The total with a place for rows whose total could not be read; null for kinds without money.
alter table record add column sort_total integer
    as (case when kind in ('order', 'refund') then ifnull(total_minor, -9223372036854775807) end) virtual;

update record set sort_name = coalesce((
    select substr(name, 1, 80) from record_text where rowid = record.seq
), '') where kind in ('product', 'inventory');
update record set sort_name = coalesce((
    select substr(name, 1, 80) from person_text where rowid = record.seq
), '') where kind = 'customer';
update record set shop = nullif(json_extract(payload, '$.shop_ref'), '') where kind = 'inventory';
update record set shop = nullif(json_extract(payload, '$.shop.id'), '') where kind in ('order', 'refund');

-- Sorted lists, a status at a time: a list of all statuses is the merging of four.
create index record_by_total on record (merchant, kind, status, sort_total, seq) where sort_total is not null;
create index record_by_tries on record (merchant, kind, status, attempts, seq);
create index record_by_name on record (merchant, kind, status, sort_name, seq) where sort_name is not null;
-- What is narrowed to.
create index record_by_shop on record (merchant, kind, status, shop, seq) where shop is not null;
create index record_by_waits on record (merchant, kind, waits, seq) where waits is not null;
-- A kind comes from one platform only, and the order of change is merged as well.
drop index record_by_source;
drop index record_by_change;
