-- Goods that were given, counted beside money and never added to it. Everything here only grows.
create table goods_total (
  scope_kind  text not null,
  scope_key   text not null,
  gifts       bigint not null,
  valued      bigint not null,
  value_minor bigint not null,
  primary key (scope_kind, scope_key)
);
create table goods_item (
  scope_kind text not null,
  scope_key  text not null,
  name_zh    text not null,
  name_en    text not null,
  unit       text not null,
  quantity   numeric not null constraint goods_item_quantity_positive check (quantity > 0),
  position   bigint not null,
  primary key (scope_kind, scope_key, name_zh, name_en, unit)
);
create index goods_item_newest on goods_item (scope_kind, scope_key, position desc);
