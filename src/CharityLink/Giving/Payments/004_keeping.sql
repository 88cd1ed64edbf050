-- What calls and notifications leave behind goes after a while: first what they say, later the rows.
create table giving.payment_keeping (
  is_one       boolean primary key default true constraint payment_keeping_is_one check (is_one),
  -- Calls that were concluded before this say nothing any more.
  emptied_upto timestamptz not null default 'epoch',
  -- Every fact up to this position has been planned from, and some of those rows are gone: seen again, it plans nothing.
  planned_upto bigint not null default 0
);
insert into giving.payment_keeping default values;
create index payment_operation_concluded on giving.payment_operation (concluded_at) where concluded_at is not null;
