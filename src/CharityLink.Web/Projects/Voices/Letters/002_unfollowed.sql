-- Projects of which a mailbox wants no updates any more, though it gave to them.
create table mailing.unfollowed (
  receiver_id uuid not null,
  project_id uuid not null,
  at timestamptz not null default now(),
  primary key (receiver_id, project_id)
);
