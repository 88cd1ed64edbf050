-- A promise that staff wrote down: its giver is told, where there is an address.
alter table giving.pledge_mail drop constraint pledge_mail_kind_known;
alter table giving.pledge_mail add constraint pledge_mail_kind_known
  check (kind in ('confirm', 'entered', 'before_7', 'due', 'after_7', 'after_30', 'card_kept', 'card_before', 'card_lost', 'card_mend', 'card_dropped', 'card_missed'));
