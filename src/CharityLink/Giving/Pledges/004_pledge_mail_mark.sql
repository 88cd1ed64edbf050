-- How far the mails about promises have looked: at which instant, and up to which fact. The next look asks only for what came since.
create table giving.pledge_mail_mark (
  is_one         boolean primary key default true constraint pledge_mail_mark_is_one check (is_one),
  looked_at      timestamptz not null default 'epoch',
  heard_position bigint not null default 0
);
insert into giving.pledge_mail_mark default values;
-- Deadlines that are less than two days away and whose givers have been looked at; one that is put off is looked at again.
create table giving.pledge_mail_deadline (
  project_id  uuid not null,
  deadline_at timestamptz not null,
  primary key (project_id, deadline_at)
);
-- A mail whose promise was kept, taken back or given up before it went out.
alter table giving.pledge_mail add column needless_at timestamptz;
drop index giving.pledge_mail_waiting;
create index pledge_mail_waiting on giving.pledge_mail (noted_at) where sent_at is null and needless_at is null;
