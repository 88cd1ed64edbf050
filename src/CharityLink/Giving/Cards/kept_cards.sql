-- Which cards are kept, and what lives from each.
create table kept_card (
  provider text not null,
  method   text not null,
  customer text not null,
  use      text not null,
  owner    text not null,
  owner_id uuid not null,
  primary key (provider, method)
);
create index kept_card_customer on kept_card (provider, customer);
