-- Why the last rebuild that somebody asked for came to nothing; null when it did not.
alter table read.follower add column rebuild_error text null;
