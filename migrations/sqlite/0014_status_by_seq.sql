-- What a search finds is counted by status: the index in the order of a log tells it, where each row would have to be read from all
-- over a large file.
drop index record_by_seq;
create index record_by_seq on record (merchant, kind, seq, status);
