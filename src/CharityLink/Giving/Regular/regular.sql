create table regular_gift (
  id              uuid primary key,
  state           text not null,
  why             text,
  every           text not null,
  program_id      uuid,
  site_id         uuid,
  project_id      uuid,
  page_id         uuid,
  organisation_id uuid not null,
  holder_id       uuid not null,
  division        text not null,
  amount_minor    bigint not null constraint regular_gift_amount_positive check (amount_minor > 0),
  currency        text not null,
  donor_id        uuid not null,
  giver_id        uuid,
  is_anonymous    boolean not null,
  language        text not null,
  asked_at        timestamptz not null,
  next_on         date not null,
  -- When its clock is to be looked at; null while nothing can become due.
  due_at          timestamptz,
  card_fails      text,
  card_brand      text,
  card_expires_on date,
  gifts           integer not null,
  -- The rule's own state: the other columns are read off it.
  folded          jsonb not null,
  position        bigint not null
);
create index regular_gift_due on regular_gift (due_at) where due_at is not null;
create index regular_gift_position on regular_gift (position);
create index regular_gift_division on regular_gift (division text_pattern_ops, position);
create index regular_gift_giver on regular_gift (giver_id) where giver_id is not null;
create index regular_gift_donor on regular_gift (donor_id);
create index regular_gift_project on regular_gift (project_id) where project_id is not null and state in ('running', 'paused');
create index regular_gift_site on regular_gift (site_id) where site_id is not null and state in ('running', 'paused');
create index regular_gift_card on regular_gift (card_expires_on) where card_expires_on is not null and state in ('running', 'paused');
