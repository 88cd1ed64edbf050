-- One row per e-mail address: gifts of one giver can be told to be of one giver, without saying whose.
create table people.contact (
  mark     bytea primary key,
  giver_id uuid not null unique
);
comment on table people.contact is 'Keyed hash of a contact, and the random id that facts carry instead. Forgotten with the last person who used it.';
alter table people.person add column giver_id uuid;
create index person_giver on people.person (giver_id) where giver_id is not null;
