-- Since when a source cannot be read: the next looks come soon at first, then ever later; and people want to know.
alter table flow add column problem_since integer; -- null while there is no problem
