-- When somebody last wished to keep this person: who is young may still be about to be named.
alter table people.person add column taken_at timestamptz not null default now();
-- A fact names this person: facts stay, so that nobody looks again.
alter table people.person add column is_named boolean not null default false;
create index person_unnamed on people.person (taken_at) where not is_named and forgotten_at is null;
