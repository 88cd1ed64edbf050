create table goods (
  id           uuid primary key,
  collector_id uuid not null,
  holder_id    uuid not null,
  division     text not null,
  what_zh      text not null,
  what_en      text not null,
  lines        int not null,
  value_minor  bigint not null constraint goods_value_not_negative check (value_minor >= 0),
  received_on  date not null,
  state        text not null constraint goods_state_known check (state in ('entered', 'sent_back', 'confirmed')),
  reason       text,
  entered_by   uuid,
  -- When it was written down, sent back or confirmed last.
  since        timestamptz not null,
  position     bigint not null
);
create index goods_position on goods (position);
create index goods_division on goods (division text_pattern_ops, position);
create index goods_sent_back on goods (entered_by, position) where state = 'sent_back';
