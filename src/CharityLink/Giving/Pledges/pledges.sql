create table pledge (
  id                uuid primary key,
  state             text not null,
  program_id        uuid,
  site_id           uuid,
  project_id        uuid,
  page_id           uuid,
  organisation_id   uuid not null,
  holder_id         uuid not null,
  division          text not null,
  amount_minor      bigint not null constraint pledge_amount_positive check (amount_minor > 0),
  fulfilled_minor   bigint not null constraint pledge_not_kept_beyond_its_amount check (fulfilled_minor between 0 and amount_minor),
  donor_id          uuid not null,
  is_anonymous      boolean not null,
  is_public_promise boolean not null,
  -- Written down by staff; and whether its giver can be written to.
  is_entered        boolean not null,
  has_address       boolean not null,
  language          text not null,
  made_at           timestamptz not null,
  next_on           date not null,
  last_on           date not null,
  position          bigint not null,
  -- Collected from a card when its project succeeds.
  by_card           boolean not null,
  confirmed_at      timestamptz,
  over_at           timestamptz,
  -- How often it was waited for again after a gift went back, and when it was last.
  reopened          int not null default 0,
  reopened_at       timestamptz,
  -- Its project has ended: whether the goal was reached; null before, and for what is not by card.
  is_met            boolean,
  -- When the platform looks at it next; null while nothing is to be done.
  collect_at        timestamptz,
  first_charge_at   timestamptz,
  -- Why the last try brought nothing, and that none is under way.
  failed_class      text,
  failed_at         timestamptz,
  is_live           boolean not null default false,
  -- The provider keeps a card for it, and how many it has lost.
  has_card          boolean not null default false,
  cards_lost        int not null default 0,
  -- Of the newest fact about it: mails look only at what changed since they looked last.
  heard_position    bigint not null
);
create index pledge_heard on pledge (heard_position);
create index pledge_collect on pledge (is_met, collect_at, id) where collect_at is not null;
create index pledge_failed on pledge (first_charge_at) where failed_at is not null and state = 'collecting';
-- What mails look for each minute: the few of the last days, not all there ever were.
create index pledge_card_confirmed on pledge (confirmed_at) where by_card and state = 'confirmed' and is_met is null;
create index pledge_card_over on pledge (over_at) where by_card and state = 'lapsed' and is_met is not null;
create index pledge_donor on pledge (donor_id);
create index pledge_position on pledge (position);
-- By the number that people are told: the last twelve signs of its id. Nobody enters money for one that is collected from a card,
-- and those change by the hundred thousand when a project ends.
create index pledge_number on pledge (right(id::text, 12)) where not by_card;
create index pledge_project on pledge (project_id, position) where project_id is not null;
create index pledge_division on pledge (division text_pattern_ops, position);
create index pledge_open on pledge (state) where state in ('made', 'confirmed');
-- Projects that succeeded with promises by card, until it is written what came in of them.
create table pledge_collection (
  project_id uuid primary key,
  ended_at   timestamptz not null
);
create index pledge_collecting on pledge (project_id) where state = 'collecting';
-- What is promised by when: the sum up to this part and with it tells whether it is kept.
create table pledge_instalment (
  pledge_id        uuid not null,
  number           int not null,
  due_on           date not null,
  amount_minor     bigint not null constraint pledge_instalment_positive check (amount_minor > 0),
  cumulative_minor bigint not null,
  primary key (pledge_id, number)
);
create index pledge_instalment_due on pledge_instalment (due_on);
