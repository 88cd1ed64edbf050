-- Bookings that were not yet found the same on both sides: what differences are looked for in. A line that a provider lists or changes, and one
-- that is new in our books, comes in; one that stands in both and needs nobody goes out.
create table giving.booking_open (
  provider       text not null,
  transaction_id text not null,
  primary key (provider, transaction_id)
);
insert into giving.booking_open (provider, transaction_id) select provider, transaction_id from giving.provider_booking;
-- How far our own books were gone through; books that are made anew in another shape are gone through from the beginning.
create table giving.booking_mark (
  is_one   boolean primary key default true constraint booking_mark_is_one check (is_one),
  version  int not null default 0,
  position bigint not null default 0
);
insert into giving.booking_mark default values;
