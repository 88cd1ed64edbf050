create table people.person (
  id           uuid primary key,
  sealed       bytea,
  created_at   timestamptz not null default now(),
  forgotten_at timestamptz,
  constraint person_sealed_until_forgotten check ((sealed is null) = (forgotten_at is not null))
);
comment on table people.person is 'Who a PersonId stands for: name, e-mail, phone as JSON, sealed with the key of that person.';
-- Apart from the person, so that backups of the two can be kept for different times.
create table people.person_key (
  person_id  uuid primary key constraint person_key_person references people.person (id),
  master_key text not null,
  wrapped    bytea not null
);
comment on table people.person_key is 'The data key of each person, wrapped by the master key. Destroying the row is forgetting the person.';
