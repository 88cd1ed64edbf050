create table batch (
  id            uuid primary key,
  collector_id  uuid not null,
  holder_id     uuid not null,
  division      text not null,
  place         text not null,
  collected_on  date not null,
  total_minor   bigint not null constraint batch_total_positive check (total_minor > 0),
  lines         int not null,
  cheques_open  int not null,
  state         text not null constraint batch_state_known check (state in ('entered', 'sent_back', 'confirmed')),
  reason        text,
  entered_by    uuid,
  -- When it was typed in, sent back or confirmed last.
  since         timestamptz not null,
  position      bigint not null
);
create index batch_position on batch (position);
create index batch_division on batch (division text_pattern_ops, position);
create index batch_sent_back on batch (entered_by, position) where state = 'sent_back';
create index batch_alike on batch (collector_id, collected_on, total_minor);
-- Cheques of batches that were not sent back, by what makes two of them one: a cheque is banked once, at whichever station.
create table batch_cheque (
  line_id  uuid primary key,
  batch_id uuid not null,
  number   text not null,
  bank     text not null,
  mark     text not null
);
create index batch_cheque_batch on batch_cheque (batch_id);
create index batch_cheque_mark on batch_cheque (mark);
